"""Does a link tell a whole design, and is what it tells wrongly answered in plain words?"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.design_link import (
    ID_LENGTH,
    MOST_NOTES,
    MOST_PARAMETERS,
    design_id,
    held_in,
    link_of,
    open_link,
    open_query,
    query_of,
)
from analysis.levers import baseline, levers_with
from analysis.policy import load_assumptions
from analysis.scenarios import load_scenarios, read_scenario
from data.world import WorldError

ROOT = Path(__file__).parents[2]
ASSUMPTIONS = load_assumptions()
CONTACTPOINT = read_scenario("contactpoint_2009").levers


def test_a_link_is_short_and_can_be_read():
    levers = replace(CONTACTPOINT, connected_agencies=("school", "police"), two_factor=False)
    parameters = link_of(levers, held={"consent_share": 0.4}, label="Two agencies, one token less")
    assert query_of(parameters) == (
        "like=contactpoint_2009&connected_agencies=school,police&two_factor=no&a.consent_share=0.4"
        "&label=Two+agencies,+one+token+less"
    )


def test_nothing_is_told_of_the_baseline():
    assert link_of(baseline()) == {}
    opened = open_link({})
    assert (opened.levers, opened.held, opened.label) == (baseline(), (), "")
    assert (opened.like, opened.notes, opened.conflicts) == ("status_quo", (), ())
    assert opened.assumptions == ASSUMPTIONS


@pytest.mark.parametrize("preset", load_scenarios(), ids=lambda one: one.id)
@pytest.mark.parametrize("like", ["", "status_quo", "local_hub"])
def test_a_preset_survives_the_link_from_wherever_it_starts(preset, like):
    opened = open_query(query_of(link_of(preset.levers, like=like, label=preset.label)))
    assert opened.levers == preset.levers
    assert opened.label == preset.label
    assert opened.notes == opened.conflicts == ()
    assert not like or opened.like == like


def test_a_whole_address_can_be_pasted():
    opened = open_query("http://localhost:8501/design?like=local_hub&alert_threshold=2#below")
    assert opened.levers == replace(read_scenario("local_hub").levers, alert_threshold=2)


def test_no_agency_is_something_to_tell():
    parameters = link_of(replace(CONTACTPOINT, authorised_agencies=()), like="contactpoint_2009")
    assert parameters["authorised_agencies"] == "none"
    opened = open_link(parameters)
    assert opened.levers.authorised_agencies == ()
    assert any("no agency may look" in sentence for sentence in opened.conflicts)


def test_parameters_of_others_are_passed_over():
    opened = open_link({"like": "local_hub", "region": "London"}, others={"region"})
    assert opened.notes == ()


@pytest.mark.parametrize(
    ("parameters", "note"),
    [
        (
            {"scpoe": "universal"},
            "Lever 'scpoe' in the link is unknown and was left out. Did you mean 'scope'?",
        ),
        (
            {"scope": "univrsal"},
            "Lever 'scope' in the link can't be 'univrsal'. Did you mean 'universal'? It stays as "
            "it is: Every child.",
        ),
        (
            {"connected_agencies": "school,polce"},
            "Did you mean 'police'? It stays as it is: School",
        ),
        ({"connected_agencies": "school,school"}, "lists 'school' more than once."),
        ({"connected_agencies": ""}, "holds what no value can be."),
        ({"opt_out": "maybe"}, "takes true or false, got 'maybe'. It stays as it is: no."),
        (
            {"update_delay_days": "-3"},
            "from 0 to 365 (unit: days), got -3. It stays as it is: 7 days",
        ),
        ({"update_delay_days": "1.5"}, "takes a whole number"),
        ({"update_delay_days": "9" * 40}, "takes a whole number"),
        ({"update_delay_days": "9" * 100_000}, "holds what no value can be."),
        ({"update_delay_days": "٣"}, "holds what no value can be."),
        ({"audit_share": "nan"}, "takes a number from 0 to 1"),
        ({"audit_share": "1e999"}, "got inf."),
        ({"audit_share": "<b>1</b>"}, "holds what no value can be."),
        ({"audit_share": ["0.1"]}, "holds what no value can be."),
        ({"a.consent_share": "2"}, "from 0 to 1; got 2.0."),
        ({"a.consent_share": "much"}, "is no number, so it was left as it is."),
        ({"a.consent_shares": "0.1"}, "Did you mean 'a.consent_share'?"),
        ({"consent_share": "0.1"}, "is an assumption and was left out: write a.consent_share."),
        ({"like": "contactpoint"}, "Did you mean 'contactpoint_2009'? It starts from England"),
        ({"like": None}, "which is no preset."),
        ({"label": "<img src=x>"}, "cut down to letters"),
        ({"x" * 100_000: "1"}, "…' in the link is unknown"),
    ],
)
def test_what_can_not_be_followed_is_told_and_stays_as_it_is(parameters, note):
    opened = open_link({"like": "contactpoint_2009"} | parameters)
    assert len(opened.notes) == 1
    assert note in opened.notes[0]
    assert opened.levers == (baseline() if "like" in parameters else CONTACTPOINT)
    assert opened.held == ()


def test_the_rest_of_a_broken_link_is_followed():
    opened = open_link({"scpoe": "universal", "visibility": "local", "a.consent_share": "0.4"})
    assert opened.levers == levers_with({"visibility": "local"})
    assert opened.held == (("consent_share", 0.4),)
    assert opened.assumptions.get("consent_share").high == 0.4


def test_many_broken_parts_make_a_few_sentences():
    notes = open_link({f"nothing{i}": "1" for i in range(MOST_PARAMETERS + 5)}).notes
    assert len(notes) == MOST_NOTES + 1
    assert notes[0] == f"Only {MOST_PARAMETERS} parts of the link were read."
    assert notes[-1].endswith("more parts of the link were left out.")


@pytest.mark.parametrize("text", ["x" * 100_000, "&".join("ab=1" for _ in range(1000))])
def test_a_link_that_is_far_too_long_is_not_read(text):
    opened = open_query(text)
    assert opened.levers == baseline()
    assert opened.notes == ("The link is too long for a design and was not read.",)


def test_a_label_that_is_no_formula_and_no_markup_comes_out():
    told = link_of(baseline(), label=' =HYPERLINK("http://evil.example")\n<b>[x](//y)</b>')["label"]
    assert told == "HYPERLINK(http:evilexample) bx(y)b"
    assert "label" not in link_of(baseline(), label="<>")


def test_only_what_exists_can_be_told():
    with pytest.raises(WorldError, match="is no scenario"):
        link_of(baseline(), like="contactpoint")
    with pytest.raises(WorldError, match="Did you mean 'consent_share'"):
        link_of(baseline(), held={"consent_shares": 0.1})
    with pytest.raises(WorldError, match="from 0 to 1"):
        link_of(baseline(), held={"consent_share": 7})


def test_an_id_is_short_and_apart_for_what_decides_the_figures():
    ids = {design_id(one.levers, ASSUMPTIONS) for one in load_scenarios()}
    ids.add(design_id(baseline(), ASSUMPTIONS.fixed({"consent_share": 0.4})))
    ids.add(design_id(baseline(), ASSUMPTIONS.fixed({"consent_share": 0.41})))
    wider = replace(ASSUMPTIONS.get("consent_share"), high=1.0)
    entries = tuple(wider if one.id == wider.id else one for one in ASSUMPTIONS)
    ids.add(design_id(baseline(), replace(ASSUMPTIONS, entries=entries)))
    assert len(ids) == len(load_scenarios()) + 3
    assert all(len(id) == ID_LENGTH and id.isalnum() and id == id.lower() for id in ids)


def test_an_id_does_not_hang_on_order_or_on_how_a_number_is_written():
    held = ASSUMPTIONS.fixed({"consent_share": 1, "alert_follow_up": 0.5})
    other = ASSUMPTIONS.fixed({"alert_follow_up": 0.5, "consent_share": 1.0})
    shuffled = replace(other, entries=other.entries[::-1])
    assert design_id(CONTACTPOINT, held) == design_id(CONTACTPOINT, shuffled)
    assert held_in(held) == {"consent_share": 1, "alert_follow_up": 0.5}
    whole = replace(CONTACTPOINT, audit_share=1)
    assert design_id(whole, held) == design_id(replace(whole, audit_share=1.0), held)


def test_another_process_gives_the_same_id():
    ask = (
        "from analysis.design_link import design_id\n"
        "from analysis.policy import load_assumptions\n"
        "from analysis.scenarios import read_scenario\n"
        "held = load_assumptions().fixed({'consent_share': 0.4, 'alert_follow_up': 0.1})\n"
        "print(design_id(read_scenario('contactpoint_2009').levers, held))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", ask],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    held = ASSUMPTIONS.fixed({"consent_share": 0.4, "alert_follow_up": 0.1})
    assert answers == {design_id(CONTACTPOINT, held)}
