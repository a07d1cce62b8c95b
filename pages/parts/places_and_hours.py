"""Where and when an index is looked into: councils in order, and the hours of an average week."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import access_answers, access_areas, findings_places
from analysis.charts.beside import beside
from analysis.charts.week_grid import week_grid
from analysis.evaluation import Evaluation
from analysis.outcomes import outcome
from analysis.week import of_design, week
from analysis.workbench import Workbench
from pages.parts import session
from pages.parts.figure import figure


def where(bench: Workbench, evaluations: list[Evaluation]) -> None:
    """Councils of England or of one region, by look-ups; those of few children are withheld."""
    councils = access_areas.councils(bench, evaluations)
    left, right = st.columns(2, gap="large")
    with left:
        measure = session.pick(
            "councils",
            "Look-ups by council",
            access_areas.WORDS,
            access_areas.RATE,
            widget=st.segmented_control,
        )
    with right:
        region = session.pick(
            "councils_of", "Councils of", access_areas.regions(councils), access_areas.EVERYWHERE
        )
    design = evaluations[0].scenario.id
    known = access_areas.ranked(councils, design, measure, region=region)
    shown = access_areas.ends_of(known) if region == access_areas.EVERYWHERE else known
    title = findings_places.where_title(shown, measure)
    summary = findings_places.where_summary(shown, known, councils.withheld[measure])
    if shown.is_empty():
        st.header(title, anchor="where")
        st.caption(summary)
        return
    draw = partial(
        beside,
        access_areas.of_measure(councils, measure),
        outcome(measure),
        access_areas.in_words(shown, known),
        access_answers.names(evaluations),
    )
    figure(councils.answer, draw, key="where", title=title, summary=summary)


def when(bench: Workbench, evaluations: list[Evaluation]) -> None:
    """The hours of an average week under the first of ``evaluations``."""
    hours, found = week(bench, evaluations), evaluations[0]
    grid = of_design(hours, found.scenario.id)
    figure(
        hours,
        partial(week_grid, grid),
        key="when",
        title=findings_places.week_title(grid),
        summary=findings_places.week_summary(grid, found),
    )
