"""A figure: its finding, the chart, one sentence, and all that is needed to check it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from analysis.answer import Answer
from analysis.charts.intervals import intervals
from analysis.downloads import file_name, metadata, to_csv, to_parquet
from analysis.findings import alt_text, groups_summary, groups_title, mark
from analysis.outcomes import outcome
from analysis.tables import readable

FILES = (
    ("CSV", "csv", "text/csv", to_csv),
    ("Parquet", "parquet", "application/vnd.apache.parquet", to_parquet),
    ("Metadata (JSON)", "json", "application/json", metadata),
)
GROUPED = (("gap_share", "gap_share"), ("n_gaps", "sharing_gaps"))


def figure(answer: Answer, draw: Callable, *, key: str, title: str, summary: str) -> None:
    """Heading, chart, summary and evidence of ``answer``. ``draw`` takes mode, alt_text, mark."""
    st.header(title, anchor=key)
    chart(answer, draw, key=key, title=title, summary=summary)
    st.caption(summary)
    evidence(answer, key=key)


def chart(answer: Answer, draw: Callable, *, key: str, title: str, summary: str) -> None:
    """The chart alone, for figures with two."""
    drawn = draw(
        mode=st.context.theme.type,
        alt_text=alt_text(title, answer, summary),
        mark=mark(answer),
    )
    st.altair_chart(drawn, theme=None, width="stretch", key=f"chart-{key}")


def evidence(answer: Answer, *, key: str) -> None:
    """Definition, table, SQL and downloads of ``answer``, folded away."""
    told = answer.provenance
    with st.expander("Definition, table, SQL and download", key=f"evidence-{key}"):
        meaning, table, sql, files = st.tabs(["Definition", "Table", "SQL", "Download"])
        with meaning:
            for one in told.definitions:
                st.markdown(f"**{one.label}** ({one.unit.value}): {one.formula}. *{one.caveat}*")
            st.markdown(f"**Counts** are {told.scaling}. **Intervals**: {told.intervals}")
            for note in told.notes:
                st.markdown(f"**Note**: {note}")
        with table:
            st.dataframe(
                readable(answer),
                hide_index=True,
                alt=f"Table: {told.title}",
                key=f"table-{key}",
            )
        with sql:
            st.caption("Parameters: " + "; ".join(f"{k} = {v}" for k, v in told.params))
            st.code(told.sql, language="sql", height=360)
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
    sides = zip(st.columns(2, gap="medium"), GROUPED, strict=True)
    for column, (name, outcome_id) in sides:
        draw = partial(intervals, answer.frame, name, outcome(outcome_id))
        with column:
            chart(answer, draw, key=f"groups-{name}", title=title, summary=summary)
    st.caption(summary)
