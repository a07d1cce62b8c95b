"""Do the presets say what the model says, and does a wrong file get one plain sentence?"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from analysis.levers import Levers, baseline
from analysis.policy import JUDGEMENT, load_assumptions
from analysis.scenario_file import PRESET_IDS, PRESETS, scenario_schema
from analysis.scenarios import digest, load_scenarios, read_scenario, scenario_card
from data.world import WorldError

SCENARIOS = load_scenarios()
ASSUMPTIONS = load_assumptions()
MINE = 'label = "Mine"\nsummary = "My own design."\n'
INDEX = """
[sets]
scope = "universal"
connected_agencies = ["school", "police"]
authorised_agencies = ["school", "police"]
authorised_users = 1000
"""


def own(folder: Path, text: str, name: str = "mine.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(WorldError) as refused:
        read_scenario(own(folder, text))
    return str(refused.value)


def test_every_file_is_a_preset_and_the_baseline_is_first():
    assert {path.stem for path in PRESETS.glob("*")} == set(PRESET_IDS)
    assert [one.id for one in SCENARIOS] == list(PRESET_IDS)
    assert SCENARIOS[0].id == "status_quo"
    assert len(SCENARIOS) == 9


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.id)
def test_a_preset_is_complete_and_sourced(one):
    assert one.label
    assert "_" not in one.label
    assert one.summary.endswith(".")
    assert one.summary.count(". ") == 0, "one sentence"
    assert one.sources
    for source in one.sources:
        assert source.publisher
        assert source.says
        assert source.link.startswith("http")
    assert {key for key, _ in one.sets} <= {field.name for field in fields(Levers)}
    assert read_scenario(one.id) is one
    assert read_scenario(PRESETS / f"{one.id}.toml") == one


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.id)
def test_every_value_that_a_preset_sets_says_where_it_is_from(one):
    publishers = [source.publisher for source in one.sources]
    for change in scenario_card(one):
        told = change.source
        assert told == JUDGEMENT or told.startswith(("Decision 0009: ", *publishers)), change.lever
        assert change.old != change.new
        assert change.unit


def test_the_baseline_sets_nothing_and_is_the_baseline():
    assert SCENARIOS[0].sets == ()
    assert SCENARIOS[0].levers == baseline()
    assert scenario_card(SCENARIOS[0]) == []


def test_contactpoint_is_as_it_was_planned():
    levers = read_scenario("contactpoint_2009").levers
    assert (levers.scope, levers.content) == ("universal", "involvement_only")
    assert (levers.sensitive_rule, levers.identifier) == ("consent", "name_and_birth_date")
    assert (levers.authorised_users, levers.lookup_rule) == (330_000, "discretionary")
    assert levers.shielding
    assert levers.two_factor


def test_one_number_is_the_only_difference_to_contactpoint():
    first, second = (
        read_scenario(id).levers for id in ("contactpoint_2009", "contactpoint_with_identifier")
    )
    assert second == replace(first, identifier="single_identifier")


def test_openness_is_the_only_difference_to_contactpoint():
    levers = read_scenario("open_to_families").levers
    assert levers.subject_view
    assert levers.audit_share > read_scenario("contactpoint_2009").levers.audit_share
    closed = replace(levers, reason_required=False, audit_share=0.01, subject_view=False)
    assert closed == read_scenario("contactpoint_2009").levers


def test_one_number_without_an_index_is_asked_on_a_concern():
    levers = read_scenario("identifier_without_index").levers
    assert (levers.scope, levers.trigger_agencies) == ("concern_triggered", 1)
    assert (levers.identifier, levers.lookup_rule) == ("single_identifier", "expected_on_concern")
    assert levers.retention_years_after_18 == 0


def test_nobody_browses_the_index_of_flags():
    levers = read_scenario("reference_index").levers
    assert levers.authorised_agencies == ()
    assert levers.alert_threshold == 2


def test_staff_get_what_contactpoint_would_have_cost_in_todays_pounds():
    running = ASSUMPTIONS.get("running_gbp.index")
    today = running.central * ASSUMPTIONS.get(f"deflator.{running.price_year}").central
    spent = read_scenario("more_social_workers").levers.extra_staff_gbp_per_year
    assert spent == pytest.approx(today, abs=1_000_000)


def test_a_design_of_your_own(tmp_path):
    mine = read_scenario(own(tmp_path, MINE + INDEX))
    assert (mine.id, mine.label) == ("mine", "Mine")
    assert mine.levers.connected_agencies == ("school", "police")
    assert {row.source for row in scenario_card(mine)} == {"set in the file, without a source"}


def test_the_example_in_the_docs_can_be_used(tmp_path):
    page = (Path(__file__).parents[2] / "docs/scenarios.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    mine = read_scenario(own(tmp_path, example))
    assert mine.levers == replace(read_scenario("local_hub").levers, alert_threshold=2)


def test_a_design_may_start_from_a_preset(tmp_path):
    text = MINE + 'like = "contactpoint_2009"\n[sets]\ntwo_factor = false\naudit_share = 0.5\n'
    mine = read_scenario(own(tmp_path, text))
    contactpoint = read_scenario("contactpoint_2009")
    assert mine.levers == replace(contactpoint.levers, two_factor=False, audit_share=0.5)
    assert "two_factor" not in dict(mine.sets)
    assert "audit_share" not in dict(mine.because), "a reason is not kept for another value"
    assert mine.sources == contactpoint.sources


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            MINE + "[sets]\nmaching_method = 1\nidentifer = 2\n",
            ("'maching_method', which is not a lever.",),
        ),
        (MINE + '[sets]\nidentifer = "x"\n', ("Did you mean 'identifier'?",)),
        (
            MINE + '[sets]\nidentifier = "single_identifer"\n',
            ("Did you mean 'single_identifier'?",),
        ),
        (
            MINE + "[sets]\nlookup_share.discretionary = 0.9\n",
            (
                "Scenario 'mine' sets 'lookup_share.discretionary', which is an assumption, not a",
                "--assume lookup_share.discretionary=VALUE",
            ),
        ),
        (MINE + "[sets]\nadoption_share = 1\n", ("which is an assumption", "--assume adoption_")),
        (
            MINE + "[sets]\nlookup_share = 1\n",
            ("assumption", "--assume lookup_share.discretionary"),
        ),
        (MINE + 'scope = "universal"\n', ("lever 'scope' stands outside the table [sets]",)),
        (MINE + 'colour = "red"\n', ("'colour' is no field of a scenario.",)),
        (MINE + 'sumary = "x"\n', ("Did you mean 'summary'?",)),
        (MINE + '[[sources]]\npublisher = "P"\nsays = "S"\nlink = "no"\n', ("sources.0.link",)),
        (MINE + '[[sources]]\npublisher = "P"\nsays = "S"\nlnk = ""\n', ("mean 'link'?",)),
        ('label = "Mine"\n', ("mine.toml: 'summary' is missing.",)),
        ('label = ""\nsummary = "S"\n', ("'label'",)),
        (MINE + "[sets\n", ("'mine.toml' is not valid TOML",)),
        (MINE + 'like = "contactpoint"\n', ("no preset. Did you mean 'contactpoint_2009'?",)),
        (MINE + 'like = "mine"\n', ("is like itself",)),
        (MINE + '[because]\nscope = "x"\n', ("tells why it sets 'scope', but it doesn't.",)),
        (
            MINE + "[sets]\nalert_threshold = 2\n",
            ("Scenario 'mine' contradicts itself.", "no index"),
        ),
        (MINE + INDEX + "update_delay_days = -3\n", ("from 0 to 365 (unit: days), got -3.",)),
        (MINE + INDEX + "extra_staff_gbp_per_year = -1\n", ("from 0 to 10,000,000,000",)),
    ],
)
def test_a_wrong_file_is_answered_with_what_to_put_right(tmp_path, text, sentences):
    told = refusal(tmp_path, text)
    for sentence in sentences:
        assert sentence in told


def test_a_name_that_leads_nowhere_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(WorldError, match="Did you mean 'local_hub'"):
        read_scenario("local_hubs")
    with pytest.raises(WorldError, match="can't be read"):
        read_scenario(tmp_path / "absent.toml")
    with pytest.raises(WorldError, match="can't be read"):
        read_scenario(PRESETS.with_suffix(".toml"))


def test_a_file_can_not_pass_for_a_preset(tmp_path):
    with pytest.raises(WorldError, match="called like the preset 'local_hub'"):
        read_scenario(own(tmp_path, MINE, "local_hub.toml"))
    with pytest.raises(WorldError, match="can't name a scenario"):
        read_scenario(own(tmp_path, MINE, "my design.toml"))


def test_the_digest_does_not_hang_on_the_order_of_keys(tmp_path):
    keys = INDEX.strip().splitlines()
    turned = "\n".join([keys[0], *reversed(keys[1:])])
    turned = turned.replace('["school", "police"]', '["police", "school"]')
    one = read_scenario(own(tmp_path, MINE + INDEX, "one.toml"))
    other = read_scenario(own(tmp_path, MINE.replace("Mine", "Yours") + turned, "other.toml"))
    assert digest(one, ASSUMPTIONS) == digest(other, ASSUMPTIONS)
    shuffled = replace(ASSUMPTIONS, entries=ASSUMPTIONS.entries[::-1])
    assert digest(one, shuffled) == digest(one, ASSUMPTIONS)


def test_the_digest_tells_designs_and_assumptions_apart():
    digests = {digest(one, ASSUMPTIONS) for one in SCENARIOS}
    assert len(digests) == len(SCENARIOS)
    held = ASSUMPTIONS.fixed({"alert_follow_up": 0.61})
    assert digest(SCENARIOS[0], held) not in digests


def test_the_schema_knows_every_lever_and_takes_every_preset():
    schema = scenario_schema()
    sets = schema["properties"]["sets"]["properties"]
    assert list(sets) == [field.name for field in fields(Levers)]
    for one in SCENARIOS:
        for key, value in one.sets:
            told = sets[key]
            if "enum" in told:
                assert value in told["enum"]
            elif told["type"] == "array":
                assert set(value) <= set(told["items"]["enum"])
            elif told["type"] != "boolean":
                assert told["minimum"] <= value <= told.get("maximum", value)
    assert json.loads(json.dumps(schema)) == schema
