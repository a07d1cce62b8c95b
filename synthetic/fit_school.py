"""Who is a pupil, and who of them has special needs, jointly with social care."""

from __future__ import annotations

import numpy as np

from synthetic.cells import AT_31_MARCH, ENDED, SCHOOL_YEARS_7_11
from synthetic.parameters import AGES, SEN, SEXES, Inputs, by_word


def schooling(inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
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


def special_needs(inputs: Inputs, pupils: np.ndarray) -> np.ndarray:
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
