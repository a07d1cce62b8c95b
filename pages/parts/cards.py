"""A row of main figures, each with its interval."""

from __future__ import annotations

import streamlit as st

from analysis.answer import Answer


def main_figures(headline: Answer, ids: tuple[str, ...]) -> None:
    """The figures ``ids`` of ``headline`` side by side; below each other where it is narrow."""
    rows = {row["outcome_id"]: row for row in headline.frame.iter_rows(named=True)}
    for column, id in zip(st.columns(len(ids)), ids, strict=True):
        row = rows[id]
        column.metric(
            row["label"],
            row["text"],
            row["interval_text"],
            delta_color="off",
            delta_arrow="off",
        )
