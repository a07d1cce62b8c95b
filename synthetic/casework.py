"""Contacts that follow from an episode: referrals, visits, treatment, arrests, Prevent."""

from __future__ import annotations

import numpy as np

from data.draws import again, below, bits, mix, threshold, uniform
from synthetic.cells import CARE
from synthetic.events import SOURCE
from synthetic.incidents import concern_types
from synthetic.lives import Lives
from synthetic.packed import AGENCY, CONCERN, Rows, repeated
from synthetic.parameters import CARE_STATES, by_word


def add_casework(lives: Lives, rows: Rows) -> None:
    """All contacts that agencies have because of an episode."""
    _referrals(lives, rows)
    _visits(lives, rows)
    _mental_health(lives, rows)
    _police(lives, rows)
    _prevent(lives, rows)
    _early_help(lives, rows)


def _referrals(lives: Lives, rows: Rows) -> None:
    """A referral: the agency that saw the child, then social care."""
    episodes, belief = lives.episodes, lives.inputs.beliefs["referrals"]
    row = episodes.of("referral")
    child, day, source = episodes.child[row], episodes.start[row], episodes.source[row]
    words = bits(lives.seed, "referral.contact", lives.placed.child_id[child]) + day.astype(
        np.uint64
    )
    words = mix(words)
    kind = concern_types(lives.band[child], words)
    rows.add(child, day, AGENCY["social_care"], kind)
    from_hospital = again(words, 1) < threshold(belief["hospital_of_health_share"])
    agency = np.full(len(row), -1)
    agency[source == SOURCE["police"]] = AGENCY["police"]
    agency[(source == SOURCE["school"])] = AGENCY["school"]
    agency[(source == SOURCE["health"])] = AGENCY["primary_care"]
    agency[(source == SOURCE["health"]) & from_hospital] = AGENCY["hospital"]
    agency[source == SOURCE["council"]] = AGENCY["early_help"]
    seen = (agency >= 0) & ((agency != AGENCY["school"]) | lives.paths.is_pupil[child])
    before = below(again(words, 2), belief["seen_days_before"])
    rows.add(child[seen], (day - before)[seen], agency[seen], kind[seen])


def _spread_over(lives: Lives, rows: Rows, child, first, last, rate, agency, concern_share, stream):
    """Contacts at ``rate`` a day between two days (inclusive), a share of them concerns."""
    words = bits(lives.seed, stream, lives.placed.child_id[child])
    first = np.maximum(first, 0)
    days = np.maximum(np.minimum(last, lives.calendar.length - 1) - first + 1, 0)
    expected = days * rate
    counts = (
        expected + uniform(lives.seed, stream + ".round", lives.placed.child_id[child])
    ).astype(np.int64)
    who, fresh = repeated(words, counts)
    day = first[who] + below(fresh, np.maximum(days, 1)[who])
    kind = np.where(
        again(fresh, 1) < threshold(concern_share),
        concern_types(lives.band[child[who]], again(fresh, 2)),
        0,
    ).astype(np.uint8)
    rows.add(child[who], day, agency, kind)


def _visits(lives: Lives, rows: Rows) -> None:
    """Social workers' visits while a child is in need."""
    belief, episodes = lives.inputs.beliefs["casework"], lives.episodes
    per_year = np.zeros(len(CARE_STATES))
    per_year[2 : CARE + 1] = by_word(belief["visits_per_year"], CARE_STATES[2:])
    row = episodes.of("child_in_need")
    child = episodes.child[row]
    _spread_over(
        lives,
        rows,
        child,
        episodes.start[row],
        episodes.end[row],
        per_year[lives.paths.state[child]] / lives.calendar.period_days,
        AGENCY["social_care"],
        belief["concern_share"],
        "casework.visit",
    )


def _mental_health(lives: Lives, rows: Rows) -> None:
    """A referral records a concern; some children are then treated, others wait."""
    beliefs, episodes = lives.inputs.beliefs, lives.episodes
    end = np.int64(lives.calendar.length)
    row = episodes.of("mental_health_referral")
    child, day = episodes.child[row], episodes.start[row]
    rows.add(child, day, AGENCY["mental_health"], np.full(len(row), CONCERN["self_harm"]))
    treated = bits(lives.seed, "mental_health.treated", lives.placed.child_id[child])
    treated = treated < threshold(beliefs["mental_health"]["treated_share"])
    a_day = np.where(
        treated,
        beliefs["mental_health"]["contacts_treated"],
        beliefs["mental_health"]["contacts_other"],
    ) / np.maximum(end - np.maximum(day, 0), 1)
    share = beliefs["casework"]["mental_health_concern_share"]
    _spread_over(
        lives, rows, child, day + 1, end, a_day, AGENCY["mental_health"], share, "mental_health"
    )


def _police(lives: Lives, rows: Rows) -> None:
    """Arrests, with youth justice after a charge, and children reported missing."""
    beliefs, episodes, calendar = lives.inputs.beliefs, lives.episodes, lives.calendar
    timing = beliefs["timing"]
    casework, end = beliefs["casework"], np.int64(calendar.length)
    row = episodes.of("arrest")
    child, day = episodes.child[row], episodes.start[row]
    rows.add(child, day, AGENCY["police"], np.full(len(row), CONCERN["violence"]))
    charged = bits(lives.seed, "arrest.charged", lives.placed.child_id[child])
    charged = charged < threshold(beliefs["police"]["charged_share"])
    rows.add(
        child[charged],
        day[charged] + timing["charge_after_arrest"],
        AGENCY["youth_justice"],
        np.full(charged.sum(), CONCERN["violence"]),
    )
    after = day[charged] + timing["charge_after_arrest"] + 1
    a_day = casework["youth_justice_contacts"] / calendar.period_days
    _spread_over(
        lives, rows, child[charged], after, end, a_day, AGENCY["youth_justice"],
        casework["concern_share"], "youth_justice",
    )  # fmt: skip

    row = episodes.of("missing")
    child, day = episodes.child[row], episodes.start[row]
    words = bits(lives.seed, "missing.contact", lives.placed.child_id[child])
    for step, gap in enumerate(timing["missing_again"]):
        when = day + gap + below(again(words, step), 1 + gap)
        rows.add(child, when, AGENCY["police"], np.full(len(row), CONCERN["missing"]))


def _prevent(lives: Lives, rows: Rows) -> None:
    """A Prevent referral: the agency that referred, then Prevent."""
    episodes, timing = lives.episodes, lives.inputs.beliefs["timing"]
    row = episodes.of("prevent_referral")
    child, day, source = episodes.child[row], episodes.start[row], episodes.source[row]
    kind = np.full(len(row), CONCERN["extremism"])
    rows.add(child, day, AGENCY["prevent"], kind)
    rows.add(child, day + timing["prevent_panel_after"], AGENCY["prevent"], kind)
    for name, agency in (("school", "school"), ("police", "police"), ("health", "mental_health")):
        of = source == SOURCE[name]
        if agency == "school":
            of = of & lives.paths.is_pupil[child]
        rows.add(child[of], day[of] - timing["prevent_seen_before"], AGENCY[agency], kind[of])


def _early_help(lives: Lives, rows: Rows) -> None:
    """An early help plan: some contacts over half a year."""
    beliefs, calendar = lives.inputs.beliefs, lives.calendar
    casework, end = beliefs["casework"], np.int64(calendar.length)
    child = np.flatnonzero(lives.paths.traits["early_help"])
    first = below(bits(lives.seed, "early_help.start", lives.placed.child_id[child]), end)
    length = beliefs["timing"]["early_help_length"]
    a_day = beliefs["early_help"]["contacts"] / length
    _spread_over(
        lives, rows, child, first, first + length, a_day, AGENCY["early_help"],
        casework["early_help_concern_share"], "early_help",
    )  # fmt: skip
