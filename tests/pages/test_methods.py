"""Does Methods tell everything that the registries hold, and only when somebody asks?"""

from __future__ import annotations

import pytest

from analysis import assumption_register, dictionary, methods
from analysis.appetite import load_rules
from analysis.futures import N_FUTURES
from analysis.outcomes import OUTCOMES
from analysis.policy import load_assumptions
from data.schema import LOG_TABLES, TABLES
from tests.pages.test_app import BARE, answer, said
from tests.tables import drawn_world

ORDER = {"red": 0, "amber": 1, "green": 2}
WORDS_OF_THE_ENGINE = (
    "occasion", "look-up", "view", "needless view", "future", "entry", "improper look-up",
    "shield failure", "dominated", "explained look-up", "alert", "panel",
)  # fmt: skip


def test_every_assumption_stands_in_one_family():
    below = [one.id for family in assumption_register.register(load_assumptions())
             for one in family.entries]  # fmt: skip
    assert sorted(below) == sorted(one.id for one in load_assumptions())


def test_what_moves_the_answer_most_stands_first():
    families = assumption_register.register(load_assumptions())
    firsts = []
    for family in families:
        weights = [(ORDER[one.impact], ORDER[one.quality]) for one in family.entries]
        assert weights == sorted(weights)
        firsts.append(weights[0])
    assert firsts == sorted(firsts)


def test_an_assumption_is_found_by_its_name_id_source_or_note():
    beliefs = load_assumptions()
    for wanted in ("Operation Encompass", "acted_on_share", "hansard", "How long a concern"):
        found = assumption_register.register(beliefs, wanted)
        assert found
        assert sum(len(one.entries) for one in found) < len(list(beliefs))
    assert assumption_register.register(beliefs, "no such thing") == []


def test_what_the_reader_holds_is_said_beside_what_ships():
    beliefs = load_assumptions().fixed({"adoption_share": 0.8})
    words = assumption_register.words(beliefs.get("adoption_share"))
    assert "80%, held by you; ships as 50% (4.5% to 95%)" in words
    assert "held by you" not in assumption_register.words(load_assumptions().get("adoption_share"))


def test_every_outcome_is_defined_in_its_family():
    told = [one for _, _, outcomes in methods.families() for one in outcomes]
    assert sorted(one.id for one in told) == sorted(one.id for one in OUTCOMES)
    for one in OUTCOMES:
        words = methods.definition(one)
        assert one.question in words
        assert one.caveat in words


def test_intervals_are_told_with_the_numbers_that_the_program_takes():
    words = " ".join(methods.intervals(load_assumptions()))
    assert f"{N_FUTURES:,} futures" in words
    assert "95 percent" in words
    assert "how long a concern stays relevant" in words


def test_every_rule_of_disclosure_is_told_with_its_reason():
    told = methods.disclosure()
    assert len(told) == len(load_rules())
    for rule, words in zip(load_rules(), told, strict=True):
        assert rule.why in words
        assert rule.link in words


def test_the_tables_of_the_log_are_in_the_dictionary(small_world):
    assert dictionary.table_names() == (*TABLES, *LOG_TABLES)
    for name in dictionary.table_names():
        assert dictionary.table_description(name)
        assert dictionary.columns_of(name, small_world).height


@pytest.mark.parametrize("word", WORDS_OF_THE_ENGINE)
def test_the_words_of_the_engine_are_explained(word):
    found = dictionary.words(word)
    assert found[0].name == word or word in found[0].name
    assert any(one.name == word for one in found)


def test_the_page_opens_without_its_heavy_parts(open_page, small_world):
    app = open_page(small_world, "methods")
    assert not app.exception
    assert not app.dataframe
    beliefs = load_assumptions()
    assert answer(app) == assumption_register.trust(beliefs)
    for header in ("What is assumed", "What is counted", "Limits", "What is withheld", "Words"):
        assert header in [one.value for one in app.header]


def test_a_part_that_the_address_asks_for_is_open(open_page, small_world):
    app = open_page(small_world, "methods", open="calibration,outcomes-cost,glossary,tables")
    assert not app.exception
    assert app.dataframe
    words = said(app)
    assert "published margins are met" in words
    assert "What does it take to build?" in words
    assert "**shield failure**" in words
    assert "Our key for a child" in "".join(one.proto.body for one in app.get("html"))


def test_missed_margins_alone_can_be_shown(open_page, small_world):
    rows = {
        which: len(open_page(small_world, "methods", open="calibration", shown=which)
                   .dataframe[0].value)
        for which in ("all", "missed")
    }  # fmt: skip
    assert 0 < rows["missed"] < rows["all"]


def test_an_assumption_can_be_looked_for(open_page, small_world):
    app = open_page(small_world, "methods", find="Operation Encompass")
    assert "practice_share.school.police" in said(app)
    assert "adoption_share" not in said(app)
    app.text_input(key="typed-find").set_value("nothing of the kind").run()
    assert not app.exception
    assert "practice_share" not in said(app)


def test_a_word_can_be_looked_up(open_page, small_world):
    app = open_page(small_world, "methods", word="sharing gap")
    assert "**sharing gap**" in said(app)
    assert "**calibration**" not in said(app)
    assert "No word tells" in said(open_page(small_world, "methods", word="xyzzy"))


def test_what_an_imported_world_lacks_is_said(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    app = open_page(world, "methods", open="calibration")
    assert not app.exception
    assert "no table 'episode'" in said(app)
