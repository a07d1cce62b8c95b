"""What each child goes through in the year: social care, school, special needs, need tier.

A child's cell (age, sex, care state, special need) settles the chance of everything else, so
overlaps are those of the fitted joint table, never of independent draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.draws import lanes, threshold, threshold_32, uniform
from data.schema import NEED_TIERS
from synthetic.cells import ENDED, IN_NEED, PLAN, cell_index
from synthetic.fit import fit_england
from synthetic.parameters import CARE_STATES, Inputs, by_word
from synthetic.people import Homes, People, care_luck, child_word, rare_luck
from synthetic.placement import Placed

NONE, ADDITIONAL, COMPLEX, ACUTE = range(4)
TRAITS = ("mental_health", "arrest", "missing", "early_help")


@dataclass(frozen=True, slots=True)
class Pathways:
    """One row per child of a part; booleans unless said otherwise."""

    state: np.ndarray  # int8, index into CARE_STATES
    sen: np.ndarray  # int8, index into SEN
    cell: np.ndarray  # int64
    tier: np.ndarray  # int8, index into NEED_TIERS
    is_pupil: np.ndarray
    home_educated: np.ndarray
    missing_education: np.ndarray
    traits: dict[str, np.ndarray]  # mental_health, arrest, missing, early_help, prevent
    prevent_luck: np.ndarray  # float64 in [0, 1), evenly spread among the referred
    referred: np.ndarray  # referred to social care in the year
    was_referred: np.ndarray  # before the year
    was_in_need: np.ndarray  # before the year
    is_mobile: np.ndarray
    is_shielded: np.ndarray
    is_unknown: np.ndarray  # no service holds a record


def make_pathways(
    seed: int, inputs: Inputs, placed: Placed, homes: Homes, people: People
) -> Pathways:
    """Decide every status of the year, each from its own stream."""
    fit = fit_england()
    council = placed.council[placed.home].astype(np.int64)
    state = _care_state(seed, inputs, placed, homes, people, council)
    pupil, home_educated, missing_education = _schooling(seed, placed, people)
    sen = _special_need(seed, placed, people, state, pupil)
    cell = cell_index(people.age, people.sex, state, sen)

    traits = {}
    for pair in (TRAITS[:2], TRAITS[2:]):  # two traits share one word
        luck = lanes(child_word(seed, "child." + ".".join(pair), placed))
        for name, half in zip(pair, luck, strict=True):
            traits[name] = half < threshold_32(fit.chances[name])[cell]
    chance = fit.chances["prevent"][cell]
    rare = rare_luck(placed) * 2.0**-64
    traits["prevent"] = rare < chance

    referred = (
        child_word(seed, "child.referred", placed) < threshold(fit.referred_share)[council, state]
    )
    involved = state > 0
    # One draw for both: whoever was in need before had been referred before.
    luck = uniform(seed, "child.past", placed.child_id)
    was_in_need = (luck < fit.past["in_need"][people.age]) & (state < ENDED)
    was_referred = (luck < fit.past["referred"][people.age]) & ~involved
    tier = _tier(state, sen, traits)
    moves, shields = lanes(child_word(seed, "child.mobile.shielded", placed))
    mobile = moves < _by_tier(inputs.beliefs["moves"]["mobile_share"])[tier]
    shielded = shields < _by_tier(inputs.beliefs["shielding"]["share"])[tier]
    some = np.logical_or.reduce(list(traits.values())) | pupil | involved
    unknown_share = inputs.beliefs["records"]["unknown_share"]
    unknown = child_word(seed, "child.unknown", placed) < threshold(unknown_share)
    return Pathways(
        state=state,
        sen=sen,
        cell=cell,
        tier=tier,
        is_pupil=pupil,
        home_educated=home_educated,
        missing_education=missing_education,
        traits=traits,
        prevent_luck=np.divide(rare, chance, out=np.zeros_like(rare), where=traits["prevent"]),
        referred=referred,
        was_referred=was_referred,
        was_in_need=was_in_need,
        is_mobile=mobile,
        is_shielded=shielded,
        is_unknown=unknown & ~some,
    )


def _care_state(seed, inputs, placed, homes, people, council) -> np.ndarray:
    fit = fit_england()
    place = (council * 10 + homes.decile[placed.home] - 1).astype(np.int64)
    person = people.age * 2 + people.sex
    luck = care_luck(seed, inputs, placed) * 2.0**-64
    state = np.zeros(len(luck), dtype=np.int8)
    reached = np.zeros(len(luck))
    for code in range(len(CARE_STATES) - 1, 0, -1):  # looked after first, it owns the least luck
        chance = np.ascontiguousarray(fit.care_by_place[:, code])[place]
        chance *= np.ascontiguousarray(fit.care_by_person[:, code])[person]
        below = luck >= reached
        reached += chance
        state[below & (luck < reached)] = code
    return state


def _schooling(seed, placed, people) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    fit = fit_england()
    luck = uniform(seed, "child.school", placed.child_id)
    home_educated = luck < fit.out_of_school[people.age, 0]
    out = luck < fit.out_of_school.sum(axis=1)[people.age]
    pupil = ~out & (1 - luck < fit.pupil_share[people.age])
    return pupil, home_educated, out & ~home_educated


def _special_need(seed, placed, people, state, pupil) -> np.ndarray:
    share = fit_england().sen_share.reshape(-1, 3)
    row = (people.age * 2 + people.sex) * len(CARE_STATES) + state
    luck = child_word(seed, "child.sen", placed)
    support = luck < threshold(share[:, 1] + share[:, 2])[row]
    plan = luck < threshold(share[:, 2])[row]
    return ((support.astype(np.int8) + plan) * pupil).astype(np.int8)


def _tier(state, sen, traits) -> np.ndarray:
    """Acute: on a plan or looked after. Complex: in need, or with an EHC plan. Additional: any
    other involvement in the year. None: none of these."""
    some = np.logical_or.reduce(list(traits.values()))
    tier = np.where(some | (state > 0) | (sen > 0), ADDITIONAL, NONE).astype(np.int8)
    tier[(state == IN_NEED) | (sen == 2)] = COMPLEX
    tier[state >= PLAN] = ACUTE
    return tier


def _by_tier(shares: dict[str, float]) -> np.ndarray:
    return threshold_32(by_word(shares, NEED_TIERS))
