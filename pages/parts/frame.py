"""What stands on every page: whose children these are, and what the figures are not."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from analysis import reader_mode
from analysis.current_world import World, england_share
from analysis.version import RESULTS_VERSION
from pages.parts import entry, session
from pages.parts.look import style

LIMITS = (
    "**Not a forecast.** It compares designs on the same children; levels rest on assumptions, "
    "and differences are what it is for.",
    "**Not advice on a child**, and not evidence about any council, agency or person.",
    "**Not the whole question.** Knowing is not acting, and whether an index is proportionate is "
    "a legal and moral judgement that no figure makes.",
)


def banner(world: World) -> None:
    """One calm line at the head of every page: are these children real?"""
    st.html(style(st.context.theme.type))
    if world.is_synthetic:
        st.caption(
            "**Contact Lens** · **Synthetic children.** No figure describes a real child. "
            + england_share(world)
        )
    else:
        st.caption(
            "**Contact Lens** · **Imported records.** These figures come from extracts that may "
            "describe real children. Treat them as confidential."
        )


def footer(world: World, page: str) -> None:
    """World, seed, digest and version, and what the model is not, in two lines."""
    st.divider()
    start, end = (_day(one) for one in (world.period_start, world.period_end))
    facts = [f"Contacts from {start} to {end}", f"world {world.fingerprint[:8]}"]
    if world.is_synthetic:
        facts.append(f"seed {world.manifest.get('seed')}")
    facts.append(f"results {RESULTS_VERSION}")
    st.caption(" · ".join(facts))
    st.caption(
        "Not a forecast, not advice on any child, and not evidence about any council, agency "
        "or person."
    )
    told = f"{_designs(page)}printed on {_day(date.today())}"  # paper has no side panel
    st.html(f'<p class="cl-print">{escape(told)}</p>')


def _designs(page: str) -> str:
    """Which design ``page`` shows, and against which."""
    if page in entry.OF_NO_DESIGN:
        return ""
    return f"{session.design().label} held against {session.reference().label} · "


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def no_world(reason: str) -> None:
    """A whole page in place of the dashboard when there is nothing to show."""
    if reader_mode.is_public():
        st.title("Nothing can be shown now")
        st.markdown(reason)
        return
    st.title("There is no world to look at yet")
    st.markdown(reason)
    st.markdown("`make run` makes a synthetic world on its first start.")
