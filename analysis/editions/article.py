"""index.html: an edition as an article that needs no server, no network and no JavaScript.

Scripts are allowed by their digest alone, and Vega's expressions are interpreted, never compiled,
so nothing in the page may run that was not in it when it was made. Behind each interactive chart
stand a picture and a table.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path

from markupsafe import Markup

from analysis.charts.rendered import chart_bundle
from analysis.charts.two_modes import two_modes
from analysis.citation import citation, work
from analysis.editions.format import Edition
from analysis.editions.pages import template
from analysis.editions.prose import bare
from analysis.editions.sections import Section, of_groups
from analysis.findings import mark
from analysis.inert_text import inert
from analysis.scenarios import Scenario, scenario_card

HERE = Path(__file__).parent / "templates"
LIMITS = (
    "**Not a forecast.** It compares designs on the same children; levels rest on assumptions, "
    "and differences are what it is for.",
    "**Not advice on a child**, and not evidence about any council, agency or person.",
    "**Not the whole question.** Knowing is not acting, and whether an index is proportionate is "
    "a legal and moral judgement that no figure makes.",
)


def article(
    edition: Edition,
    designs: list[Scenario],
    told: list[Section],
    stills: dict[str, bytes],
    files: list[tuple[str, str]],
) -> bytes:
    """The page. ``stills``: the SVG of each section; ``files``: path and what is in it."""
    styled, script = style(), _script()
    day = date.fromisoformat(edition.dated)
    page = template("index.html").render(
        edition=edition,
        day=f"{day.day} {day:%B %Y}",
        policy=policy(styled, script),
        style=Markup(styled),
        script=Markup(script),
        answer=edition.findings[0],
        without=edition.findings[1],
        spoken=list(zip(designs[1:], edition.findings[2:], strict=True)),
        groups=of_groups(edition),
        limits=LIMITS,
        figures=[_figure(one, stills[one.id], day) for one in told if one.claim is None],
        claims=[_figure(one, stills[one.id], day) for one in told if one.claim],
        designs=[(one, scenario_card(one)) for one in designs[1:]],
        files=files,
        cited=cite(edition),
        changed=[one for one in edition.inputs.assumptions if not one.is_shipped],
    )
    return page.encode("utf-8")


def policy(styled: str, script: str) -> str:
    """The content security policy: this style, this script, pictures within the page."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{digest(script)}'",
            f"style-src '{digest(styled)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def cite(edition: Edition) -> str:
    """How to quote the edition, in one sentence."""
    cited, world = work(), edition.world
    seed = f", seed {world.seed}" if world.seed is not None else ""
    return (
        f"{cited.authors} ({edition.dated[:4]}). “{edition.title}”, Contact Lens edition "
        f"{edition.id}, results version {edition.versions.results}, world "
        f"{world.fingerprint[:8]} ({world.origin} children{seed}). Dated {edition.dated}."
    )


def as_data(value: object) -> Markup:
    """JSON that may stand in a script element: it can't end it, nor begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark_, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(mark_, code)
    return Markup(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _figure(one: Section, still: bytes, day: date) -> dict:
    picture, provenance = one.picture, one.picture.answer.provenance
    words = f"{picture.title}. {picture.words}"
    specs = two_modes(picture.draw, alt_text=words, mark=mark(picture.answer))
    params = dict(provenance.params)
    return {
        "section": one,
        "title": bare(one.title),
        "chart": picture.title,
        "words": words,
        "still": f"data:image/svg+xml;base64,{base64.b64encode(still).decode()}",
        "specs": as_data(specs),
        "definitions": provenance.definitions,
        "command": params.get("the same from the command line", ""),
        "cited": inert(citation(picture.answer, made_on=day)),
    }


@cache
def style() -> str:
    """The style of editions."""
    return (HERE / "edition.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    return chart_bundle((HERE / "edition.js").read_text(encoding="utf-8"))


def digest(text: str) -> str:
    """What a content security policy calls ``text``."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
