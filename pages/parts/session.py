"""What the reader chose: a design, what it is held against, beliefs. All of it is in the address.

The address is read when a browser arrives, and when it goes back, and written after every run;
so a view survives another page, a reload, and pasting into another browser. What an address
says that can't be used is told in a sentence and left out.

Levers that contradict each other are kept as they were set (`draft`), and told in the address;
what screens show meanwhile (`design`) is the last design that made sense.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from urllib.parse import urlsplit

import streamlit as st

from analysis.contradictions import contradictions
from analysis.design_link import LIKE, link_of, open_link
from analysis.holding import sensible
from analysis.inert_text import plain_label
from analysis.levers import Levers, lever
from analysis.policy import Assumptions, load_assumptions
from analysis.scenarios import BASELINE, Scenario, load_scenarios, own_scenario, read_scenario

START = "contactpoint_2009"
UNNAMED, SUMMARY = "Your design", "A design of your own."
AGAINST = "vs"
UNDER_WAY = 3.0  # seconds for which a browser may not have heard yet what we wrote
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
CHOICES += ("sum", "years")  # Cost
CHOICES += ("part", "runs", "most_gbp", "least_closed", "most_part")  # Trade-offs
CHOICES += ("regret", "matters")  # the same
CHOICES += ("across", "pounds", "outcomes", "among")  # Overview and Compare
CHOICES += ("day", "seeker")  # Case view
CHOICES += ("councils", "councils_of", "fair_by")  # Access and Intrusiveness
CHOICES += ("open", "find", "word", "shown", "table")  # History, Claims and Methods
CHOICES += ("panel",)  # Design an index
CHOICES += ("edition", "check")  # Published
CHOICES += ("view", "by", "region")  # Sharing gaps
CHOICES += ("study", "sure", "method", "link_by", "pair")  # Linkage
CHOICES += ("planted", "hours", "log", "look", "whose", "nth")  # Oversight and Review queue
"""Parameters that belong to pages, besides those of a design; pages may add their own."""
_DESIGN, _HELD, _CHOSEN, _NOTES, _READ = "s-design", "s-held", "s-chosen", "s-notes", "s-read"
_DRAFT, _NAME, _ORIGIN, _WROTE = "s-draft", "s-name", "s-origin", "s-wrote"


def read_address() -> None:
    """Take over what the address says, when a browser arrives and when it goes back."""
    given = {name: st.query_params[name] for name in st.query_params}
    if st.session_state.get(_READ) and not _went_back(given):
        return
    mine = {name: value for name, value in given.items() if name not in CHOICES}
    start = read_scenario(START)
    state = {_READ: True, _HELD: {}, _NOTES: [], _ORIGIN: None, _WROTE: None}
    state |= {_DESIGN: start, _DRAFT: start.levers, _NAME: ""}
    state[_CHOSEN] = {name: given[name] for name in CHOICES if name in given}
    if mine:
        told = open_link(mine)
        values, left_out = sensible(dict(told.held))
        state |= {_HELD: values, _NOTES: [*told.notes, *left_out]}
        state |= {_DRAFT: told.levers, _NAME: told.label, _DESIGN: read_scenario(told.like)}
    st.session_state.update(state)
    _settle()


def write_address() -> None:
    """Put the whole state into the address; what a browser starts with anyway is left out."""
    wanted = parameters()
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_WROTE] = (wanted, _path(), time.monotonic())


def parameters() -> dict[str, str]:
    """The state as parameters of an address, without what a browser starts with anyway."""
    told = dict(st.session_state[_CHOSEN])
    if draft() == read_scenario(START).levers and not name() and not held():
        return told
    # England without an index makes an empty link, which means what a browser starts with.
    return told | (link_of(draft(), held=held(), label=name()) or {"like": "status_quo"})


def notes() -> list[str]:
    """What the address said that could not be used, one sentence each; told once."""
    told = st.session_state[_NOTES]
    st.session_state[_NOTES] = []
    return told


def say(sentence: str) -> None:
    """Tell the reader ``sentence``, once, with the next run."""
    st.session_state[_NOTES] = [*st.session_state[_NOTES], sentence]


def design() -> Scenario:
    """The design that is looked at: that of `draft`, or the last one that made sense."""
    return st.session_state[_DESIGN]


def draft() -> Levers:
    """The levers as they are set, whether they make sense together or not."""
    return st.session_state[_DRAFT]


def name() -> str:
    """What the reader called the design; "" for a preset, or one without a name."""
    return st.session_state[_NAME]


def conflicts() -> tuple[str, ...]:
    """Sentences on levers of `draft` that contradict each other."""
    return _conflicts(draft(), tuple(held().items()))


def use(scenario: Scenario) -> None:
    """Look at another design from the next run on; its sentences are kept while it is changed."""
    label = "" if is_preset(scenario) else plain_label(scenario.label)
    origin = None if is_preset(scenario) else scenario
    st.session_state.update({_DRAFT: scenario.levers, _NAME: label, _ORIGIN: origin})
    _settle()


def set_levers(levers: Levers, label: str = "") -> None:
    """Look at ``levers``: as the preset that they are, or as the reader's own design."""
    st.session_state.update({_DRAFT: levers, _NAME: plain_label(label), _ORIGIN: None})
    _settle()


def set_lever(id: str, value: object) -> None:
    """Move one lever. ValueError with the rest of a sentence for a value that it can't take."""
    st.session_state[_DRAFT] = replace(draft(), **{id: lever(id).checked(value)})
    _settle()


def rename(label: str) -> None:
    """Call the design ``label``, as far as it is plain text; "" takes its name away."""
    st.session_state[_NAME] = plain_label(label)
    _settle()


def held() -> dict[str, float]:
    """Assumptions that the reader holds at a value of their own."""
    return dict(st.session_state[_HELD])


def hold(values: Mapping[str, float]) -> None:
    """Hold these assumptions, and no others, from the next run on, as far as they can be."""
    st.session_state[_HELD], notes = sensible(values)
    for sentence in notes:
        say(sentence)
    _settle()


def beliefs() -> Assumptions:
    """The assumptions that ship, with those held that the reader holds."""
    return believed(tuple(held().items()))


@lru_cache(maxsize=64)
def believed(values: tuple[tuple[str, float], ...]) -> Assumptions:
    """The assumptions that ship, with ``values`` held."""
    return load_assumptions().fixed(dict(values))


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


def pick_design(label: str = "Design", *, key: str = "pick-design", **more) -> Scenario:
    """A control for the design that is looked at: presets and the reader's own."""
    known = {one.id: one for one in designs()}
    show(key, design().id)

    def taken() -> None:
        use(known[st.session_state[key]])
        st.rerun()  # the whole page, if the control stands in a fragment too

    words = {id: one.label for id, one in known.items()}
    st.selectbox(label, list(known), format_func=words.get, key=key, on_change=taken, **more)
    return design()


def show(key: str, value: object) -> None:
    """Make the control ``key`` show ``value``, which was chosen elsewhere or before.

    What it shows already is left alone: it would be sent again, over what is typed meanwhile.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def is_preset(scenario: Scenario) -> bool:
    """Whether a design ships with the program."""
    return scenario.id in _presets()


def _went_back(given: Mapping[str, str]) -> bool:
    """Whether the browser went to another address than we wrote last.

    Another page begins without parameters, and a click may be on its way with those of before.
    """
    wrote, path, at = st.session_state[_WROTE] or ({}, None, 0.0)
    here = _path()
    if here is None or time.monotonic() - at < UNDER_WAY or given == wrote:
        return False
    return here == path or bool(given)


def _path() -> str | None:
    """The page in the address; None without a browser."""
    return urlsplit(st.context.url).path if st.context.url else None


def _settle() -> None:
    """Make the draft the design that screens show, if it makes sense."""
    if not conflicts():
        like = st.session_state[_ORIGIN]
        st.session_state[_DESIGN] = _scenario(draft(), name(), like)


@lru_cache(maxsize=256)
def _conflicts(levers: Levers, values: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    told = (*contradictions(levers, believed(values)), *contradictions(levers, load_assumptions()))
    return tuple(dict.fromkeys(told))


def _scenario_of(id: str) -> Scenario:
    return _presets().get(id) or read_scenario("status_quo")


@lru_cache(maxsize=256)
def _scenario(levers: Levers, label: str, origin: Scenario | None) -> Scenario:
    """The preset that ``levers`` are, unless they have a name; else a design of one's own.

    It keeps the reasons of what it was made from for levers that are as they were there.
    """
    if origin is not None and (origin.levers, plain_label(origin.label)) == (levers, label):
        return origin
    if not label and origin is None:
        for one in load_scenarios():
            if one.levers == levers:
                return one
    like = origin or read_scenario(link_of(levers).get(LIKE, BASELINE))
    summary = SUMMARY if origin is None else origin.summary
    return own_scenario(levers, label=label or UNNAMED, summary=summary, like=like)


@cache
def _presets() -> dict[str, Scenario]:
    return {one.id: one for one in load_scenarios()}
