"""A linkage study: chosen or made, whose records are missed, and what a threshold gives."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from analysis import findings_linkage as findings
from analysis.charts.intervals import intervals
from analysis.charts.threshold import by_threshold as drawn
from analysis.current_world import WorldError
from analysis.linkage import answers, making
from analysis.linkage.found import CERTAINTIES, DIMENSIONS, METHODS, NAMES, weight_of
from analysis.linkage.kept_studies import kept_studies, read_study
from analysis.linkage.report import LABELS, one_outcome
from analysis.linkage.study import Chosen, Study
from analysis.outcomes import outcome
from pages.parts import session, worlds
from pages.parts.figure import chart, evidence, figure

HOW = dict(zip(METHODS, ("By names and birth date", "By single identifier"), strict=True))
SURE = {str(chance): words for chance, words in CERTAINTIES.items()}
USUAL = "0.99"
ASKED = "link-asked"
TONES = {"records_linked_right": "coverage", "link_precision": "intrusiveness"}


def pick_study() -> tuple[Study, str, float, float] | None:
    """The study that is looked at, its method, certainty and threshold in bits; None: none yet."""
    world = worlds.chosen()
    folders = {folder.name: folder for folder in kept_studies(world)}
    if not folders:
        _make("Make a study", is_first=True)
        return None
    studies = {name: _study(str(folder)) for name, folder in folders.items()}
    words = {name: findings.study_words(one) for name, one in studies.items()}
    name = session.pick("study", "Study", words, next(iter(words)))
    left, right = st.columns(2, gap="large")
    with left:
        method = session.pick("method", "Linked", HOW, NAMES, widget=st.segmented_control)
    with right:
        told = "How certain a link must be"
        chance = float(session.pick("sure", told, SURE, USUAL, widget=st.select_slider))
    with st.expander("Make another study"):
        _make("Make it", is_first=False)
    return studies[name], method, chance, weight_of(chance)


def missed(study: Study, method: str, bits: float) -> None:
    """Whose records are missed, by a grouping that the reader chooses."""
    words = {id: LABELS[id] for id in DIMENSIONS}
    by = session.pick("link_by", "Records by", words, "is_looked_after", widget=st.pills)
    told = answers.by_group(study, method, bits, by)
    rows = one_outcome(told.frame, "records_missed", by)
    figure(
        told,
        partial(intervals, rows, "missed", outcome("records_missed")),
        key="missed",
        title=findings.group_title(told, by),
        summary=findings.group_summary(told),
    )


def by_threshold(study: Study, method: str, chance: float) -> None:
    """Precision and recall by threshold, with the chosen one marked."""
    told = answers.by_threshold(study, method)
    title = findings.curve_title(told, chance)
    st.header(title, anchor="curve")
    for place, (id, tone) in zip(st.columns(2, gap="large"), TONES.items(), strict=True):
        with place:
            st.markdown(f"**{outcome(id).axis_title}**")
            draw = partial(
                drawn, told.frame, outcome(id), SURE[str(chance)], tuple(SURE.values()), tone
            )
            chart(told, draw, key=id, title=title, summary=findings.CURVE_SUMMARY)
    st.caption(findings.CURVE_SUMMARY)
    evidence(told, key="curve")


@st.cache_resource(max_entries=6, show_spinner="Reading the study.")
def _study(folder: str) -> Study:
    return read_study(Path(folder))


def _make(label: str, *, is_first: bool) -> None:
    if is_first:
        st.info("No study of this world has been made yet.")
    sizes = {str(n): f"{n:,} children" for n in making.SIZES}
    size = st.radio("Size", list(sizes), format_func=sizes.get, horizontal=True, key="link-size")
    rarity = st.checkbox(
        "Let a rare name that agrees count for more",
        key="link-rarity",
        help="Names here come from pools, so which groups that favours is not to be read.",
    )
    st.caption("Takes from some seconds to a minute, once; it is kept beside the world.")
    st.button(label, key="link-make", on_click=_ask)
    if not st.session_state.pop(ASKED, False):
        return
    try:
        with st.spinner("Writing out records, learning what agreement is worth, linking."):
            making.make(worlds.chosen(), Chosen(n_children=int(size), rarity=rarity))
    except WorldError as refused:
        st.warning(str(refused))
    else:
        session.choose("study", "", "")
        st.session_state.pop("pick-study", None)
        st.rerun()


def _ask() -> None:
    st.session_state[ASKED] = True
