"""What the reader chose: a design, what it is held against, beliefs. All of it is in the address.

The address is read once, when a browser arrives, and written after every run; so a view
survives another page, a reload, and pasting into another browser. What an address says that
can't be used is told in a sentence and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import streamlit as st

from analysis.design_link import link_of, open_link
from analysis.levers import Levers
from analysis.policy import Assumptions, load_assumptions
from analysis.scenarios import Scenario, load_scenarios, own_scenario, read_scenario

START = "contactpoint_2009"
AGAINST = "vs"
CHOICES = (
    AGAINST,
    "world",
    "with",
    "child",
    "outcome",
    "story",
    "weights",
    "axes",
    "lead",
    "pattern",
)
CHOICES += ("sum", "years", "part", "most_gbp", "least_closed", "most_part", "regret")
CHOICES += ("across", "pounds", "outcomes", "among")  # Overview and Compare
CHOICES += ("day", "seeker")  # Case view
CHOICES += ("councils", "councils_of", "fair_by")  # Access and Intrusiveness
CHOICES += ("open", "find", "word", "shown", "table")  # History, Claims and Methods
"""Parameters that belong to pages, besides those of a design; pages may add their own."""
BOUND = ("practice", "window", "by", "region", "margins")
"""Parameters that Streamlit keeps in the address by itself."""
_DESIGN, _HELD, _CHOSEN, _NOTES, _READ = "s-design", "s-held", "s-chosen", "s-notes", "s-read"


def read_address() -> None:
    """Take over what the address says, the first time that a browser asks."""
    if st.session_state.get(_READ):
        return
    given = {name: st.query_params[name] for name in st.query_params}
    mine = {name: value for name, value in given.items() if name not in (*CHOICES, *BOUND)}
    state = {_READ: True, _HELD: {}, _NOTES: [], _DESIGN: read_scenario(START)}
    state[_CHOSEN] = {name: given[name] for name in CHOICES if name in given}
    if mine:
        told = open_link(mine)
        state[_HELD], state[_NOTES] = dict(told.held), list(told.notes)
        if not told.conflicts:
            state[_DESIGN] = _named(told.levers, told.label, told.like)
    st.session_state.update(state)


def write_address() -> None:
    """Put the whole state into the address; what a browser starts with anyway is left out."""
    wanted = dict(st.session_state[_CHOSEN])
    if design() != read_scenario(START) or st.session_state[_HELD]:
        told = design()
        label = "" if is_preset(told) else told.label
        wanted |= link_of(told.levers, held=st.session_state[_HELD], label=label)
    for name in [name for name in st.query_params if name not in wanted and name not in BOUND]:
        del st.query_params[name]
    for name, value in wanted.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def notes() -> list[str]:
    """What the address said that could not be used, one sentence each; told once."""
    told = st.session_state[_NOTES]
    st.session_state[_NOTES] = []
    return told


def design() -> Scenario:
    """The design that is looked at."""
    return st.session_state[_DESIGN]


def use(scenario: Scenario) -> None:
    """Look at another design from the next run on."""
    st.session_state[_DESIGN] = scenario


def set_levers(levers: Levers, label: str = "") -> None:
    """Look at ``levers``: as the preset that they are, or as the reader's own design."""
    use(_named(levers, label or "", ""))


def held() -> dict[str, float]:
    """Assumptions that the reader holds at a value of their own."""
    return dict(st.session_state[_HELD])


def hold(values: Mapping[str, float]) -> None:
    """Hold these assumptions, and no others, from the next run on."""
    st.session_state[_HELD] = dict(values)


def beliefs() -> Assumptions:
    """The assumptions that ship, with those held that the reader holds."""
    return load_assumptions().fixed(held())


def reference() -> Scenario:
    """The design that others are held against: England without an index unless chosen."""
    return _scenario_of(choice(AGAINST, "status_quo"))


def designs() -> list[Scenario]:
    """The presets, and the reader's own design if it is none of them."""
    own = design()
    return [*load_scenarios()] if is_preset(own) else [*load_scenarios(), own]


def choice(name: str, default: str) -> str:
    """What the reader chose for ``name`` (one of CHOICES), else ``default``."""
    return st.session_state[_CHOSEN].get(name, default)


def choose(name: str, value: str, default: str) -> None:
    """Keep a page's own choice; the default leaves the address as it is."""
    if name not in CHOICES:
        raise KeyError(f"{name!r} is no parameter of the address; add it to CHOICES")
    if value == default:
        st.session_state[_CHOSEN].pop(name, None)
    else:
        st.session_state[_CHOSEN][name] = value


def pick(
    name: str,
    label: str,
    options: Mapping[str, str],
    default: str,
    widget: Callable = st.selectbox,
    **more,
) -> str:
    """A control for a page's own choice: ``options`` id -> words; gives the id.

    An id in the address that there is not falls back to ``default`` with a note.
    """
    now = choice(name, default)
    if now not in options:
        st.info(f"The address asks for {name} “{now[:40]}”, which there is not; showing the usual.")
        now = default
    key = f"pick-{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = now
    chosen = widget(label, list(options), format_func=options.get, key=key, **more) or default
    choose(name, chosen, default)
    return chosen


def pick_design(label: str = "Design") -> Scenario:
    """A control for the design that is looked at: presets and the reader's own."""
    known = {one.id: one for one in designs()}
    key = "pick-design"
    st.session_state[key] = design().id

    def taken() -> None:
        use(known[st.session_state[key]])

    st.selectbox(
        label, list(known), format_func=lambda id: known[id].label, key=key, on_change=taken
    )
    return design()


def is_preset(scenario: Scenario) -> bool:
    """Whether a design ships with the program."""
    return scenario.id in _presets()


def _scenario_of(id: str) -> Scenario:
    return _presets().get(id) or read_scenario("status_quo")


def _named(levers: Levers, label: str, like: str) -> Scenario:
    for one in load_scenarios():
        if one.levers == levers:
            return one
    return own_scenario(levers, label=label or "Your design", summary="A design of your own.")


@cache
def _presets() -> dict[str, Scenario]:
    return {one.id: one for one in load_scenarios()}
