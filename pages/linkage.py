"""Whose records would not be linked to their entry, and who is harmed by that?"""

from __future__ import annotations

import streamlit as st

from analysis import findings_linkage as findings
from pages.parts import entry, linkage_harm, linkage_measured, linkage_pair, linkage_study

entry.came_through_app()
st.title("Whose records would not be linked, and who is harmed by that?")
place = st.empty()
chosen = linkage_study.pick_study()
if chosen is None:
    place.markdown(findings.WHAT_IT_IS)
else:
    study, method, chance, bits = chosen
    place.markdown(findings.answer(study, method, bits, chance))
    st.caption(f"{findings.EASIER} {findings.PUBLISHED}")
    linkage_study.missed(study, method, bits)
    linkage_study.by_threshold(study, method, chance)
    linkage_harm.harm(study, chance)
    linkage_pair.one_pair(study, bits)
    linkage_measured.beside_published(study, bits)
