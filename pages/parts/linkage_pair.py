"""Why one synthetic record is linked or not, detail by detail, in words."""

from __future__ import annotations

import streamlit as st

from analysis.linkage.study import Study
from analysis.linkage.waterfall import examples, table_of, waterfall
from pages.parts import session
from pages.parts.text_table import text_table


def one_pair(study: Study, bits: float) -> None:
    """A record that the reader chooses, beside its best entry."""
    st.header("Why is a record linked, or not?", anchor="pair")
    words = {str(record): told for record, told in examples(study).items()}
    if not words:
        st.caption("No record of this study has an entry to be held against.")
        return
    record = int(session.pick("pair", "A synthetic record", words, next(iter(words))))
    told = waterfall(study, record, bits)
    st.markdown(f"{told.start}.")
    text_table(
        table_of(told), caption="Record and best entry, detail by detail (synthetic)", key="pair"
    )
    st.markdown(f"**{told.end}**")
