"""Which world is looked at, and making another: in the address, in a dialog, in the background."""

from __future__ import annotations

import streamlit as st

from analysis import reader_mode, world_making
from analysis.current_world import World, WorldError, current_world
from analysis.inert_text import plain_label
from analysis.known_worlds import SHORT, KnownWorld, known_worlds, size_words, world_called
from analysis.making_state import RUNNING, Making
from analysis.world_making import making
from pages.parts import session

CHOSEN, WORLD = "w-chosen", "world"
SIZES = (1.0, 0.1)
SEED, LARGEST_SEED = 7, 2**31 - 1
EVERY = 2  # seconds between two looks at how far a world is


def open_chosen() -> tuple[World, str]:
    """The world that the address names, else the default one, and a note where that is so.

    Once per run, so that a world that was replaced is noticed; `chosen` gives it to pages.
    """
    short, note = session.choice(WORLD, ""), ""
    if reader_mode.is_public():
        return _for_readers(), note
    world = world_called(short) if short else None
    if world is None:
        world = current_world()
        if short and not world.fingerprint.startswith(short):
            told = plain_label(short)[:SHORT]
            note = f"The world “{told}” of the address is not here; this is the usual one."
        session.choose(WORLD, "", "")
    st.session_state[CHOSEN] = world
    return world, note


def _for_readers() -> World:
    """The one world that readers get. Raises WorldError, without a path, where it can't be."""
    session.choose(WORLD, "", "")
    try:
        world = current_world()
    except WorldError:
        raise WorldError(reader_mode.NO_WORLD) from None
    if not world.is_synthetic:
        raise WorldError(reader_mode.NOT_SYNTHETIC)
    st.session_state[CHOSEN] = world
    return world


def chosen() -> World:
    """The world that this session looks at."""
    return st.session_state.get(CHOSEN) or current_world()


def panel() -> None:
    """At the foot of the side panel: which world it is, the way to others, and what is made."""
    if reader_mode.is_public():
        return
    world = chosen()
    with st.sidebar:
        size = size_words(world.fraction) if world.is_synthetic else "Imported records"
        if st.button(
            f"World: {size}",
            key="world-open",
            help="Look at another world, or make one",
            type="tertiary",
        ):
            _dialog()
        if making() is not None:
            _progress("panel")


@st.dialog("Which children are these figures about?", width="medium")
def _dialog() -> None:
    now = chosen().fingerprint
    worlds = {one.fingerprint: one for one in known_worlds()}
    picked = st.radio(
        "Worlds",
        list(worlds),
        index=list(worlds).index(now) if now in worlds else 0,
        format_func=lambda id: worlds[id].label,
        captions=[one.caption for one in worlds.values()],
        key="world-pick",
        label_visibility="collapsed",
    )
    if st.button("Look at this world", type="primary", disabled=picked == now, key="world-look"):
        _look_at(worlds[picked])
        st.rerun()
    st.subheader("Make another")
    if making() is None:
        _wishes()
    else:
        _progress("dialog")


def _wishes() -> None:
    """What world is to be made."""
    left, right = st.columns(2)
    size = left.radio("Size", SIZES, format_func=size_words, key="world-size")
    seed = right.number_input(
        "Seed",
        0,
        LARGEST_SEED,
        SEED,
        key="world-seed",
        help="Another seed gives other children with the same published margins.",
    )
    st.caption(world_making.what_it_takes(size))
    if st.button("Make this world", key="world-make"):
        try:
            world_making.start(size, int(seed))
        except WorldError as refused:
            st.warning(str(refused))
        else:
            st.rerun()


def _progress(place: str) -> None:
    """How far the world is that is being made; looked at again and again while it is."""
    if making().state == RUNNING:
        st.fragment(_running, run_every=EVERY)(place)
    else:
        _ended(making(), place)


def _running(place: str) -> None:
    now = making()
    if now is None or now.state != RUNNING:
        st.rerun()
    st.progress(now.share, text=now.sentence)
    st.button("Cancel", on_click=world_making.cancel, key=f"world-cancel-{place}")


def _ended(now: Making, place: str) -> None:
    """How it ended, and what can be done then."""
    st.caption(now.sentence)
    known = {one.fingerprint: one for one in known_worlds()}
    if now.fingerprint in known:
        st.button(
            "Look at it",
            on_click=_look_at,
            args=(known[now.fingerprint],),
            key=f"world-new-{place}",
        )
    st.button("Dismiss", on_click=world_making.dismiss, key=f"world-dismiss-{place}")


def _look_at(known: KnownWorld) -> None:
    """Look at another world from the next run on; the usual one leaves the address as it is."""
    try:
        usual = current_world().fingerprint
    except WorldError:
        usual = ""
    session.choose(WORLD, "" if known.fingerprint == usual else known.short, "")
