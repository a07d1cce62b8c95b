"""Scenarios: named settings of levers, with the presets that ship and cards of what they change.

    load_scenarios()             all presets, status_quo first
    read_scenario("local_hub")   a preset by id, or a design of your own from a TOML file
    read_uploaded(name, bytes)   the same from a file that was uploaded
    own_scenario(levers, ...)    a design that was put together on a screen
    scenario_card(scenario)      what it changes: old value, new value, unit, source

A scenario sets levers and nothing else. What follows from a choice is an assumption with a
source and a range, so that nobody can write success into a design.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from analysis.contradictions import contradictions
from analysis.inert_text import file_stem, inert
from analysis.levers import Levers, Value, baseline, lever, levers_with, load_levers
from analysis.policy import Assumptions, load_assumptions, nearest
from analysis.scenario_file import (
    PRESET_IDS,
    PRESETS,
    ScenarioFile,
    check_keys,
    cut,
    parse_file,
    read_file,
)
from data.world import WorldError

BASELINE = PRESET_IDS[0]


@dataclass(frozen=True, slots=True)
class Citation:
    """One source of a scenario: who published it, what it says, where it is."""

    publisher: str
    says: str
    link: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A design. ``sets`` are the levers that differ from the baseline; ``because`` tells why."""

    id: str
    label: str
    summary: str
    sources: tuple[Citation, ...]
    levers: Levers
    sets: tuple[tuple[str, Value], ...]
    because: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a card. ``old`` and ``new`` are words for a reader."""

    lever: str
    label: str
    old: str
    new: str
    unit: str
    source: str


def load_scenarios() -> tuple[Scenario, ...]:
    """The presets: the baseline first, then as a reader meets them."""
    return tuple(_preset(id) for id in PRESET_IDS)


def read_scenario(id_or_path: str | Path) -> Scenario:
    """A preset by its id, or a scenario of your own from a TOML file.

    Raises WorldError, in sentences that say what to put right, when there is none, when it
    sets something that is no lever, or when its levers contradict each other.
    """
    name = str(id_or_path)
    if name in PRESET_IDS:
        return _preset(name)
    path = Path(name)
    if path.suffix != ".toml" and not path.is_file():
        raise WorldError(
            f"'{name}' is no scenario.{nearest(name, list(PRESET_IDS))} A TOML file of your own "
            "will do as well."
        )
    if path.resolve().parent != PRESETS.resolve():
        _check_apart(path.stem, f"'{path}'")
    return _scenario(path.stem, read_file(path))


def read_uploaded(name: str, content: bytes) -> Scenario:
    """A scenario from a file called ``name``; its id is the name without what follows the dot.

    Raises WorldError as `read_scenario` does. Its sentences are inert: they may be shown on a page
    although they repeat what stands in the file.
    """
    try:
        file = parse_file(name, content)
        id = Path(name).stem
        _check_apart(id, f"'{name}'")
        return _scenario(id, file)
    except WorldError as error:
        raise WorldError(inert(str(error))) from None


def own_scenario(
    levers: Levers, *, label: str, summary: str, like: Scenario | None = None
) -> Scenario:
    """A design from levers. What it keeps of ``like`` keeps its reasons and sources.

    Its id is made from the label. Raises WorldError when label or summary is empty, or when the
    levers contradict each other.
    """
    if not (label and summary):
        raise WorldError("A design needs a name and a sentence that says what it is.")
    id = file_stem(label)
    id = f"own_{id}" if id in PRESET_IDS else id
    start, told = (baseline(), ()) if like is None else (like.levers, like.because)
    because = {key: why for key, why in told if getattr(levers, key) == getattr(start, key)}
    return _checked(id, label, summary, levers, because, like.sources if like else ())


def scenario_card(scenario: Scenario) -> list[Change]:
    """What the scenario changes, one row per lever that is not at the baseline."""
    start, because = baseline(), dict(scenario.because)
    publishers = "; ".join(dict.fromkeys(source.publisher for source in scenario.sources))
    rows = []
    for id, value in scenario.sets:
        one = lever(id)
        old, new = one.show(getattr(start, id)), one.show(value)
        source = because.get(id) or publishers or "set in the file, without a source"
        rows.append(Change(id, one.label, old, new, one.unit, source))
    return rows


def digest(scenario: Scenario, assumptions: Assumptions) -> str:
    """A fingerprint of what decides the numbers: levers and assumptions, in any order of keys.

    Labels, summaries and sources don't count: rewording a scenario changes no figure.
    """
    believed = {
        one.id: (float(one.low), float(one.central), float(one.high), one.distribution, one.kind)
        for one in assumptions
    }
    told = json.dumps({"levers": asdict(scenario.levers), "assumptions": believed}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def _preset(id: str) -> Scenario:
    return _scenario(id, read_file(PRESETS / f"{id}.toml"))


def _scenario(id: str, file: ScenarioFile) -> Scenario:
    check_keys(id, file)
    sets, because, sources = dict(file.sets), dict(file.because), file.sources
    citations = [Citation(**one.model_dump()) for one in sources]
    if file.like:
        start = _like(id, file.like)
        because |= {key: why for key, why in start.because if key not in sets}
        sets = dict(start.sets) | sets
        citations += [one for one in start.sources if one not in citations]
    try:
        levers = levers_with(sets)
    except WorldError as error:
        raise WorldError(f"Scenario '{id}': {error}") from None
    return _checked(id, file.label, file.summary, levers, because, citations)


def _checked(id: str, label: str, summary: str, levers: Levers, because, citations) -> Scenario:
    wrong = contradictions(levers, load_assumptions())
    if wrong:
        raise WorldError(f"Scenario '{id}' contradicts itself. {' '.join(wrong)}")
    changed = _changed(levers)
    return Scenario(
        id=id,
        label=label,
        summary=summary,
        sources=tuple(citations),
        levers=levers,
        sets=changed,
        because=tuple((key, because[key]) for key, _ in changed if key in because),
    )


def _check_apart(id: str, what: str) -> None:
    if id in PRESET_IDS:
        raise WorldError(
            f"{what} is called like the preset '{id}', so nobody could tell the two apart: give "
            "it another name."
        )


def _like(id: str, preset: str) -> Scenario:
    if preset == id:
        raise WorldError(f"Scenario '{id}' is like itself: name another preset.")
    if preset not in PRESET_IDS:
        near = nearest(preset, list(PRESET_IDS))
        raise WorldError(f"Scenario '{id}' is like {cut(preset)!r}, which is no preset.{near}")
    return _preset(preset)


def _changed(levers: Levers) -> tuple[tuple[str, Value], ...]:
    start = baseline()
    values = ((one.id, getattr(levers, one.id)) for one in load_levers())
    return tuple((id, value) for id, value in values if value != getattr(start, id))
