"""Relative chances by cell, and the level at which they give a published total."""

from __future__ import annotations

import numpy as np

from synthetic.parameters import CARE_STATES, SEN, SEXES, Inputs, by_age, by_word

MENTAL_HEALTH_BANDS = (0, 7, 10, 13, 16)  # first ages of the Children's Commissioner's bands
POLICE_BANDS = (0, 10, 13, 16)
PREVENT_BANDS = (0, 11, 16)


def chances_by_cell(inputs: Inputs, weight: np.ndarray) -> dict[str, np.ndarray]:
    """Chance of each trait by cell; expected counts are the published ones."""
    belief, margin, england = inputs.beliefs, inputs.margins, inputs.england
    relative = {
        "mental_health": (
            "mental_health_referrals",
            _relative(belief["mental_health"], "by_age", MENTAL_HEALTH_BANDS),
        ),
        "arrest": ("arrests", _police(belief["police"], "arrest")),
        "missing": ("missing_children", _police(belief["police"], "missing")),
        "prevent": ("prevent", _relative(_per_child(inputs), "by_age", PREVENT_BANDS)),
    }
    chances = {
        trait: _level(weight, margin[name] / england, values)
        for trait, (name, values) in relative.items()
    }
    early_help = by_word(belief["early_help"]["by_state"], CARE_STATES)
    chances["early_help"] = np.broadcast_to(early_help[None, None, :, None], weight.shape).reshape(
        -1
    )
    return chances


def _relative(belief: dict, ages: str, starts: tuple[int, ...]) -> np.ndarray:
    """Relative chance by cell as a product of the factors a belief names."""
    bands = belief[ages]
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
    return _relative(factors, "by_age", POLICE_BANDS)


def _per_child(inputs: Inputs) -> dict:
    """Prevent's published counts by age as rates per child."""
    belief = dict(inputs.beliefs["prevent"])
    children = np.add.reduceat(inputs.age_share, PREVENT_BANDS)
    belief["by_age"] = np.array(belief["children_by_age"]) / children
    return belief


def _level(weight: np.ndarray, share: float, relative: np.ndarray) -> np.ndarray:
    """Scale relative chances, each at most 1, until they apply to ``share`` of children."""
    level = share / (weight * relative).sum()
    for _ in range(40):  # only matters where a product passes 1
        got = (weight * np.minimum(level * relative, 1.0)).sum()
        level *= share / got
    return np.minimum(level * relative, 1.0).reshape(-1)
