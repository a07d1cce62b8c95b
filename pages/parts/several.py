"""Choices of several things at once, kept in the address; and designs that can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from analysis.availability import NotAvailable
from analysis.charts.palette import palette
from analysis.contradictions import require_columns
from analysis.current_world import current_world
from analysis.scenarios import Scenario
from pages.parts import session

BETWEEN = "."
"""Stands between ids in the address: no id holds one, and no browser writes it otherwise."""


def pick_several(
    name: str, label: str, options: Mapping[str, str], default: Sequence[str], *, most: int, **more
) -> list[str]:
    """A control for up to ``most`` of ``options`` (id -> words); gives the ids, at least one.

    Ids in the address that there are not are left out with a note.
    """
    usual = [id for id in dict.fromkeys(default) if id in options][:most]
    asked = session.choice(name, BETWEEN.join(usual)).split(BETWEEN)
    known = [id for id in dict.fromkeys(asked) if id in options][:most]
    if len(known) < len(asked):
        st.info(
            f"The address asks for {name} that there are not, or for more than {most}; "
            "showing the others."
        )
    key = f"pick-{name}"
    if key not in st.session_state or not set(st.session_state[key]) <= set(options):
        st.session_state[key] = known or usual
    # Streamlit writes white on what was chosen, which is too pale on a dark page's light blue.
    ink = palette(st.context.theme.type).page
    st.html(f"<style>.stMultiSelect [data-tag] * {{ color: {ink} }}</style>")
    chosen = st.multiselect(
        label,
        list(options),
        format_func=options.get,
        key=key,
        max_selections=most,
        wrap=True,
        **more,
    )
    session.choose(name, BETWEEN.join(chosen or usual), BETWEEN.join(usual))
    return chosen or usual


def comparable(scenarios: Sequence[Scenario]) -> tuple[list[Scenario], list[str]]:
    """Each of ``scenarios`` once, in order, that this world can judge; and why not the others."""
    held, notes, world = [], [], current_world()
    for one in dict.fromkeys(scenarios):
        try:
            require_columns(one.levers, world)
            held.append(one)
        except NotAvailable as absent:
            notes.append(f"{one.label}: {absent}")
    return held, notes
