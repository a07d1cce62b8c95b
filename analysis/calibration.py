"""Does the world look like England? Every published margin beside what the world holds.

A margin that is missed is shown as missed, with the reason; none is left out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import polars as pl

from analysis import sql
from analysis.availability import require
from analysis.policy import load_assumptions
from data.schema import QUALITIES, REFERENCE
from data.world import World

STANDARD_ERRORS = 4
PERCENTILES = {"p5": 0.05, "p50": 0.50, "p95": 0.95}
# Our column and the reference table's; councils whose figure is an estimate have no rate.
PUBLISHED_BY_COUNCIL = {
    "referrals": ("n_referrals", "referrals"),
    "in_need": ("n_in_need", "in_need_31_march"),
    "on_plan": ("n_on_plan", "on_plan_31_march"),
    "looked_after": ("n_looked_after", "looked_after_31_march"),
}


@dataclass(frozen=True, slots=True)
class MarginResult:
    """One margin: what was published, what the world holds, and whether that is close enough.

    ``difference`` and ``tolerance`` are shares of the target. ``value`` is None, and
    ``reason`` says why, where this world can't answer.
    """

    id: str
    label: str
    target: float
    value: float | None
    difference: float | None
    tolerance: float
    passed: bool
    reason: str
    source: str
    link: str
    unit: str
    kind: str  # "count", "share", "rate", "spread", "range"


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of the world and the size of sample it rests on.

    ``value`` of a count is scaled to England. ``base`` is the number of children or events
    behind the figure in this world, for its standard error; ``clustering`` is the design
    effect of sampling whole households, where the figure follows the household.
    """

    value: float
    base: float
    clustering: float = 1.0


def calibrate(world: World) -> list[MarginResult]:
    """Hold ``world`` against every margin in `data/reference/margin.csv` and council.csv.

    At full size a margin may differ by its own tolerance (1 or 3 percent). In a sample it may
    differ by that or by four standard errors of the sample, whichever is more. Raises
    NotAvailable for a world without the tables that published figures count.
    """
    require(world, "Calibration", "episode", "registration", "child.born_on", "child.area_code")
    share = world.fraction or 1.0
    con = sql.connect(world)
    measured = {**_people(con, world, share), **_events(con, world, share)}
    councils = _ask(con, world, "calibration_councils")
    measured |= _councils(councils, share) | _records(con, world) | _attendances(con, world)
    results = [_judge(row, measured.get(row["id"]), share) for row in _margins()]
    return results + _council_children(councils, share)


def calibrate_people(world: World) -> list[MarginResult]:
    """The margins that count children alone: the same figures in a fraction of the time."""
    require(world, "Calibration", "episode", "registration", "child.born_on", "child.area_code")
    share = world.fraction or 1.0
    measured = _people(sql.connect(world), world, share)
    rows = [row for row in _margins() if row["id"] in measured]
    return [_judge(row, measured[row["id"]], share) for row in rows]


def _margins() -> list[dict[str, str]]:
    with (REFERENCE / "margin.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _published() -> list[dict[str, str]]:
    with (REFERENCE / "council.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _mid_year(world: World) -> date:
    return world.period_start + timedelta(days=90)


def _ask(con, world: World, name: str, **extra) -> pl.DataFrame:
    wanted = {param for param, _ in sql.load(name).params}
    known = {
        "period_start": world.period_start,
        "period_end": world.period_end,
        "mid_year": _mid_year(world),
        **extra,
    }
    return sql.run(con, name, **{k: v for k, v in known.items() if k in wanted})


def _people(con, world: World, share: float) -> dict[str, Measured]:
    """Margins that count children."""
    year = world.period_start.year
    frame = _ask(
        con,
        world,
        "calibration_people",
        school_first=date(year - 16, 9, 1),
        school_last=date(year - 11, 8, 31),
    )

    def n(*masks: pl.Expr) -> int:
        return frame.filter(*masks)["n_children"].sum() if masks else frame["n_children"].sum()

    def count(*masks: pl.Expr) -> Measured:
        found = n(*masks)
        return Measured(found / share, found)

    def of(part: pl.Expr, *whole: pl.Expr) -> Measured:
        base = n(*whole)
        return Measured(n(part, *whole) / base if base else 0.0, base)

    col = pl.col
    pupil, sen = col("is_pupil"), col("has_sen_support") | col("has_ehcp")
    care, teens = col("was_in_need_in_year"), (col("is_school_year_7_11"), col("is_pupil"))
    return {
        "children": count(),
        "age_0_14": of(col("age") < 15),
        "children_referred": count(col("was_referred_in_year")),
        "in_need_31_march": count(col("is_in_need")),
        "in_need_in_year": count(care),
        "on_plan_31_march": count(col("is_on_plan")),
        "looked_after_31_march": count(col("is_looked_after")),
        "boys_in_need": of(col("is_boy"), col("is_in_need")),
        "boys_looked_after": of(col("is_boy"), col("is_looked_after")),
        "pupils": count(pupil),
        "ehcp": of(col("has_ehcp"), pupil),
        "sen_support": of(col("has_sen_support"), pupil),
        "home_educated": count(col("is_home_educated")),
        "missing_education": count(col("is_missing_education")),
        "mental_health_referrals": count(col("has_mental_health_referral")),
        "years_7_11_sen_only": of(sen & ~care, *teens),
        "years_7_11_care_only": of(care & ~sen, *teens),
        "years_7_11_both": of(sen & care, *teens),
        "years_7_11_neither": of(~sen & ~care, *teens),
        "ehcp_in_need": of(col("has_ehcp"), col("is_in_need"), pupil),
        "ever_referred": of(col("was_ever_referred"), col("age") == 17),
        "ever_in_need": of(col("was_ever_in_need"), col("age") == 17),
    }


def _events(con, world: World, share: float) -> dict[str, Measured]:
    """Margins that count events."""
    frame = _ask(con, world, "calibration_events")

    def total(kind: str, column: str = "n_events", source: str | None = None) -> int:
        rows = frame.filter(pl.col("kind") == kind)
        return (rows.filter(pl.col("source") == source) if source else rows)[column].sum()

    def of(kind: str, source: str) -> Measured:
        base = total(kind)
        return Measured(total(kind, source=source) / base if base else 0.0, base)

    def count(kind: str) -> Measured:
        return Measured(total(kind) / share, total(kind))

    referrals = total("referral")
    repeats = total("referral", "n_repeats") / referrals if referrals else 0.0
    sources = ("police", "school", "health", "council", "individual")
    return {
        "referrals": count("referral"),
        "rereferred": Measured(repeats, referrals),
        **{f"referred_by_{source}": of("referral", source) for source in sources},
        "arrests": count("arrest"),
        "missing_children": count("missing"),
        "prevent": count("prevent_referral"),
        "prevent_school": of("prevent_referral", "school"),
        "prevent_police": of("prevent_referral", "police"),
    }


def _councils(frame: pl.DataFrame, share: float) -> dict[str, Measured]:
    """Children by region, and the spread of council rates per 10,000 children.

    The published percentiles are rates of councils, the lower of the two around the point.
    """
    regions = frame.group_by("region").agg(pl.col("n_children", "n_squared").sum())
    measured = {
        "region_" + region.lower().replace(" and the ", " and ").replace(" ", "_"): Measured(
            n / share, n, squared / max(n, 1)
        )
        for region, n, squared in regions.iter_rows()
    }
    published = _published()
    for name, (column, reference) in PUBLISHED_BY_COUNCIL.items():
        unpublished = [
            row["area_code"] for row in published if reference in row["estimated"].split()
        ]
        held = frame.filter(pl.col("n_children") > 0, ~pl.col("area_code").is_in(unpublished))
        rates = held.select(
            (pl.col(column) / pl.col("n_children") * 10_000).alias("rate"), column
        ).sort("rate")
        for label, point in PERCENTILES.items():
            value = rates["rate"].quantile(point, "lower") if len(rates) else 0.0
            near = rates[column][round(point * (len(rates) - 1))] if len(rates) else 0
            measured[f"{name}_council_{label}"] = Measured(value, near)
    return measured


def _attendances(con, world: World) -> dict[str, Measured]:
    if not world.has("contact"):
        return {}
    row = _ask(con, world, "calibration_attendances").row(0, named=True)
    rate = row["n_attendances"] / row["n_children"] * 1000 if row["n_children"] else 0.0
    return {"emergency_0_4": Measured(rate, row["n_attendances"])}


def _records(con, world: World) -> dict[str, Measured]:
    """Share of records that link, by the link share of each quality of record."""
    assumptions = load_assumptions()
    link = {quality: assumptions.get(f"link_share.{quality}").central for quality in QUALITIES}
    frame = _ask(con, world, "calibration_records").with_columns(
        pl.col("quality")
        .cast(pl.String)
        .replace_strict(link, return_dtype=pl.Float64)
        .alias("link")
    )

    def linked(*masks: pl.Expr) -> Measured:
        rows = frame.filter(*masks) if masks else frame
        base = rows["n_records"].sum()
        return Measured((rows["n_records"] * rows["link"]).sum() / base if base else 0.0, base)

    return {
        "linked": linked(),
        "linked_youngest": linked(pl.col("is_youngest")),
        "linked_looked_after": linked(pl.col("is_own_looked_after")),
    }


def _judge(row: dict[str, str], found: Measured | None, share: float) -> MarginResult:
    target, unit = float(row["target"]), row["unit"]
    common = {
        "id": row["id"],
        "label": row["label"],
        "target": target,
        "source": f"{row['publisher']}, {row['year']}",
        "link": row["link"],
        "unit": unit,
    }
    if found is None:
        reason = (
            "A world holds children and contacts, not the use of an index: this margin belongs "
            "to the access log, which is made per scenario."
        )
        return MarginResult(
            **common, value=None, difference=None, tolerance=0.0, passed=False, reason=reason,
            kind="rate",
        )  # fmt: skip
    difference = found.value / target - 1
    if not row["tolerance"]:
        low, high = float(row["low"]), float(row["high"])
        passed = low <= found.value <= high
        reason = "" if passed else f"Published cases range from {low:g} to {high:g}."
        tolerance = max(high - target, target - low) / target
        return MarginResult(
            **common, value=found.value, difference=difference, tolerance=tolerance,
            passed=passed, reason=reason, kind="range",
        )  # fmt: skip
    own = float(row["tolerance"])
    sampling = STANDARD_ERRORS * _relative_error(unit, target, found, share)
    tolerance = max(own, sampling)
    passed = abs(difference) <= tolerance
    kind = "spread" if "_council_p" in row["id"] else {"count": "count", "share": "share"}.get(unit)
    reason = "" if passed else _why_missed(difference, own, sampling, kind)
    return MarginResult(
        **common, value=found.value, difference=difference, tolerance=tolerance, passed=passed,
        reason=reason, kind=kind or "rate",
    )  # fmt: skip


def _relative_error(unit: str, target: float, found: Measured, share: float) -> float:
    """Standard error of the figure in a random sample of England, as a share of the target."""
    base = found.base
    left_out = max(0.0, 1.0 - share) * found.clustering
    if left_out == 0.0:
        return 0.0
    if unit == "share":
        return sqrt(target * (1 - target) * left_out / base) / target if base else float("inf")
    expected = target * share if unit == "count" else base
    return sqrt(left_out / expected) if expected else float("inf")


def _why_missed(difference: float, own: float, sampling: float, kind: str | None) -> str:
    side = "above" if difference > 0 else "below"
    allowed = "four standard errors of the sample" if sampling > own else f"{own:.0%}"
    cause = (
        "small councils add chance to their rates, which widens the spread between councils"
        if kind == "spread"
        else "the generator's shares and this margin don't fit together at this size"
    )
    return f"{abs(difference):.1%} {side} the target, {allowed} allowed: {cause}."


def _council_children(frame: pl.DataFrame, share: float) -> list[MarginResult]:
    """Children by council, all 153."""
    published = {row["area_code"]: row for row in _published()}
    by_region = next(row for row in _margins() if row["id"].startswith("region_"))
    rows = []
    columns = frame.select("area_code", "n_children", "n_squared")
    for area_code, n, squared in columns.iter_rows():
        row = by_region | {
            "id": f"council_{area_code}",
            "label": f"{published[area_code]['area_name']}: children, mid-2023",
            "target": published[area_code]["children_mid2023"],
        }
        rows.append(_judge(row, Measured(n / share, n, squared / max(n, 1)), share))
    return rows
