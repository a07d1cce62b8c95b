"""From margins to chances: what each kind of child has, so that England's totals come out.

A *cell* is (age, sex, care state, special need): 18 x 2 x 6 x 3 = 648 kinds of child. Chances
are products of relative rates whose level is solved so that the expected count over all
cells is the published one. Nothing is simulated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from synthetic.cells import ENDED, IN_NEED, LIFE_BANDS, PLAN
from synthetic.fit_care import care_by_person, care_by_place, care_counts, shares_by_decile
from synthetic.fit_chances import chances_by_cell
from synthetic.fit_school import schooling, special_needs
from synthetic.parameters import AGES, BOY_SHARE, CARE_STATES, SEN, Inputs, by_word, load_inputs

SEX_SHARE = np.array([1 - BOY_SHARE, BOY_SHARE])


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted chances. Arrays by cell are indexed ``cell_index(age, sex, state, sen)``."""

    decile_cdf: np.ndarray  # council x decile, cumulative
    care_by_place: np.ndarray  # (council * 10 + decile - 1) x state
    care_by_person: np.ndarray  # (age * 2 + sex) x state
    referred_share: np.ndarray  # council x state: referred in the year, given the state
    repeat_rate: np.ndarray  # council: further referrals per child referred
    rereferred_first_share: float  # of first referrals: one in the 12 months before the year
    pupil_share: np.ndarray  # by age
    out_of_school: np.ndarray  # by age: home educated, missing education (2 columns)
    sen_share: np.ndarray  # age x sex x state x sen, of pupils
    weight: np.ndarray  # by cell: share of all children
    chances: dict[str, np.ndarray]  # by cell: mental_health, arrest, missing, prevent, early_help
    past: dict[str, np.ndarray]  # by age: referred, in_need before this year's involvement
    hospital_0_4: float  # background hospital contacts a year, ages 0-4, need tier none


@lru_cache(maxsize=1)
def fit_england() -> Fit:
    """Solve all levels against the published margins."""
    inputs = load_inputs()
    counts, referred_share = care_counts(inputs)
    shares = counts.sum(axis=0) / inputs.england
    person = care_by_person(inputs, shares)
    state_share = person * shares  # (age, sex) x state
    state_share[:, 0] = 1 - state_share[:, 1:].sum(axis=1)
    state_share = state_share.reshape(AGES, 2, len(CARE_STATES))
    people = inputs.age_share[:, None, None] * SEX_SHARE[None, :, None] * state_share

    pupil_share, out_of_school = schooling(inputs)
    sen_share = special_needs(inputs, people * pupil_share[:, None, None])
    weight = people[..., None] * pupil_share[:, None, None, None] * sen_share
    weight[..., 0] += people * (1 - pupil_share)[:, None, None]

    chances = chances_by_cell(inputs, weight)
    decile_share = shares_by_decile(inputs)
    return Fit(
        decile_cdf=np.cumsum(decile_share, axis=1),
        care_by_place=care_by_place(inputs, counts, decile_share),
        care_by_person=person,
        referred_share=referred_share,
        repeat_rate=inputs.councils.counts["referrals"]
        / inputs.councils.counts["children_referred"]
        - 1,
        rereferred_first_share=_rereferred_first(inputs),
        pupil_share=pupil_share,
        out_of_school=out_of_school,
        sen_share=sen_share,
        weight=weight.reshape(-1),
        chances=chances,
        past=_past(inputs, people),
        hospital_0_4=_hospital(inputs, weight, chances),
    )


def _rereferred_first(inputs: Inputs) -> float:
    margin = inputs.margins
    repeats = margin["referrals"] - margin["children_referred"]
    earlier = margin["rereferred"] * margin["referrals"] - repeats
    return earlier / margin["children_referred"]


def _past(inputs: Inputs, people: np.ndarray) -> dict[str, np.ndarray]:
    """Chance by age of an earlier involvement, among children without one this year."""
    belief = inputs.beliefs["past"]
    reached = ((np.arange(AGES) + 1) / AGES) ** belief["curve"]
    by_state = people.sum(axis=1) / inputs.age_share[:, None]
    this_year = {
        "referred": by_state[:, 1:].sum(axis=1),
        "in_need": by_state[:, ENDED:].sum(axis=1),
    }
    return {
        name: np.clip((belief[f"{name}_share"] * reached - now) / (1 - now), 0, 1)
        for name, now in this_year.items()
    }


def tier_shares(fit_chances: dict[str, np.ndarray]) -> np.ndarray:
    """Share of each cell by need tier (cell x none, additional, complex, acute)."""
    shape = (AGES, 2, len(CARE_STATES), len(SEN))
    traits = ("mental_health", "early_help", "arrest", "missing", "prevent")
    without = np.prod([1 - fit_chances[t] for t in traits], axis=0).reshape(shape)
    tiers = np.zeros((*shape, 4))
    tiers[..., 0] = without
    tiers[..., 1] = 1 - without
    for state, sen in ((slice(1, 3), slice(None)), (slice(None), 1)):
        tiers[:, :, state, sen] = (0, 1, 0, 0)
    tiers[..., 2, :] = tiers[:, :, IN_NEED, :] = (0, 0, 1, 0)
    tiers[:, :, PLAN:, :] = (0, 0, 0, 1)
    return tiers.reshape(-1, 4)


def _hospital(inputs: Inputs, weight: np.ndarray, chances: dict[str, np.ndarray]) -> float:
    """Background hospital contacts at ages 0-4 that leave the published rate in total."""
    belief, incidents = inputs.beliefs["background"], inputs.beliefs["incidents"]
    young = np.zeros((AGES, 2, len(CARE_STATES), len(SEN)))
    young[:5] = weight[:5]
    tiers = young.reshape(-1) @ tier_shares(chances) / young.sum()
    band_of_age = np.searchsorted(LIFE_BANDS, np.arange(5), side="right") - 1
    ages = inputs.age_share[:5] / inputs.age_share[:5].sum()
    # Children born in the year are there for part of it: three quarters were born before.
    present = np.where(np.arange(5) == 0, 1 - 0.25 * 0.125, 1.0)
    touched = np.array(
        [
            sum(
                shares[band] * incidents["touched"][kind].get("hospital", 0.0)
                for kind, shares in incidents["types"].items()
            )
            for band in band_of_age
        ]
    ) * (1 + incidents["second_contact_share"])
    rate = np.array(list(incidents["per_year"].values())) @ tiers * np.mean(incidents["frailty"])
    from_incidents = (
        ages * present * touched * np.array(incidents["by_age"])[band_of_age]
    ).sum() * rate
    young_states = young.sum(axis=(0, 1, 3)) / young.sum()
    referred = young_states[1] + young_states[ENDED:] @ by_word(
        inputs.beliefs["referrals"]["referred_share"], CARE_STATES[ENDED:]
    )
    from_referrals = (
        referred
        * inputs.margins["referred_by_health"]
        * inputs.beliefs["referrals"]["hospital_of_health_share"]
    )
    from_homes = (
        incidents["household_per_year"] * incidents["touched"]["domestic_abuse"]["hospital"]
    )
    background = inputs.margins["emergency_0_4"] / 1000
    background -= from_incidents + from_referrals + from_homes
    spread = np.array(belief["by_tier"]["hospital"]) @ tiers * np.mean(belief["frailty"])
    return float(background / (spread * (ages * present).sum()))
