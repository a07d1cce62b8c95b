"""The luck that every design meets: which keyed draw belongs to whom.

A draw is a 64-bit word that depends on the world's seed, the name of its stream and whom it
belongs to, never on a design. Designs differ only in the chance that each draw is held
against, so raising a chance can turn a failure into a success and never the reverse.

Arguments are arrays of one length: ``child`` and ``household`` ids as int64, ``day`` in days
since 1970-01-01, agencies by their position in `AGENCY_NAMES`.
"""

from __future__ import annotations

import numpy as np

from data.draws import GOLDEN, as_words, below, bits, mix
from data.schema import AGENCIES

AGENCY_NAMES: tuple[str, ...] = tuple(sorted(AGENCIES))  # sorted as files of needs are
NUMBER = {agency: number for number, agency in enumerate(AGENCY_NAMES)}
# In a key an agency is its line in agency.csv: agencies added below leave the draws as they are.
LINE = np.array([AGENCIES.index(agency) for agency in AGENCY_NAMES], dtype=np.int64)
_PLACES = np.int64(1 << 10)  # room for the lines of agency.csv in a key
_EXACT = 53  # bits of a draw that a chance in double precision can be held against


def practice(seed: int, child, seeker, holder, day) -> np.ndarray:
    """One draw per need: does existing practice tell the seeker?"""
    at = (np.asarray(day, dtype=np.int64) * _PLACES + LINE[seeker]) * _PLACES + LINE[holder]
    return _keyed(seed, "need.practice", child, at)


def lookup(seed: int, child, seeker, day) -> np.ndarray:
    """One draw per decision: does the seeker open the index?"""
    return _keyed(seed, "decision.lookup", child, _decision(seeker, day))


def routine(seed: int, child, agency, day) -> np.ndarray:
    """One draw per routine occasion: does somebody of the agency open the index?"""
    return _keyed(seed, "occasion.routine", child, _decision(agency, day))


def logged(seed: int, child, agency, day) -> np.ndarray:
    """One draw per occasion: how the look-up about it stands in the access log."""
    return _keyed(seed, "access.logged", child, _decision(agency, day))


def offender(seed: int, what: str, practitioner, number) -> np.ndarray:
    """One draw per practitioner and ``number`` from the stream ``what`` of planted misuse."""
    return _keyed(seed, f"access.{what}", practitioner, number)


def staff(seed: int, what: str, practitioner) -> np.ndarray:
    """One draw per practitioner from the stream ``what``: home or surname."""
    return bits(seed, f"staff.{what}", np.asarray(practitioner, dtype=np.int64))


def public_figure(seed: int, number) -> np.ndarray:
    """One draw per number, from 0: which child is a public figure's?"""
    return bits(seed, "access.public_figure", np.asarray(number, dtype=np.int64))


def alert(seed: int, child, seeker, day) -> np.ndarray:
    """One draw per decision: does the seeker act on an alert?"""
    return _keyed(seed, "decision.alert", child, _decision(seeker, day))


def found(seed: int, child, seeker) -> np.ndarray:
    """One draw per child and seeker: does the seeker's search find the child's entry?"""
    return _keyed(seed, "child.seeker.found", child, LINE[seeker])


def linked(seed: int, child, holder) -> np.ndarray:
    """One draw per child and holder: is the holder's record linked to the child's entry?"""
    return _keyed(seed, "child.holder.linked", child, LINE[holder])


def consent(seed: int, child, holder) -> np.ndarray:
    """One draw per child and sensitive holder: is there consent to show the involvement?"""
    return _keyed(seed, "child.holder.consent", child, LINE[holder])


def opt_out(seed: int, household) -> np.ndarray:
    """One draw per household (the child itself where none is known): does it opt out?"""
    return bits(seed, "household.opt_out", np.asarray(household, dtype=np.int64))


def avoids(seed: int, child, agency, day) -> np.ndarray:
    """One draw per child, agency and day: does the family keep away from the agency?"""
    return _keyed(seed, "contact.avoided", child, _decision(agency, day))


def replicate(seed: int, household, n: int) -> np.ndarray:
    """One random group per household, from 0 to ``n`` - 1: int64."""
    return below(bits(seed, "household.replicate", np.asarray(household, dtype=np.int64)), n)


def panel(seed: int, child) -> np.ndarray:
    """One draw per child: those with the lowest make up the panel of children."""
    return bits(seed, "child.panel", np.asarray(child, dtype=np.int64))


def limit(chance: np.ndarray | float) -> np.ndarray:
    """What `happens` holds a draw against: never reached at chance 0, always at chance 1."""
    share = np.clip(np.asarray(chance, dtype=np.float64), 0.0, 1.0)
    return (share * 2.0**_EXACT).astype(np.uint64)


def happens(draws: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Whether each draw falls below its `limit`."""
    return (draws >> np.uint64(64 - _EXACT)) < limits


def _decision(seeker, day) -> np.ndarray:
    return np.asarray(day, dtype=np.int64) * _PLACES + LINE[seeker]


def _keyed(seed: int, stream: str, child, at) -> np.ndarray:
    """The draws of ``stream`` for each child, and within the child for each key ``at``."""
    words = bits(seed, stream, np.asarray(child, dtype=np.int64))
    words += as_words(np.asarray(at, dtype=np.int64)) * GOLDEN
    return mix(words)
