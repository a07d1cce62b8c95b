"""A link that checks: whoever opens it has the edition worked out again, and is told."""

from __future__ import annotations

import streamlit as st

from analysis.current_world import WorldError
from analysis.editions import reading
from analysis.editions.check import Check
from analysis.editions.shelf import Shelved, recheck, world_of
from pages.parts import session
from pages.parts.text_table import text_table

CHECK = "check"


def self_check(shelved: Shelved) -> None:
    """The way to check the edition, or what came of it where the address asks for that."""
    edition = shelved.edition
    if session.choice(CHECK, "") != "1":
        if st.button("Check it now", key="edition-check"):
            session.choose(CHECK, "1", "")
            st.rerun()
        st.caption(
            "The link to this page then checks for whoever opens it. Elsewhere, with Contact Lens "
            f"installed: {reading.command(edition)}"
        )
        return
    world = world_of(edition)
    if world is None:
        st.info(
            f"The world {edition.world.fingerprint[:8]} is not on this machine, so nothing could "
            f"be worked out here. This makes it again and checks: {reading.command(edition)}"
        )
        return
    try:
        told = _checked(edition.id, world.fingerprint, _stamp(shelved), shelved, world)
    except WorldError as error:
        st.warning(str(error))
        return
    (st.success if told.is_same else st.warning)(told.sentence)
    for sentence in told.reasons:
        st.markdown(reading.said(sentence))
    if not told.is_same:
        text_table(reading.differing(told), caption="What differs", key="differs")
    if st.button("Leave it unchecked", key="edition-uncheck"):
        session.choose(CHECK, "", "")
        st.rerun()


def _stamp(shelved: Shelved) -> tuple[tuple[str, int, int], ...]:
    """What the files look like, so that an edited one is looked at again."""
    files = sorted(path for path in shelved.folder.rglob("*") if path.is_file())
    return tuple((one.name, one.stat().st_size, one.stat().st_mtime_ns) for one in files)


@st.cache_resource(max_entries=20, show_spinner="Working every figure out again.")
def _checked(id: str, fingerprint: str, stamp: tuple, _shelved: Shelved, _world) -> Check:
    return recheck(_shelved, _world)
