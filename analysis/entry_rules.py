"""What the levers of a design decide by themselves, before any chance comes in.

Both engines read these rules: replay adds draws to them, expected adds chances. Readings of
the model's sentences are in docs/methods-replay.md.
"""

from __future__ import annotations

import numpy as np

from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.situations import ELSEWHERE, SAME_COUNCIL, SAME_REGION, Decisions, Needs

_NEAREST = {"national": ELSEWHERE, "regional": SAME_REGION, "local": SAME_COUNCIL}


def in_scope(decisions: Decisions, levers: Levers) -> np.ndarray:
    """Whether the child of each decision has an entry that day, opting out aside."""
    if levers.scope == "universal":
        return np.ones(len(decisions.day), dtype=bool)
    if levers.scope == "known_to_social_care":
        return np.array(decisions.is_known)
    if levers.scope == "concern_triggered":
        return np.bitwise_count(decisions.before | decisions.on_day) >= levers.trigger_agencies
    return np.zeros(len(decisions.day), dtype=bool)


def is_open(decisions: Decisions, levers: Levers) -> np.ndarray:
    """Whether the child of each decision has an entry that is not hidden by shielding."""
    found = in_scope(decisions, levers)
    if levers.shielding:
        found &= ~decisions.is_shielded
    return found


def may_look(decisions: Decisions, levers: Levers, rows=slice(None)) -> np.ndarray:
    """Whether the seeker of each decision in ``rows`` is authorised to open the index."""
    return among(levers.authorised_agencies)[decisions.seeker[rows]]


def counted(decisions: Decisions, levers: Levers, rows=slice(None)) -> np.ndarray:
    """Mask of the agencies that count for an alert at each decision in ``rows``.

    Connected ones with a concern in the window or on the day, the seeker too. Those whose
    involvement is withheld are still in it.
    """
    return (decisions.before[rows] | decisions.on_day[rows]) & mask_of(levers.connected_agencies)


def would_show(needs: Needs, levers: Levers, rows=slice(None)) -> np.ndarray:
    """Whether an entry to which the holder of each need in ``rows`` is linked would show it.

    The holder is connected, has held for as long as an update takes, and lies inside the
    visibility boundary. Whether it is withheld is not asked here.
    """
    shown = among(levers.connected_agencies)[needs.holder[rows]]
    if levers.update_delay_days:
        shown &= needs.held_days[rows] >= levers.update_delay_days
    if levers.visibility != "national":
        shown &= needs.nearness[rows] >= _NEAREST[levers.visibility]
    return shown


def among(agencies: tuple[str, ...]) -> np.ndarray:
    """Per agency number: is it one of ``agencies``?"""
    flags = np.zeros(len(AGENCY_NAMES), dtype=bool)
    flags[numbers(agencies)] = True
    return flags


def mask_of(agencies: tuple[str, ...]) -> np.uint16:
    """The mask with the bits of ``agencies`` set."""
    return np.uint16(sum(1 << number for number in numbers(agencies)))


def numbers(agencies: tuple[str, ...]) -> list[int]:
    """The numbers of ``agencies``."""
    return [NUMBER[agency] for agency in agencies]
