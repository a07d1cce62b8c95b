const dark = matchMedia("(prefers-color-scheme: dark)");
const settings = {
  ast: true, renderer: "svg", actions: false, defaultStyle: false,
  tooltip: { disableDefaultStyle: true },
};
const drawn = new Map();
function specOf(figure) {
  const told = JSON.parse(figure.querySelector("script").textContent);
  if (dark.matches) for (const [path, value] of told.dark) {
    const last = path.pop();
    path.reduce((part, name) => part[name], told.light)[last] = value;
  }
  return told.light;
}
async function draw(figure) {
  const place = figure.querySelector(".live"), still = figure.querySelector(".still");
  place.hidden = false;
  try {
    const before = drawn.get(figure);
    if (before) before.finalize();
    drawn.set(figure, await vegaEmbed(place, specOf(figure), settings));
    figure.classList.add("drawn");
  } catch (error) {
    place.hidden = true;
    figure.classList.remove("drawn");
  }
}
const figures = [...document.querySelectorAll("figure.chart")];
const seen = new IntersectionObserver((found) => {
  for (const one of found) if (one.isIntersecting) { seen.unobserve(one.target); draw(one.target); }
}, { rootMargin: "600px" });
requestAnimationFrame(() => setTimeout(() => figures.forEach((one) => seen.observe(one)), 0));
dark.addEventListener("change", () => [...drawn.keys()].forEach(draw));
