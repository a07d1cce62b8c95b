"""What is to be published: designs, beliefs, words and the day, with names made harmless.

The day is given, or it is the last day of the world's year; no clock is read, so that the same
request gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from analysis.appetite import Appetite, appetite_in, appetite_text
from analysis.editions.format import Assumed, Edition
from analysis.futures import N_FUTURES
from analysis.inert_text import inert, plain_label
from analysis.policy import Assumption, Assumptions, load_assumptions
from analysis.scenario_file import PRESET_IDS, PRESETS
from analysis.scenario_text import scenario_toml
from analysis.scenarios import BASELINE, Scenario, read_scenario, read_uploaded
from data.world import WorldError

LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Request:
    """``designs``: the baseline first. ``appetite``: the text of its file."""

    title: str
    designs: tuple[Scenario, ...]
    assumptions: Assumptions
    dated: date
    appetite: str
    with_claims: bool = False
    n_futures: int = N_FUTURES
    window_days: int | None = None

    @property
    def rules(self) -> Appetite:
        """How small a count may be shown."""
        return appetite_in(self.appetite)


def request(
    title: str,
    scenarios: Sequence[Scenario],
    *,
    dated: date,
    assumptions: Assumptions | None = None,
    with_claims: bool = False,
    n_futures: int = N_FUTURES,
    window_days: int | None = None,
) -> Request:
    """A request in which every name is plain; the baseline is put first.

    Raises WorldError for an empty title, designs of one name, or none besides the baseline.
    """
    told = " ".join(inert(title).split())[:LONGEST_TITLE]
    if not told:
        raise WorldError("An edition needs a title: --title 'What local hubs would close'.")
    others = [plain(one) for one in scenarios if one.id != BASELINE]
    ids = [one.id for one in others]
    if not others:
        raise WorldError(
            "At least one design besides England without an index was expected: there is "
            "nothing to hold it against."
        )
    for id in ids:
        if ids.count(id) > 1:
            raise WorldError(f"Scenario '{id}' is given twice: publish different ones.")
    return Request(
        title=told,
        designs=(read_scenario(BASELINE), *others),
        assumptions=_plain_beliefs(assumptions or load_assumptions()),
        dated=dated,
        appetite=appetite_text(),
        with_claims=with_claims,
        n_futures=n_futures,
        window_days=window_days,
    )


def request_of(edition: Edition) -> Request:
    """What an edition was made from.

    Raises WorldError where a design or an assumption can't be read by this version.
    """
    told = edition.inputs
    return Request(
        title=edition.title,
        designs=tuple(_design(one.id, one.toml) for one in told.designs),
        assumptions=beliefs_of(edition),
        dated=date.fromisoformat(edition.dated),
        appetite=told.appetite,
        with_claims=told.with_claims,
        n_futures=told.futures,
        window_days=told.window_days,
    )


def beliefs_of(edition: Edition) -> Assumptions:
    """What an edition believes. What it lacks is as shipped here; what we don't know is left."""
    told = {one.id: one for one in edition.inputs.assumptions}
    return Assumptions(
        tuple(_assumption(told[one.id]) if one.id in told else one for one in load_assumptions())
    )


def plain(scenario: Scenario) -> Scenario:
    """``scenario`` with words that no browser, spreadsheet or shell takes for more than words."""
    if scenario.id in PRESET_IDS:
        return scenario
    sources = tuple(
        replace(one, publisher=inert(one.publisher), says=inert(one.says))
        for one in scenario.sources
    )
    return replace(
        scenario,
        label=plain_label(scenario.label) or scenario.id,
        summary=inert(scenario.summary),
        sources=sources,
        because=tuple((id, inert(why)) for id, why in scenario.because),
    )


def _plain_beliefs(assumptions: Assumptions) -> Assumptions:
    """``assumptions`` with harmless words where they are a reader's own."""
    shipped = {one.id: one for one in load_assumptions()}
    return Assumptions(
        tuple(
            one
            if one == shipped.get(one.id)
            else replace(one, source=inert(one.source), note=inert(one.note))
            for one in assumptions
        )
    )


def assumed(assumptions: Assumptions) -> tuple[Assumed, ...]:
    """Every assumption as an edition keeps it."""
    shipped = {one.id: one for one in load_assumptions()}
    names = [one.name for one in fields(Assumption)]
    return tuple(
        Assumed(
            **{name: getattr(one, name) for name in names},
            is_shipped=one == shipped.get(one.id),
        )
        for one in assumptions
    )


def toml_of(scenario: Scenario) -> str:
    """The text of a scenario; of a preset its own file, comments and all."""
    if scenario.id in PRESET_IDS:
        return (PRESETS / f"{scenario.id}.toml").read_text(encoding="utf-8")
    return scenario_toml(scenario)


def _design(id: str, toml: str) -> Scenario:
    if id in PRESET_IDS and toml == toml_of(read_scenario(id)):
        return read_scenario(id)
    if id in PRESET_IDS:  # a preset of another version, or one that somebody edited
        return replace(read_uploaded(f"was_{id}.toml", toml.encode()), id=id)
    return read_uploaded(f"{id}.toml", toml.encode())


def _assumption(one: Assumed) -> Assumption:
    return Assumption(**one.model_dump(exclude={"is_shipped"}))
