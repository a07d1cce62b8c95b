"""A table of designs as text: figures to the right, intervals below them, no stripes."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.charts.palette import palette
from analysis.design_table import Cell, DesignTable
from analysis.outcomes import Family

STYLE = """<style>
.cl-designs { overflow-x: auto; max-width: 100%; margin-bottom: 0.5rem; }
.cl-designs table { border-collapse: collapse; font-size: 0.875rem; width: 100%; }
.cl-designs-head { font-weight: 600; font-size: 0.875rem; margin: 0.5rem 0 0.2rem; }
.cl-designs th, .cl-designs td { padding: 0.45rem 0 0.45rem 0.8rem; text-align: right;
  vertical-align: top; border-bottom: 1px solid rgba(128, 128, 128, 0.3); font-weight: 400;
  font-variant-numeric: tabular-nums; min-width: 4.8rem; }
.cl-designs thead th { vertical-align: bottom; border-bottom-width: 3px; }
.cl-designs th:first-child { text-align: left; padding-left: 0; min-width: 8.5rem; }
.cl-designs thead th[style] { border-bottom-color: var(--tone); }
.cl-designs tbody th[style] { border-left: 3px solid var(--tone); padding-left: 0.6rem; }
.cl-designs td span { white-space: nowrap; }
.cl-designs small { display: block; font-size: 0.78rem; line-height: 1.35; opacity: 0.85; }
.cl-designs .here th { font-weight: 700; }
.cl-designs .here small { font-weight: 400; }
</style>"""
TONES = {
    Family.COST: "cost",
    Family.COVERAGE: "coverage",
    Family.INTRUSIVENESS: "intrusiveness",
}


def design_table(table: DesignTable) -> None:
    """``table`` below its caption; one that is too wide scrolls, by keys as well."""
    tones = [_tone(family) for family in table.families]
    columns = tones if not table.is_by_row else [""] * len(table.headings)
    head = "".join(
        f'<th scope="col"{tone}>{escape(name)}</th>'
        for tone, name in zip(columns, table.headings, strict=True)
    )
    rows = "".join(
        f"<tr{' class=here' if name.text == table.chosen else ''}>"
        f'<th scope="row"{tones[at] if table.is_by_row else ""}>{_words(name)}</th>'
        + "".join(f"<td>{_words(one)}</td>" for one in cells)
        + "</tr>"
        for at, (name, cells) in enumerate(table.rows)
    )
    st.html(
        f'{STYLE}<p class="cl-designs-head">{escape(table.caption)}</p>'
        f'<div class="cl-designs" tabindex="0" role="region" aria-label="{escape(table.caption)}">'
        f'<table aria-label="{escape(table.caption)}">'
        f'<thead><tr><th scope="col">{escape(table.corner)}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _words(one: Cell) -> str:
    below = f"<small>{escape(one.below)}</small>" if one.below else ""
    return f"<span>{escape(one.text)}</span>{below}"


def _tone(family: Family | None) -> str:
    """The colour of an axis as a line beside its heading, which names it in words as well."""
    if family not in TONES:
        return ""
    colour = getattr(palette(st.context.theme.type), TONES[family])
    return f' style="--tone: {colour}"'
