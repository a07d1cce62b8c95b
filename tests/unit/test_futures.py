"""Are futures a Latin hypercube over what we believe, the same for every design and process?"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.futures import MOVE_TOGETHER, Futures, Held, quantile
from analysis.policy import Assumptions, load_assumptions

ASSUMPTIONS = load_assumptions()
N = 250
FUTURES = Futures(ASSUMPTIONS, n=N)
DRAWN = [one for one in ASSUMPTIONS if one.kind == "uncertainty"]
SHARES = np.linspace(0, 1, 41)


def family(id: str) -> str:
    return id.split(".")[0]


def density(entry, x):
    """The textbook density of a uniform or triangular distribution."""
    low, mode, high = entry.low, entry.central, entry.high
    if entry.distribution == "uniform":
        return np.full_like(x, 1 / (high - low))
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = 2 * (x - low) / ((high - low) * (mode - low))
        falling = 2 * (high - x) / ((high - low) * (high - mode))
    return np.where(x < mode, rising, falling)


def share_below(entry, values):
    """The share of the distribution below each value, by adding up thin slices of its density."""
    edges = np.linspace(entry.low, entry.high, 200_001)
    middles = (edges[1:] + edges[:-1]) / 2
    shares = np.concatenate([[0], np.cumsum(density(entry, middles) * np.diff(edges))])
    return np.interp(values, edges, shares)


def ids(one) -> str:
    return one.id


@pytest.mark.parametrize("entry", DRAWN, ids=ids)
def test_one_future_falls_in_each_part_of_the_distribution(entry):
    values = FUTURES(entry.id)[1:]
    ends = quantile(entry, np.arange(N + 1) / N)
    assert ends[0] == pytest.approx(entry.low)
    assert ends[-1] == pytest.approx(entry.high)
    inside = np.searchsorted(ends[1:-1], values, side="right")
    assert sorted(inside) == list(range(N))


def test_inside_its_part_a_future_falls_anywhere():
    even = replace(ASSUMPTIONS.get("consent_share"), low=0, high=1, distribution="uniform")
    inside = Futures(Assumptions((even,)), n=N)(even.id)[1:] * N % 1
    assert np.histogram(inside, bins=4, range=(0, 1))[0].min() > N / 8
    assert inside.mean() == pytest.approx(1 / 2, abs=4 / np.sqrt(12 * N))


@pytest.mark.parametrize("entry", DRAWN, ids=ids)
def test_every_value_lies_in_its_range_and_the_first_is_central(entry):
    values = FUTURES(entry.id)
    assert values.dtype == np.float64
    assert values.shape == (N + 1,)
    assert values[0] == entry.central
    assert entry.low <= values.min()
    assert values.max() <= entry.high


@pytest.mark.parametrize(
    "changed",
    [
        {"low": 2, "central": 3, "high": 10},
        {"low": 2, "central": 2, "high": 10},
        {"low": 2, "central": 10, "high": 10},
        {"low": 0, "central": 0, "high": 0.05},
        {"low": 2, "central": 3, "high": 10, "distribution": "uniform"},
    ],
)
def test_quantiles_are_those_of_the_textbook(changed):
    entry = replace(DRAWN[0], **{"distribution": "triangular"} | changed)
    assert share_below(entry, quantile(entry, SHARES)) == pytest.approx(SHARES, abs=1e-6)


def test_a_triangle_peaks_at_the_central_value():
    """Of 2, 3, 10 an eighth lies below 3, and half below 10 - sqrt(28)."""
    entry = replace(DRAWN[0], low=2, central=3, high=10, distribution="triangular")
    eighth, half = quantile(entry, np.array([1 / 8, 1 / 2]))
    assert eighth == pytest.approx(3)
    assert half == pytest.approx(10 - np.sqrt(28))


@pytest.mark.parametrize("kind", ["constant", "structural"])
def test_what_is_not_uncertain_stays_central(kind):
    kept = [one for one in ASSUMPTIONS if one.kind == kind]
    assert kept
    for one in kept:
        assert set(FUTURES(one.id)) == {one.central}


def test_what_is_held_stays_where_it_is_held():
    held = Futures(ASSUMPTIONS.fixed({"consent_share": 0.9}), n=N)
    assert set(held("consent_share")) == {0.9}


def test_adding_an_assumption_leaves_the_others_as_they_were():
    more = replace(ASSUMPTIONS.get("consent_share"), id="a_new_share")
    entries = (more, *ASSUMPTIONS.entries[::-1])
    wider = Futures(Assumptions(entries), n=N)
    for one in ASSUMPTIONS:
        assert np.array_equal(wider(one.id), FUTURES(one.id))
    assert not np.array_equal(wider(more.id), FUTURES("consent_share"))


def test_changing_one_range_leaves_the_other_assumptions_as_they_were():
    entry = replace(ASSUMPTIONS.get("consent_share"), low=0, high=1)
    changed = Assumptions(
        tuple(entry if one.id == entry.id else one for one in ASSUMPTIONS.entries)
    )
    others = Futures(changed, n=N)
    assert not np.array_equal(others(entry.id), FUTURES(entry.id))
    for one in ASSUMPTIONS:
        assert one.id == entry.id or np.array_equal(others(one.id), FUTURES(one.id))


@pytest.mark.parametrize("name", MOVE_TOGETHER)
def test_a_family_moves_together(name):
    members = [one for one in DRAWN if family(one.id) == name]
    assert len(members) > 1
    orders = [np.argsort(FUTURES(one.id)[1:]).tolist() for one in members]
    assert all(order == orders[0] for order in orders)


def test_families_and_the_rest_do_not_move_with_each_other():
    seen = {}
    for one in DRAWN:
        name = family(one.id) if family(one.id) in MOVE_TOGETHER else one.id
        seen.setdefault(name, np.argsort(np.argsort(FUTURES(one.id)[1:])))
    ranks = np.corrcoef(np.stack(list(seen.values())))
    apart = ranks[~np.eye(len(ranks), dtype=bool)]
    assert np.abs(apart).max() < 5 / np.sqrt(N)  # five standard errors of a correlation of none
    assert np.abs(apart).mean() < 1 / np.sqrt(N)


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("link_share.exact", "link_share.identifier"),
        ("link_share.variant", "link_share.exact"),
        ("link_share.stale", "link_share.variant"),
        ("link_share.wrong", "link_share.stale"),
        ("search_success.name_and_birth_date", "search_success.single_identifier"),
        ("lookup_share.discretionary", "lookup_share.expected_on_concern"),
        ("lookup_share.expected_on_concern", "lookup_share.automatic"),
        ("routine_lookup_share.expected_on_concern", "routine_lookup_share.discretionary"),
    ],
)
def test_what_is_better_centrally_is_better_in_every_future(lower, higher):
    assert (FUTURES(lower) <= FUTURES(higher)).all()


def test_seed_and_number_of_futures_change_them():
    other = Futures(ASSUMPTIONS, n=N, seed=2)
    assert not np.array_equal(other("consent_share"), FUTURES("consent_share"))
    assert other.fingerprint != FUTURES.fingerprint
    assert Futures(ASSUMPTIONS, n=N + 1).fingerprint != FUTURES.fingerprint
    assert Futures(ASSUMPTIONS, n=N).fingerprint == FUTURES.fingerprint


def test_one_future_can_be_held_at_either_end():
    one = ASSUMPTIONS.get("consent_share")
    found = [Held(ASSUMPTIONS, level)("consent_share") for level in ("low", "central", "high")]
    assert [value.tolist() for value in found] == [[one.low], [one.central], [one.high]]
    assert Held(ASSUMPTIONS).assumptions is ASSUMPTIONS


def test_every_process_finds_the_same_futures():
    told = (
        "import hashlib; from analysis.futures import Futures; "
        "from analysis.policy import load_assumptions as load; "
        f"futures = Futures(load(), n={N}); digest = hashlib.sha256(); "
        "[digest.update(futures(one.id).tobytes()) for one in load()]; "
        "print(digest.hexdigest(), futures.fingerprint)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", told],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert said.pop().split()[1] == FUTURES.fingerprint
