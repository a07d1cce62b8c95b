"""Sharing gaps by group of children: how they are grouped, and what is drawn of each grouping."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import areas, findings_gap_groups
from analysis.answer import Answer
from analysis.charts.ranked_areas import ranked_areas
from analysis.charts.tile_grid import tile_grid
from analysis.charts.two_designs import two_designs
from analysis.gap_words import View
from analysis.groups import DIMENSIONS
from analysis.outcomes import outcome
from pages.parts import session
from pages.parts.figure import chart, evidence

SHORT = {"age_band": "Age", "deprivation_decile": "Deprivation", "area": "Council"}
ORDER = (
    "age_band",
    "sex",
    "ethnic_group",
    "deprivation_decile",
    "need_tier",
    "region",
    "area",
)
EVERYWHERE = "all"


def pick_grouping() -> str:
    """By what children are grouped: the id of a dimension."""
    labels = {one.id: SHORT.get(one.id, one.label) for one in DIMENSIONS}
    options = {id: labels[id] for id in ORDER}
    return session.pick(
        "by", "Group children by", options, ORDER[0], st.segmented_control, required=True
    )


def draw(found: Answer, by: str, view: View, names: tuple[str, ...], pairs: Answer) -> None:
    """The charts of one grouping below their finding, with all that is needed to check them."""
    title = findings_gap_groups.groups_title(found, by)
    summary = findings_gap_groups.groups_summary(found, by)
    st.subheader(title)
    told = {"title": title, "summary": summary}
    if by == "region":
        left, right = st.columns([2, 3], gap="medium")
        with left:
            drawn = partial(tile_grid, found.frame, outcome("gap_share"), view=view)
            chart(found, drawn, key="tiles", **told)
        with right:
            _groups(found, names, told)
    elif by == "area":
        _councils(found, view, names, pairs, told)
    else:
        _groups(found, names, told)
    st.caption(summary)
    if found.provenance.disclosure:
        st.caption(found.provenance.disclosure)
    evidence(found, key="groups")


def _councils(found: Answer, view: View, names: tuple[str, ...], pairs: Answer, told) -> None:
    """All councils in their order, then those of a region by name."""
    share = outcome("gap_share")
    regions = {EVERYWHERE: "All of England"} | {one: one for one in areas.regions(found)}
    region = session.pick("region", "Region", regions, EVERYWHERE)
    inside = None if region == EVERYWHERE else region
    everybody = areas.everybody(pairs, view)
    drawn = partial(ranked_areas, found.frame, share, everybody, view=view, region=inside)
    chart(found, drawn, key="councils", **told)
    st.caption(areas.what_is_shown(found, region=inside))
    if inside:
        _groups(areas.of_region(found, inside), names, told)


def _groups(found: Answer, names: tuple[str, ...], told: dict) -> None:
    """Each group under both designs."""
    share, count = outcome("gap_share"), outcome("sharing_gaps")
    drawn = partial(two_designs, found.frame, "gap_share", share, names, beside=count)
    chart(found, drawn, key="groups-gap_share", **told)
