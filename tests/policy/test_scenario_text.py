"""Does a downloaded design read back the same, and is an upload held to the rules of a file?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.levers import levers_with
from analysis.scenario_file import MOST_BYTES, PRESETS
from analysis.scenario_text import file_name, scenario_toml
from analysis.scenarios import (
    load_scenarios,
    own_scenario,
    read_scenario,
    read_uploaded,
    scenario_card,
)
from data.world import WorldError

MINE = b'label = "Mine"\nsummary = "My own design."\n'


def refusal(content: bytes, name: str = "mine.toml") -> str:
    with pytest.raises(WorldError) as refused:
        read_uploaded(name, content)
    return str(refused.value)


@pytest.mark.parametrize("one", load_scenarios(), ids=lambda one: one.id)
def test_a_preset_reads_back_as_a_copy(one, tmp_path):
    text = scenario_toml(one)
    copy = read_uploaded(file_name(one), text.encode())
    assert replace(copy, id=one.id) == one
    assert scenario_card(copy) == scenario_card(one)
    (tmp_path / file_name(one)).write_text(text, encoding="utf-8")
    assert read_scenario(tmp_path / file_name(one)) == copy
    assert scenario_toml(copy) == text


@pytest.mark.parametrize("one", load_scenarios(), ids=lambda one: one.id)
def test_an_upload_is_read_as_the_file_is(one):
    content = (PRESETS / f"{one.id}.toml").read_bytes()
    assert replace(read_uploaded("copy.toml", content), id=one.id) == one


def test_what_was_held_is_told_as_options():
    one = read_scenario("local_hub")
    text = scenario_toml(one, {"consent_share": 0.4, "alert_follow_up": 1})
    assert "# Seen with --assume consent_share=0.4\n" in text
    assert "# Seen with --assume alert_follow_up=1\n" in text
    assert read_uploaded("mine.toml", text.encode()) == replace(one, id="mine")


def test_a_design_from_a_screen_keeps_the_reasons_of_what_it_keeps():
    start = read_scenario("contactpoint_2009")
    levers = replace(start.levers, audit_share=0.5)
    mine = own_scenario(levers, label="ContactPoint, reviewed", summary="Half of it.", like=start)
    assert mine.id == "contactpoint_reviewed"
    assert mine.sources == start.sources
    assert dict(mine.because).keys() == dict(start.because).keys() - {"audit_share"}
    assert read_uploaded(file_name(mine), scenario_toml(mine).encode()) == mine


def test_a_design_from_a_screen_is_checked():
    assert own_scenario(levers_with({}), label="Local hub", summary="S.").id == "own_local_hub"
    assert own_scenario(levers_with({}), label="Ω", summary="S.").id == "design"
    with pytest.raises(WorldError, match="needs a name"):
        own_scenario(levers_with({}), label="", summary="S.")
    with pytest.raises(WorldError, match="contradicts itself"):
        own_scenario(levers_with({"alert_threshold": 2}), label="L", summary="S.")


def test_text_that_no_file_can_hold_is_refused():
    with pytest.raises(WorldError, match="half of a character"):
        scenario_toml(replace(read_scenario("local_hub"), label="\ud800"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (MINE + b"#" * MOST_BYTES, "'mine.toml' is longer than 65,536 bytes"),
        (MINE + b"x = " + b"[" * 50_000, "nested too deeply"),
        (MINE + b"[sets]\n" + b"x." * 5_000 + b"x = 1\n", "nested too deeply"),
        (MINE + b"[sets]\nscope = [[[[[[[[[1]]]]]]]]]\n", "nested too deeply"),
        (MINE + b"[sets]\nauthorised_users = 0x" + b"f" * 5_000, "more than 64 bits"),
        (MINE + b"[sets]\nauthorised_users = " + b"9" * 5_000, "is not valid TOML"),
        (MINE + b"\xff", "is not valid TOML"),
        (MINE + b'like = "' + b"x" * 50_000 + b'"', "which is no preset"),
        (b'label = 1\nsummary = "S"\n', "'label'"),
        (MINE + b'[sets]\nidentifer = "x"\n', "Did you mean 'identifier'?"),
        (MINE + b"[sets]\nadoption_share = 1\n", "which is an assumption"),
        (MINE + b"[sets]\nalert_threshold = 2\n", "contradicts itself"),
        (MINE + b"[sets]\naudit_share = nan\n", "from 0 to 1"),
        (MINE + b'[[sources]]\npublisher="P"\nsays="S"\nlink="javascript:x"\n', "sources.0.link"),
    ],
)
def test_an_upload_that_is_no_scenario_is_answered(content, sentence):
    told = refusal(content)
    assert sentence in told
    assert len(told) <= 1_000


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("local_hub.toml", "called like the preset 'local_hub'"),
        ("../../local_hub.toml", "called like the preset"),
        ("my design.toml", "can't name a scenario"),
        ("<b>.toml", "'‹b›.toml' can't name a scenario"),
        ("..\\x.toml", "can't name a scenario"),
        ("", "can't name a scenario"),
        ("x" * 100_000, "can't name a scenario"),
    ],
)
def test_the_name_of_an_upload_is_checked_and_leads_nowhere(name, sentence):
    assert sentence in refusal(MINE, name)


def test_the_answer_to_an_upload_is_inert():
    told = refusal(MINE + b'[sets]\nscope = "<img src=//x>![a](http://y)\\u001b"\n')
    assert "can't be" in told
    assert not any(sign in told for sign in ("<", ">", "](", "://", "\x1b", "\n"))
