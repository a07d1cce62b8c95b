"""What stands below a figure when it is unfolded: how it came about, and all its files."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from analysis.answer import Answer
from analysis.answers import COMMAND, formulas
from analysis.citation import bibtex, citation
from analysis.downloads import file_name, metadata, to_csv, to_parquet
from analysis.pictures import Picture, picture_name, to_png, to_svg
from analysis.tables import readable
from analysis.withheld import withheld
from pages.parts.text_table import text_table

FILES = (
    ("CSV", "csv", "text/csv", to_csv),
    ("Parquet", "parquet", "application/vnd.apache.parquet", to_parquet),
    ("Metadata (JSON)", "json", "application/json", metadata),
)
STILLS = (("SVG", "svg", "image/svg+xml", to_svg), ("PNG", "png", "image/png", to_png))


def tabs(answer: Answer, pictures: tuple[Picture, ...], *, key: str) -> None:
    """Definition, table, SQL or formula, downloads and citation of ``answer``."""
    answer = withheld(answer)
    told = answer.provenance
    made = "SQL" if told.sql else "Formula"
    meaning, table, how, files, cite = st.tabs(["Definition", "Table", made, "Download", "Cite"])
    with meaning:
        _meaning(answer)
    with table:
        text_table(readable(answer), caption=told.title, key=key)
        if told.disclosure:
            st.caption(told.disclosure)
    with how:
        _how(answer)
    with files:
        st.caption(f"{told.origin} {told.disclosure}")
        downloads(answer, key=key)
        for number, picture in enumerate(pictures, start=1):
            _stills(picture, number if len(pictures) > 1 else 0, key=f"{key}-{number}")
    with cite:
        today = date.today()
        st.code(citation(answer, made_on=today), language=None, wrap_lines=True)
        st.code(bibtex(answer, made_on=today), language=None, wrap_lines=True)


def _meaning(answer: Answer) -> None:
    told = answer.provenance
    for one in told.definitions:
        st.markdown(f"**{one.axis_title}**: {one.formula}. *{one.caveat}*")
    st.markdown(f"**Counts** are {told.scaling}. **Intervals**: {told.intervals}")
    for note in (*told.notes, *([told.disclosure] if told.disclosure else [])):
        st.markdown(f"**Note**: {note}")


def _how(answer: Answer) -> None:
    """The SQL with its parameters; without one, formulas and the command line."""
    told = answer.provenance
    if not told.sql:
        for formula in formulas(told.outcomes):
            st.markdown(formula)
    params = dict(told.params)
    line = params.pop(COMMAND, "")
    st.caption("Parameters: " + "; ".join(f"{name} = {value}" for name, value in params.items()))
    for id, low, central, high in told.assumptions:
        st.caption(f"Assumption {id} = {central:g} ({low:g} to {high:g})")
    if line:
        st.caption(f"{COMMAND[0].upper()}{COMMAND[1:]}, DIR being the world's folder:")
    for text in (line, told.sql):
        if text:  # plain and wrapped: colours are too pale, a box that scrolls is closed to keys
            st.code(text, language=None, wrap_lines=True)


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


def _stills(picture: Picture, number: int, *, key: str) -> None:
    """Buttons for a chart as a picture; ``number`` tells several apart."""
    with st.container(horizontal=True):
        for label, ending, mime, write in STILLS:
            st.download_button(
                f"Chart {number} as {label}" if number else f"Chart as {label}",
                partial(write, picture, made_on=date.today()),
                file_name=picture_name(picture, ending, number),
                mime=mime,
                key=f"{ending}-{key}",
                on_click="ignore",
            )
