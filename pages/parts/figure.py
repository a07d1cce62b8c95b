"""A figure: its finding, the chart, one sentence, and all that is needed to check it."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from analysis.answer import Answer
from analysis.charts.intervals import intervals
from analysis.charts.style import compiled, copied, drawing_key
from analysis.downloads import file_name, metadata, to_csv, to_parquet
from analysis.findings import alt_text, groups_summary, groups_title, mark
from analysis.outcomes import outcome
from analysis.tables import number_columns, readable

FILES = (
    ("CSV", "csv", "text/csv", to_csv),
    ("Parquet", "parquet", "application/vnd.apache.parquet", to_parquet),
    ("Metadata (JSON)", "json", "application/json", metadata),
)
LONG_NAMES = ("area", "region")  # their charts stand below each other
THOUSANDS = st.column_config.NumberColumn(format="localized")
GROUPED = (("gap_share", "gap_share"), ("n_gaps", "sharing_gaps"))


def figure(answer: Answer, draw: partial, *, key: str, title: str, summary: str) -> None:
    """Heading, chart, summary and evidence of ``answer``.

    ``draw`` is a function of `analysis.charts` that lacks only mode, alt_text and mark.
    """
    st.header(title, anchor=key)
    chart(answer, draw, key=key, title=title, summary=summary)
    st.caption(summary)
    evidence(answer, key=key)


def chart(answer: Answer, draw: partial, *, key: str, title: str, summary: str) -> None:
    """The chart alone, for figures with two."""
    words = alt_text(title, answer, summary)
    spec = _drawn(drawing_key(draw), st.context.theme.type, words, mark(answer), draw)
    st.vega_lite_chart(spec=copied(spec), theme=None, width="stretch", key=f"chart-{key}")


@st.cache_resource(max_entries=300, show_spinner=False)
def _drawn(key: str, mode: str | None, words: str, small_print: str, _draw: partial) -> dict:
    """The specification of a chart: making one costs more than all the rest of a run."""
    return compiled(_draw(mode=mode, alt_text=words, mark=small_print))


def evidence(answer: Answer, *, key: str) -> None:
    """Definition, table, SQL and downloads of ``answer``, folded away."""
    told = answer.provenance
    with st.expander("Definition, table, SQL and download", key=f"evidence-{key}"):
        meaning, table, sql, files = st.tabs(["Definition", "Table", "SQL", "Download"])
        with meaning:
            for one in told.definitions:
                st.markdown(f"**{one.axis_title}**: {one.formula}. *{one.caveat}*")
            st.markdown(f"**Counts** are {told.scaling}. **Intervals**: {told.intervals}")
            for note in told.notes:
                st.markdown(f"**Note**: {note}")
        with table:
            rows = readable(answer)
            st.dataframe(
                rows,
                column_config=dict.fromkeys(number_columns(rows), THOUSANDS),
                hide_index=True,
                alt=f"Table: {told.title}",
                key=f"table-{key}",
            )
        with sql:
            st.caption("Parameters: " + "; ".join(f"{k} = {v}" for k, v in told.params))
            # Plain and wrapped: colours are too pale, and a box that scrolls is closed to keys.
            st.code(told.sql, language=None, wrap_lines=True)
        with files:
            st.caption(told.origin)
            downloads(answer, key=key)


def downloads(answer: Answer, *, key: str) -> None:
    """Buttons for the files of ``answer``; a file is made when it is asked for."""
    with st.container(horizontal=True):
        for label, ending, mime, write in FILES:
            st.download_button(
                label,
                partial(write, answer, made_on=date.today()),
                file_name=file_name(answer, ending),
                mime=mime,
                key=f"{ending}-{key}",
                on_click="ignore",
            )


def group_charts(answer: Answer, dimension_id: str) -> None:
    """Groups of children: the share of needs that stay gaps, and beside it how many those are."""
    title = groups_title(answer, dimension_id)
    summary = groups_summary(answer, dimension_id)
    st.subheader(title)
    beside = dimension_id not in LONG_NAMES
    places = st.columns(2, gap="medium") if beside else [st.container() for _ in GROUPED]
    for place, (name, outcome_id) in zip(places, GROUPED, strict=True):
        draw = partial(intervals, answer.frame, name, outcome(outcome_id))
        with place:
            chart(answer, draw, key=f"groups-{name}", title=title, summary=summary)
    st.caption(summary)
