"""From margins to chances: what each kind of child has, so that England's totals come out.

A *cell* is (age, sex, care state, special need): 18 x 2 x 6 x 3 = 648 kinds of child. Chances
are products of relative rates whose level is solved so that the expected count over all
cells is the published one. Nothing is simulated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from synthetic.parameters import (
    AGES,
    BOY_SHARE,
    CARE_STATES,
    SEN,
    SEXES,
    Inputs,
    by_age,
    by_word,
    load_inputs,
)

SEX_SHARE = np.array([1 - BOY_SHARE, BOY_SHARE])
CARE_BANDS = (0, 1, 5, 10, 16)
LIFE_BANDS = (0, 1, 5, 11, 16)
DECILES = 10
ENDED, IN_NEED, PLAN, CARE = 2, 3, 4, 5
AT_31_MARCH = (IN_NEED, PLAN, CARE)
SCHOOL_YEARS_7_11 = slice(11, 16)


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


def cell_index(age, sex, state, sen):
    """The cell of these children (arrays or numbers)."""
    return ((age * 2 + sex) * len(CARE_STATES) + state) * len(SEN) + sen


@lru_cache(maxsize=1)
def fit_england() -> Fit:
    """Solve all levels against the published margins."""
    inputs = load_inputs()
    belief, margin, england = inputs.beliefs, inputs.margins, inputs.england
    counts, referred_share = _care_counts(inputs)
    shares = counts.sum(axis=0) / england
    person = _care_by_person(inputs, shares)
    state_share = person * shares  # (age, sex) x state
    state_share[:, 0] = 1 - state_share[:, 1:].sum(axis=1)
    state_share = state_share.reshape(AGES, 2, len(CARE_STATES))
    people = inputs.age_share[:, None, None] * SEX_SHARE[None, :, None] * state_share

    pupil_share, out_of_school = _schooling(inputs)
    sen_share = _special_needs(inputs, people * pupil_share[:, None, None])
    weight = people[..., None] * pupil_share[:, None, None, None] * sen_share
    weight[..., 0] += people * (1 - pupil_share)[:, None, None]

    chances = {
        "mental_health": _level(
            weight,
            margin["mental_health_referrals"] / england,
            _relative(belief["mental_health"], "by_age", (0, 5, 7, 10, 13, 16), pad_first=True),
        ),
        "arrest": _level(weight, margin["arrests"] / england, _police(belief["police"], "arrest")),
        "missing": _level(
            weight, margin["missing_children"] / england, _police(belief["police"], "missing")
        ),
        "prevent": _level(
            weight,
            margin["prevent"] / england,
            _relative(_per_child(inputs), "by_age", (0, 11, 16)),
        ),
        "early_help": np.broadcast_to(
            by_word(belief["early_help"]["by_state"], CARE_STATES)[None, None, :, None],
            weight.shape,
        ).reshape(-1),
    }
    decile_share = _decile_share(inputs)
    return Fit(
        decile_cdf=np.cumsum(decile_share, axis=1),
        care_by_place=_care_by_place(inputs, counts, decile_share),
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


def _care_counts(inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
    """Children in each state by council, and who of them was referred in the year."""
    c, belief = inputs.councils.counts, inputs.beliefs["referrals"]
    plan, care = c["on_plan_31_march"], c["looked_after_31_march"]
    in_need = np.maximum(c["in_need_31_march"] - plan - care, 0)
    ended = np.maximum(c["in_need_in_year"] - (in_need + plan + care), 0)
    found = np.stack([ended, in_need, plan, care], axis=1).astype(np.float64)
    share = by_word(belief["referred_share"], CARE_STATES[ENDED:])
    expected = found @ share
    room = belief["most_share_of_council"] * c["children_referred"]
    scale = np.minimum(1.0, room / np.maximum(expected, 1e-9))
    referred_only = c["children_referred"] - scale * expected
    none = inputs.councils.children - referred_only - found.sum(axis=1)
    counts = np.column_stack([none, referred_only, found])
    by_state = np.zeros((len(inputs.councils), len(CARE_STATES)))
    by_state[:, 1] = 1.0
    by_state[:, ENDED:] = scale[:, None] * share
    return counts, by_state


def _care_by_person(inputs: Inputs, shares: np.ndarray) -> np.ndarray:
    """Relative rate of each state by (age, sex), mean 1 over children."""
    belief, margin = inputs.beliefs["care_by_age"], inputs.margins
    weight = inputs.age_share
    ages = np.ones((AGES, len(CARE_STATES)))
    for state, name in enumerate(CARE_STATES[1:CARE], start=1):
        ages[:, state] = by_age(belief[name], CARE_BANDS)
    in_band = np.add.reduceat(weight, CARE_BANDS)
    ages[:, CARE] = by_age(np.array(belief["looked_after_children"]) / in_band, CARE_BANDS)
    ages /= weight @ ages
    target = margin["years_7_11_care_only"] + margin["years_7_11_both"]
    fixed = slice(SCHOOL_YEARS_7_11.start, SCHOOL_YEARS_7_11.stop)
    for _ in range(60):  # a fixed point: raise or lower ages 11-15, renormalise, look again
        inside = weight[fixed] @ (ages[fixed, ENDED:] * shares[ENDED:]) / weight[fixed].sum()
        free = inside[:2].sum()
        ages[fixed, ENDED : IN_NEED + 1] *= (target - inside[2:].sum()) / free
        ages /= weight @ ages
    boys = np.full(len(CARE_STATES), BOY_SHARE)
    care, total = shares[CARE], shares[IN_NEED:].sum()
    boys[CARE] = margin["boys_looked_after"]
    boys[ENDED : PLAN + 1] = (margin["boys_in_need"] * total - boys[CARE] * care) / (total - care)
    sexes = np.stack([(1 - boys) / (1 - BOY_SHARE), boys / BOY_SHARE])
    return (ages[:, None, :] * sexes[None, :, :]).reshape(AGES * 2, len(CARE_STATES))


def _decile_share(inputs: Inputs) -> np.ndarray:
    """Share of each council's children by deprivation decile (1 = most deprived)."""
    belief, councils = inputs.beliefs["deprivation"], inputs.councils
    rate = np.log(councils.counts["in_need_in_year"] / councils.children)
    score = np.clip((rate - rate.mean()) / rate.std(), -2, 2)
    tilt = belief["national_tilt"] + belief["tilt"] * score
    steps = np.arange(1, DECILES + 1) - (DECILES + 1) / 2
    share = np.exp(-tilt[:, None] * steps[None, :])
    return share / share.sum(axis=1, keepdims=True)


def _care_by_place(inputs: Inputs, counts: np.ndarray, decile_share: np.ndarray) -> np.ndarray:
    """Chance of each state by council and decile; the council's total is its published one."""
    base = counts / inputs.councils.children[:, None]
    odds = np.concatenate([[1.0], by_word(inputs.beliefs["deprivation"]["odds"], CARE_STATES[1:])])
    steps = np.linspace(1, 0, DECILES)
    gradient = odds[None, :] ** steps[:, None]  # decile x state
    gradient = gradient[None, :, :] / (decile_share @ gradient)[:, None, :]
    return (base[:, None, :] * gradient).reshape(-1, len(CARE_STATES))


def _rereferred_first(inputs: Inputs) -> float:
    margin = inputs.margins
    repeats = margin["referrals"] - margin["children_referred"]
    earlier = margin["rereferred"] * margin["referrals"] - repeats
    return earlier / margin["children_referred"]


def _schooling(inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
    """Chance of being a pupil by age, and of being home educated or missing education."""
    belief, margin, england = inputs.beliefs["education"], inputs.margins, inputs.england
    compulsory = slice(5, 16)
    school_age = inputs.age_share[compulsory].sum() * england
    out = np.zeros((AGES, 2))
    out[compulsory] = np.array([margin["home_educated"], margin["missing_education"]]) / school_age
    pupil = np.zeros(AGES)
    for age in (2, 3, 4):
        pupil[age] = belief[f"pupil_share_age_{age}"]
    pupil[compulsory] = 1 - out[compulsory].sum(axis=1)
    rest = margin["pupils"] / england - inputs.age_share @ pupil
    pupil[16:] = rest / inputs.age_share[16:].sum()
    return pupil, out


def _special_needs(inputs: Inputs, pupils: np.ndarray) -> np.ndarray:
    """Shares of pupils by special need, given (age, sex, state)."""
    belief, margin = inputs.beliefs["education"], inputs.margins
    share = np.zeros((*pupils.shape, len(SEN)))
    years = SCHOOL_YEARS_7_11
    in_need_any = belief["in_need_any_sen_share"]
    teens = pupils[years].sum(axis=(0, 1))
    both = margin["years_7_11_both"] / (margin["years_7_11_both"] + margin["years_7_11_care_only"])
    now = teens[list(AT_31_MARCH)].sum()
    ended_any = (both * (now + teens[ENDED]) - in_need_any * now) / teens[ENDED]
    sen_only, neither = margin["years_7_11_sen_only"], margin["years_7_11_neither"]
    rest_any_teen = sen_only / (sen_only + neither)

    total = pupils.sum()
    by_state = pupils.sum(axis=(0, 1))
    now_all, ended_all = by_state[list(AT_31_MARCH)].sum(), by_state[ENDED]
    rest_all = by_state[:ENDED].sum()
    ended_ehcp = belief["ehcp_share_in_need_ended"]
    plan_rest = (
        margin["ehcp"] * total - margin["ehcp_in_need"] * now_all - ended_ehcp * ended_all
    ) / rest_all
    any_rest = (
        (margin["ehcp"] + margin["sen_support"]) * total
        - in_need_any * now_all
        - ended_any * ended_all
    )
    teens_rest = pupils[years][..., :ENDED].sum()
    rest_any_other = (any_rest - rest_any_teen * teens_rest) / (rest_all - teens_rest)

    share[..., list(AT_31_MARCH), 2] = margin["ehcp_in_need"]
    share[..., list(AT_31_MARCH), 1] = in_need_any - margin["ehcp_in_need"]
    share[..., ENDED, 2] = ended_ehcp
    share[..., ENDED, 1] = ended_any - ended_ehcp
    share[..., :ENDED, 2] = plan_rest
    share[..., :ENDED, 1] = rest_any_other - plan_rest
    share[years, :, :ENDED, 1] = rest_any_teen - plan_rest
    # Boys have more special needs; the mean within each age and state stays as solved.
    relative = by_word(belief["sen_relative_by_sex"], SEXES)[None, :, None]
    mean = (pupils * relative).sum(axis=1, keepdims=True)
    mean /= np.maximum(pupils.sum(axis=1, keepdims=True), 1e-300)
    share[..., 1:] *= (relative / np.where(mean > 0, mean, 1.0))[..., None]
    share[..., 0] = 1 - share[..., 1:].sum(axis=-1)
    return share


def _relative(belief: dict, ages: str, starts: tuple[int, ...], *, pad_first: bool = False):
    """Relative chance by cell as a product of the factors a belief names."""
    bands = belief[ages]
    starts = (starts[0], *starts[2:]) if pad_first else starts
    values = by_age(bands, starts)[:, None, None, None]
    values = values * by_word(belief["by_sex"], SEXES)[None, :, None, None]
    values = values * by_word(belief["by_state"], CARE_STATES)[None, None, :, None]
    sen = by_word(belief["by_sen"], SEN) if "by_sen" in belief else np.ones(len(SEN))
    return values * sen[None, None, None, :]


def _police(belief: dict, event: str) -> np.ndarray:
    """Relative chance by cell of being arrested or reported missing."""
    none = {"female": 1.0, "male": 1.0}
    factors = {
        "by_age": belief[f"{event}_by_age"],
        "by_sex": belief.get(f"{event}_by_sex", none),
        "by_state": belief[f"{event}_by_state"],
    }
    return _relative(factors, "by_age", (0, 10, 13, 16))


def _per_child(inputs: Inputs) -> dict:
    """Prevent's published counts by age as rates per child."""
    belief = dict(inputs.beliefs["prevent"])
    children = np.add.reduceat(inputs.age_share, (0, 11, 16))
    belief["by_age"] = np.array(belief["children_by_age"]) / children
    return belief


def _level(weight: np.ndarray, share: float, relative: np.ndarray) -> np.ndarray:
    """Scale relative chances, each at most 1, until they apply to ``share`` of children."""
    level = share / (weight * relative).sum()
    for _ in range(40):  # only matters where a product passes 1
        got = (weight * np.minimum(level * relative, 1.0)).sum()
        level *= share / got
    return np.minimum(level * relative, 1.0).reshape(-1)


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
