"""Social care by council, deprivation, age and sex: rates whose totals are the published ones."""

from __future__ import annotations

import numpy as np

from synthetic.cells import CARE, CARE_BANDS, DECILES, ENDED, IN_NEED, PLAN, SCHOOL_YEARS_7_11
from synthetic.parameters import AGES, BOY_SHARE, CARE_STATES, Inputs, by_age, by_word


def care_counts(inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
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


def care_by_person(inputs: Inputs, shares: np.ndarray) -> np.ndarray:
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


def shares_by_decile(inputs: Inputs) -> np.ndarray:
    """Share of each council's children by deprivation decile (1 = most deprived)."""
    belief, councils = inputs.beliefs["deprivation"], inputs.councils
    rate = np.log(councils.counts["in_need_in_year"] / councils.children)
    score = np.clip((rate - rate.mean()) / rate.std(), -2, 2)
    tilt = belief["national_tilt"] + belief["tilt"] * score
    steps = np.arange(1, DECILES + 1) - (DECILES + 1) / 2
    share = np.exp(-tilt[:, None] * steps[None, :])
    return share / share.sum(axis=1, keepdims=True)


def care_by_place(inputs: Inputs, counts: np.ndarray, decile_share: np.ndarray) -> np.ndarray:
    """Chance of each state by council and decile; the council's total is its published one."""
    base = counts / inputs.councils.children[:, None]
    odds = np.concatenate([[1.0], by_word(inputs.beliefs["deprivation"]["odds"], CARE_STATES[1:])])
    steps = np.linspace(1, 0, DECILES)
    gradient = odds[None, :] ** steps[:, None]  # decile x state
    gradient = gradient[None, :, :] / (decile_share @ gradient)[:, None, :]
    return (base[:, None, :] * gradient).reshape(-1, len(CARE_STATES))
