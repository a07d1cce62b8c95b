"""Statuses and events that official statistics count, with their dates: the episode table.

Each function turns children into columns (child, kind, start, end, source); what agencies
then do about them is in contacts.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.draws import again, below, bits, threshold
from data.schema import EPISODE_KINDS, EPISODE_SOURCES
from synthetic.calendar import Calendar
from synthetic.cells import CARE, ENDED, PLAN
from synthetic.fit import fit_england
from synthetic.parameters import Inputs
from synthetic.pathways import Pathways
from synthetic.people import People
from synthetic.placement import Placed

OPEN = np.iinfo(np.int32).max  # an episode that has no last day yet
NO_SOURCE = -1
KIND = {kind: code for code, kind in enumerate(EPISODE_KINDS)}
SOURCE = {source: code for code, source in enumerate(EPISODE_SOURCES)}
YEAR = 365


@dataclass(frozen=True, slots=True)
class Episodes:
    """Columns of the episode table for one part; days are calendar day numbers."""

    child: np.ndarray  # int64, local number of the child
    kind: np.ndarray  # int8
    start: np.ndarray  # int64
    end: np.ndarray  # int64, OPEN while open
    source: np.ndarray  # int8, NO_SOURCE where it does not apply

    def of(self, kind: str) -> np.ndarray:
        """Row numbers of one kind."""
        return np.flatnonzero(self.kind == KIND[kind])


def _rows(child, kind, start, end=None, source=None) -> tuple[np.ndarray, ...]:
    n = len(child)
    return (
        child.astype(np.int64),
        np.full(n, KIND[kind], dtype=np.int8),
        np.asarray(start, dtype=np.int64),
        np.asarray(start if end is None else end, dtype=np.int64),
        np.full(n, NO_SOURCE, dtype=np.int8) if source is None else source.astype(np.int8),
    )


def make_episodes(
    seed: int,
    inputs: Inputs,
    calendar: Calendar,
    placed: Placed,
    people: People,
    paths: Pathways,
) -> Episodes:
    """All episodes of the part's children, ordered by child, kind and start."""
    born = calendar.born_day(people.born)
    parts = [
        *_referrals(seed, inputs, calendar, placed, paths, born),
        *_care(seed, inputs, calendar, placed, paths, born),
        *_past(seed, inputs, placed, paths, born),
        *_schooling(inputs, calendar, paths, born),
        *_others(seed, inputs, calendar, placed, paths, born),
    ]
    child, kind, start, end, source = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    start = np.maximum(start, born[child])
    end = np.maximum(end, start)
    # Child, kind, start and row in one word: a plain sort, and no ties to depend on.
    rows = np.arange(len(child), dtype=np.uint64)
    key = (child.astype(np.uint64) << np.uint64(44)) | (kind.astype(np.uint64) << np.uint64(40))
    key |= (start + (1 << 15)).astype(np.uint64) << np.uint64(24)
    key |= rows
    key.sort()
    order = (key & np.uint64((1 << 24) - 1)).astype(np.int64)
    return Episodes(child[order], kind[order], start[order], end[order], source[order])


def _day_in_year(words, calendar: Calendar, born) -> np.ndarray:
    """An even day of the period on which the child is already born."""
    first = np.maximum(calendar.window_days, born)
    return first + below(words, np.maximum(calendar.length - first, 1))


def _referrals(seed, inputs, calendar, placed, paths, born):
    fit, belief = fit_england(), inputs.beliefs["referrals"]
    child = np.flatnonzero(paths.referred)
    word = bits(seed, "referral", placed.child_id[child])
    rate = fit.repeat_rate[placed.council[placed.home[child]]]
    three = belief["three_of_repeats_share"]
    luck = again(word, 1)
    again_once = luck < threshold(rate / (1 + three))
    again_twice = luck < threshold(rate * three / (1 + three))
    who = np.concatenate([child, child[again_once], child[again_twice]])
    words = np.concatenate(
        [again(word, 2), again(word[again_once], 3), again(word[again_twice], 4)]
    )
    day = _day_in_year(words, calendar, born[who])
    shares = [inputs.margins[f"referred_by_{name}"] for name in EPISODE_SOURCES[:-1]]
    luck = again(words, 5) * 2.0**-64
    source = (luck[:, None] >= np.cumsum(shares)[None, :]).sum(axis=1)
    yield _rows(who, "referral", day, source=source)

    # Some first referrals of the year follow one in the twelve months before it.
    first = np.full(len(paths.referred), calendar.length, dtype=np.int64)
    np.minimum.at(first, who, day)
    earlier = child[again(word, 6) < threshold(fit.rereferred_first_share)]
    since_start = first[earlier] - calendar.window_days
    back = 1 + below(
        again(bits(seed, "referral", placed.child_id[earlier]), 7),
        YEAR - since_start.clip(0, YEAR - 1),
    )
    before = calendar.window_days - back
    old = before >= born[earlier]
    yield _rows(earlier[old], "referral", before[old], source=np.full(old.sum(), SOURCE["other"]))


def _care(seed, inputs, calendar, placed, paths, born):
    child = np.flatnonzero(paths.state >= ENDED)
    word = bits(seed, "care", placed.child_id[child])
    state, referred = paths.state[child], paths.referred[child]
    new_start = _day_in_year(again(word, 1), calendar, born[child])
    years_back = again(word, 2) * 2.0**-64
    longest = inputs.beliefs["timing"]["in_need_years_before"] * YEAR
    old_start = calendar.window_days - 1 - (years_back**2 * longest).astype(np.int64)
    start = np.maximum(np.where(referred, new_start, old_start), born[child])
    left = np.maximum(calendar.length - 1 - np.maximum(start, calendar.window_days), 0)
    end = np.maximum(start, calendar.window_days) + below(again(word, 3), np.maximum(left, 1))
    # An episode that ended in the year did so before its last day, else it would be open then.
    end = np.minimum(end, calendar.length - 2)
    end = np.where(state == ENDED, end, OPEN)
    start = np.where(state == ENDED, np.minimum(start, calendar.length - 2), start)
    yield _rows(child, "child_in_need", start, end)
    for kind, code in (("protection_plan", PLAN), ("looked_after", CARE)):
        of = state == code
        later = start[of] + below(again(word[of], 4), np.maximum(calendar.length - start[of], 1))
        yield _rows(child[of], kind, later, np.full(of.sum(), OPEN))


def _past(seed, inputs, placed, paths, born):
    """Involvement that was over before the window opened, for the lifetime view."""
    timing = inputs.beliefs["timing"]
    first, over = timing["past_after_birth"], timing["past_over_before_years"] * YEAR
    for kind, mask in (("referral", paths.was_referred), ("child_in_need", paths.was_in_need)):
        child = np.flatnonzero(mask & (-born > over + 3 * first))
        word = bits(seed, f"past.{kind}", placed.child_id[child])
        room = -born[child] - over - 2 * first
        start = born[child] + first + (again(word, 1) * 2.0**-64 * room).astype(np.int64)
        length = 0 if kind == "referral" else first + below(word, timing["past_length"])
        source = np.full(len(child), SOURCE["other"]) if kind == "referral" else None
        yield _rows(child, kind, start, start + length, source)


def _schooling(inputs, calendar, paths, born):
    open_since = np.maximum(
        born, calendar.window_days - inputs.beliefs["timing"]["special_need_before"]
    )
    masks = {
        "sen_support": paths.sen == 1,
        "ehcp": paths.sen == 2,
        "home_educated": paths.home_educated,
        "missing_education": paths.missing_education,
    }
    for kind, mask in masks.items():
        child = np.flatnonzero(mask)
        yield _rows(child, kind, open_since[child], np.full(len(child), OPEN))


def _others(seed, inputs, calendar, placed, paths, born):
    for kind, trait in (
        ("mental_health_referral", "mental_health"),
        ("arrest", "arrest"),
        ("missing", "missing"),
    ):
        child = np.flatnonzero(paths.traits[trait])
        word = bits(seed, kind, placed.child_id[child])
        day = _day_in_year(word, calendar, born[child])
        if kind == "mental_health_referral":  # many were referred before the year and wait
            belief = inputs.beliefs["mental_health"]
            early = again(word, 1) < threshold(belief["referred_before_year_share"])
            back = below(again(word, 2), belief["referred_before_days"])
            day = np.where(early, calendar.window_days - back, day)
            yield _rows(child, kind, day, np.full(len(child), OPEN))
        else:
            yield _rows(child, kind, day)
    child = np.flatnonzero(paths.traits["prevent"])
    word = bits(seed, "prevent_referral", placed.child_id[child])
    shares = inputs.beliefs["prevent"]["source_share"]
    luck = paths.prevent_luck[child]
    names = ("school", "police", "health", "other")
    pick = (luck[:, None] >= np.cumsum([shares[n] for n in names[:-1]])[None, :]).sum(axis=1)
    source = np.array([SOURCE[n] for n in names])[pick]
    yield _rows(child, "prevent_referral", _day_in_year(word, calendar, born[child]), source=source)
