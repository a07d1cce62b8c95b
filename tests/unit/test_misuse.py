"""Improper look-ups: what is expected, what safeguards prevent, what review finds."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.futures import Futures, Held
from analysis.levers import levers_with
from analysis.misuse import KINDS, found_share, improper, improper_before, misuse_tallies, prevented
from analysis.policy import load_assumptions
from analysis.store import open_store
from tests.tables import drawn_world

BELIEFS = load_assumptions()
PLAIN = BELIEFS.fixed(
    {
        "adoption_share": 0.5,
        "misuse_rate": 4,
        "misuse_kind_share.relative": 0.4,
        "misuse_kind_share.curiosity": 0.3,
        "misuse_kind_share.shared_login": 0.2,
        "misuse_kind_share.trawl": 0.1,
        "misuse_lookups.trawl": 50,
        "misuse_prevented.audit": 0.5,
        "misuse_prevented.reason_required": 0.2,
        "misuse_prevented.subject_view": 0.4,
        "misuse_prevented.two_factor": 0.75,
        "detection_share": 0.5,
    }
)
BASE = {
    "scope": "universal",
    "connected_agencies": ["school", "police"],
    "authorised_agencies": ["school", "police"],
    "authorised_users": 10_000,
}
ALL = np.ones(1)


def expected(share=ALL, **sets) -> dict[str, float]:
    found = improper(levers_with(BASE | sets), Held(PLAIN), share)
    return dict(zip(KINDS, found[0], strict=True))


def test_improper_uses_by_kind():
    """10,000 users x 0.5 active x 4 in 1,000 = 20 uses; each trawl is 50 look-ups."""
    found = expected()
    assert found == pytest.approx({"relative": 8, "curiosity": 6, "shared_login": 4, "trawl": 100})


def test_kinds_are_scaled_to_add_to_one():
    doubled = PLAIN.fixed({f"misuse_kind_share.{kind}": 0.5 for kind in KINDS})
    found = improper_before(levers_with(BASE), Held(doubled), ALL)
    assert found[0] == pytest.approx([5, 5, 5, 250])


def test_only_children_with_an_entry_can_be_come_upon():
    assert expected(np.array([0.25]))["relative"] == pytest.approx(2)


def test_a_second_factor_prevents_shared_logins_alone():
    found = expected(two_factor=True)
    assert found["shared_login"] == pytest.approx(1)
    assert found["relative"] == pytest.approx(8)


def test_each_safeguard_prevents_a_share_of_what_the_others_leave():
    found = expected(audit_share=0.5, reason_required=True, subject_view=True, two_factor=True)
    left = (1 - 0.5 * 0.5) * 0.8 * 0.6
    assert found["curiosity"] == pytest.approx(6 * left)
    assert found["shared_login"] == pytest.approx(4 * left * 0.25)


def test_review_finds_the_share_that_it_sees_and_recognises():
    assert found_share(levers_with(BASE | {"audit_share": 0.2}), Held(PLAIN))[0] == 0.1


@pytest.mark.parametrize("without", ["scope", "authorised_agencies", "authorised_users"])
def test_nobody_who_may_look_misuses_nothing(without):
    sets = {without: {"scope": "none", "authorised_agencies": [], "authorised_users": 0}[without]}
    assert not any(expected(**sets).values())


@pytest.mark.parametrize("safeguard", ["reason_required", "subject_view", "two_factor"])
def test_a_safeguard_never_raises_misuse(safeguard):
    value = Futures(BELIEFS, n=200)
    share = np.ones(201)
    without, with_it = (
        improper(levers_with(BASE | {safeguard: on}), value, share) for on in (False, True)
    )
    assert (with_it <= without).all()
    assert (with_it < without).any()


def test_more_audit_never_raises_misuse_nor_what_is_missed():
    value, share = Futures(BELIEFS, n=200), np.ones(201)
    last_expected = last_missed = np.full((201, 4), np.inf)
    for audit in (0.0, 0.05, 0.5, 1.0):
        levers = levers_with(BASE | {"audit_share": audit})
        happen = improper(levers, value, share)
        missed = happen * (1 - found_share(levers, value))[:, None]
        assert (happen <= last_expected).all()
        assert (missed <= last_missed).all()
        last_expected, last_missed = happen, missed


def test_prevented_is_a_share():
    levers = levers_with(
        BASE
        | {"audit_share": 1.0, "reason_required": True, "subject_view": True, "two_factor": True}
    )
    for share in prevented(levers, Futures(BELIEFS, n=200)).values():
        assert (share >= 0).all()
        assert (share <= 1).all()


def test_kinds_add_up_and_found_and_missed_too(tmp_path):
    child = [{"child_id": n} for n in range(4)]
    store = open_store(drawn_world(tmp_path, child=child, contact=[]))
    levers = levers_with(BASE | {"audit_share": 0.3, "subject_view": True})
    tallies = misuse_tallies(store, levers, Futures(BELIEFS, n=50))
    of = {(one.outcome, one.group): one.numerator for one in tallies}
    outcomes = {outcome for outcome, _ in of}
    assert len(outcomes) == 4
    for outcome in outcomes:
        total = sum(of[outcome, kind] for kind in KINDS)
        np.testing.assert_allclose(of[outcome, "all"], total)
    np.testing.assert_allclose(
        of["improper_lookups", "all"],
        of["improper_lookups_found", "all"] + of["improper_lookups_missed", "all"],
    )
    assert (of["improper_lookups", "all"] < of["improper_lookups_before_safeguards", "all"]).all()
    assert all(one.is_national for one in tallies)
