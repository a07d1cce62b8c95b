"""A design as a link: levers and held assumptions as short, readable parameters, and back.

    like=contactpoint_2009&scope=universal&connected_agencies=school,police&a.consent_share=0.4

What a link leaves out is as in the preset that it is like, or without one as in England without
an index. Reading never fails: whatever is unknown or broken stays as it is in the preset, and a
sentence says so.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from urllib.parse import parse_qsl, urlencode

from analysis.contradictions import contradictions
from analysis.inert_text import inert, plain_label
from analysis.levers import Lever, Levers, Value, load_levers
from analysis.policy import Assumptions, load_assumptions, nearest
from analysis.scenario_file import PRESET_IDS
from analysis.scenario_text import number
from analysis.scenarios import BASELINE, load_scenarios, read_scenario
from data.world import WorldError

LIKE, LABEL, ASSUMPTION = "like", "label", "a."  # the last begins the name of an assumption
NONE = "none"  # an empty list of agencies
FLAGS = {"yes": True, "no": False, "true": True, "false": False}
WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,25})?(e-?\d{1,3})?", re.ASCII)
VALUE = re.compile(r"[A-Za-z0-9_.,+-]{1,256}")  # inert wherever it is repeated
ID_LENGTH = 10  # letters and digits, 5 bits each: a million designs most likely share none
MOST_CHARACTERS = 2**16  # of a link
MOST_PARAMETERS = 2**8
MOST_NOTES = 8
LONGEST = 64  # characters of what was written that a sentence repeats


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What a link says. ``like`` is the id of a preset; ``held`` in the order of the registry."""

    levers: Levers
    held: tuple[tuple[str, float], ...]
    label: str  # plain, or empty
    like: str
    notes: tuple[str, ...]  # what could not be followed, in inert sentences

    @property
    def assumptions(self) -> Assumptions:
        """Those of the registry, with the held ones at their value."""
        return _registry().fixed(dict(self.held))

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Sentences on levers that contradict each other; such a design is not to be judged."""
        return contradictions(self.levers, self.assumptions)


def design_id(levers: Levers, assumptions: Assumptions) -> str:
    """A name of ten letters and digits for the levers and the assumptions that were changed.

    The same on every machine; labels and the order of assumptions don't count.
    """
    known = {one.id: one for one in _registry()}
    changed = {
        one.id: [number(one.low), number(one.central), number(one.high), one.distribution, one.kind]
        for one in assumptions
        if known.get(one.id) != one
    }
    chosen = {one.id: _written(one, getattr(levers, one.id)) for one in load_levers()}
    told = json.dumps([chosen, changed], sort_keys=True).encode()
    return base64.b32encode(hashlib.sha256(told).digest()).decode().lower()[:ID_LENGTH]


def held_in(assumptions: Assumptions) -> dict[str, float]:
    """The assumptions that are held at one value and not so in the registry."""
    known = {one.id: one for one in _registry()}
    return {
        one.id: one.central
        for one in assumptions
        if one.low == one.high and one.id in known and known[one.id] != one
    }


def link_of(
    levers: Levers, *, held: Mapping[str, float] | None = None, label: str = "", like: str = ""
) -> dict[str, str]:
    """The parameters of a link to a design, always in the same order.

    ``like``: the preset to tell the differences from; by default the one that makes the link
    shortest. The label is told as `plain_label`. WorldError for an unknown preset or assumption.
    """
    starts = [read_scenario(like)] if like else load_scenarios()
    links = []
    for start in starts:
        told = {} if start.id == BASELINE else {LIKE: start.id}
        for one in load_levers():
            value = getattr(levers, one.id)
            if value != getattr(start.levers, one.id):
                told[one.id] = _written(one, value)
        links.append(told)
    told = min(links, key=len)
    for id, value in _in_order(held or {}):
        told[f"{ASSUMPTION}{id}"] = number(value)
    name = plain_label(label)
    return told | ({LABEL: name} if name else {})


def query_of(parameters: Mapping[str, str]) -> str:
    """The parameters as they stand in an address, after its question mark."""
    return urlencode(parameters, safe=",")


def open_query(text: str, *, others: Collection[str] = ()) -> OpenedLink:
    """What a pasted link says: a whole address, or what follows its question mark."""
    query = text[text.find("?") + 1 :].partition("#")[0]
    try:
        if len(text) > MOST_CHARACTERS:
            raise ValueError
        told = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        opened = open_link({})
        return replace(opened, notes=("The link is too long for a design and was not read.",))
    return open_link(dict(told), others=others)


def open_link(parameters: Mapping[str, object], *, others: Collection[str] = ()) -> OpenedLink:
    """The design that ``parameters`` tell, whatever they are; never an error.

    ``others``: names of parameters that belong to somebody else and are passed over.
    """
    given = {key: parameters[key] for key in islice(parameters, MOST_PARAMETERS)}
    given = {str(key): value for key, value in given.items() if key not in others}
    notes = []
    like = given.pop(LIKE, BASELINE)
    if like not in PRESET_IDS:
        notes.append(
            f"The link is like {_told(like)}, which is no preset.{_hint(like, PRESET_IDS)} It "
            "starts from England without an index."
        )
        like = BASELINE
    start = read_scenario(like).levers
    levers, label = {one.id: one for one in load_levers()}, plain_label(str(given.get(LABEL, "")))
    if label != given.pop(LABEL, ""):
        notes.append("The name in the link was cut down to letters, digits and common marks.")
    values, held = {}, {}
    for key, text in given.items():
        try:
            if key in levers:
                values[key] = _read(levers[key], text, getattr(start, key))
            elif key.startswith(ASSUMPTION) and _registry().has(key.removeprefix(ASSUMPTION)):
                held[key.removeprefix(ASSUMPTION)] = _read_number(key, text)
            else:
                raise ValueError(_unknown(key, list(levers)))
        except ValueError as error:
            notes.append(str(error))
    if len(parameters) > MOST_PARAMETERS:
        notes.insert(0, f"Only {MOST_PARAMETERS} parts of the link were read.")
    if len(notes) > MOST_NOTES:
        more = f"{len(notes) - MOST_NOTES} more parts of the link were left out."
        notes = [*notes[:MOST_NOTES], more]
    return OpenedLink(
        levers=replace(start, **values),
        held=tuple(_in_order(held)),
        label=label,
        like=like,
        notes=tuple(inert(note) for note in notes),
    )


@cache
def _registry() -> Assumptions:
    return load_assumptions()


def _in_order(held: Mapping[str, float]) -> list[tuple[str, float]]:
    _registry().fixed(held)  # raises for what is unknown or out of bounds
    return [(one.id, float(held[one.id]) + 0.0) for one in _registry() if one.id in held]


def _written(one: Lever, value: Value) -> str:
    if one.kind == "agencies":
        return ",".join(value) or NONE
    if one.kind == "flag":
        return "yes" if value else "no"
    return number(value) if one.kind == "share" else str(value)


def _read(one: Lever, text: object, start: Value) -> Value:
    """The value of a lever; ValueError with a whole sentence when ``text`` tells none."""
    try:
        if not isinstance(text, str) or not VALUE.fullmatch(text):
            raise ValueError("holds what no value can be.")
        value: object = text
        if one.kind == "agencies":
            value = [] if text == NONE else text.split(",")
        elif one.kind == "flag":
            value = FLAGS.get(text, text)
        elif one.kind == "whole" and WHOLE.fullmatch(text):
            value = int(text)
        elif one.kind == "share" and NUMBER.fullmatch(text):
            value = float(text)
        return one.checked(value)
    except ValueError as error:
        stays = f"It stays as it is: {one.show(start)}."
        raise ValueError(f"Lever '{one.id}' in the link {error} {stays}") from None


def _read_number(key: str, text: object) -> float:
    id = key.removeprefix(ASSUMPTION)
    if not isinstance(text, str) or not NUMBER.fullmatch(text):
        raise ValueError(f"Assumption '{id}' in the link is no number, so it was left as it is.")
    try:
        _registry().fixed({id: float(text)})
    except WorldError as error:
        raise ValueError(f"An assumption in the link was left as it is: {error}") from None
    return float(text)


def _unknown(key: str, levers: list[str]) -> str:
    believed = [one.id for one in _registry()]
    if key in believed:
        return f"'{key}' in the link is an assumption and was left out: write {ASSUMPTION}{key}."
    if key.startswith(ASSUMPTION):
        what, known = "Assumption", [f"{ASSUMPTION}{id}" for id in believed]
    else:
        what, known = "Lever", [*levers, LIKE, LABEL]
    return f"{what} {_told(key)} in the link is unknown and was left out.{_hint(key, known)}"


def _told(value: object) -> str:
    """What somebody wrote, short enough to be repeated."""
    text = str(value)
    return f"'{text}'" if len(text) <= LONGEST else f"'{text[:LONGEST]}…'"


def _hint(value: object, known: Collection[str]) -> str:
    hint = nearest(str(value)[:LONGEST], list(known))
    return hint if hint.startswith(" Did you mean") else ""
