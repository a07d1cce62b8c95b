"""Is a reader's own file of assumptions laid over those that ship, or refused with the remedy?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.assuming import assuming, believed
from analysis.assumption_file import MOST_BYTES, UNSOURCED, read_assumptions
from analysis.assumption_schema import LONGEST_TEXT, AssumptionEntry, assumption_schema
from analysis.futures import Futures, Held
from analysis.policy import BOUNDS, DIVISORS, load_assumptions
from data.world import WorldError

ROOT = Path(__file__).parents[2]
SHIPPED = load_assumptions()
CONSENT = SHIPPED.get("consent_share")


def own(folder: Path, text: str | bytes) -> Path:
    file = folder / "mine.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def changed(folder: Path, text: str | bytes) -> dict:
    """What the file changes: the entries that are not as they ship, by id."""
    found = read_assumptions(own(folder, text))
    assert [one.id for one in found] == [one.id for one in SHIPPED]
    return {one.id: one for one in found if one != SHIPPED.get(one.id)}


def span(one) -> tuple[float, float, float]:
    return one.low, one.central, one.high


@pytest.mark.parametrize("text", ["", "# nothing\n", "[consent_share]\n"])
def test_a_file_that_says_nothing_changes_nothing(tmp_path, text):
    assert changed(tmp_path, text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "consent_share = 0.4",
        '"consent_share" = 0.4',
        b"\xef\xbb\xbfconsent_share = 0.4",
        "[consent_share]\nlow = 0.4\ncentral = 0.4\nhigh = 0.4",
    ],
)
def test_one_number_holds_an_assumption(tmp_path, text):
    found = changed(tmp_path, text)
    assert list(found) == ["consent_share"]
    assert span(found["consent_share"]) == (0.4, 0.4, 0.4)
    own_futures = Futures(read_assumptions(tmp_path / "mine.toml"), n=20)
    assert set(own_futures("consent_share")) == {0.4}


@pytest.mark.parametrize(
    "text",
    [
        '"lookup_share.discretionary" = 0.4',
        "lookup_share.discretionary = 0.4",
        "[lookup_share]\ndiscretionary = 0.4",
    ],
)
def test_an_id_stands_in_quotes_or_as_nested_tables(tmp_path, text):
    found = changed(tmp_path, text)
    assert {id: span(one) for id, one in found.items()} == {
        "lookup_share.discretionary": (0.4, 0.4, 0.4)
    }


def test_fields_that_are_left_out_stay_as_they_ship(tmp_path):
    one = changed(tmp_path, "[consent_share]\nhigh = 0.9")["consent_share"]
    assert span(one) == (CONSENT.low, CONSENT.central, 0.9)
    kept = replace(one, high=CONSENT.high, source=CONSENT.source, quality=CONSENT.quality)
    assert kept == CONSENT
    two = changed(tmp_path, '[consent_share]\ncentral = 0.3\ndistribution = "uniform"')
    assert span(two["consent_share"]) == (CONSENT.low, 0.3, CONSENT.high)
    assert two["consent_share"].distribution == "uniform"


def test_a_range_may_leave_the_one_that_ships(tmp_path):
    wide = "[consent_share]\nlow = 0\ncentral = 0.01\nhigh = 1"
    assert span(changed(tmp_path, wide)["consent_share"]) == (0, 0.01, 1)
    assert changed(tmp_path, "window_days = 10")["window_days"].central == 10


def test_other_numbers_do_not_pass_under_the_source_that_ships(tmp_path):
    shipped = SHIPPED.get("adoption_share")
    assert shipped.link
    bare = changed(tmp_path, "adoption_share = 0.8")["adoption_share"]
    assert (bare.source, bare.link, bare.quality) == (UNSOURCED, "", "red")
    told = changed(tmp_path, '[adoption_share]\ncentral = 0.8\nsource = "Our survey"\nnote = "n"')
    one = told["adoption_share"]
    assert (one.source, one.link, one.note) == ("Our survey", "", "n")
    same = changed(tmp_path, f"[adoption_share]\ncentral = {shipped.central}\nnote = 'n'")
    assert same["adoption_share"] == replace(shipped, note="n")


def test_a_constant_can_be_held_at_another_value(tmp_path):
    for text in ("discount_rate = 0.02", "[discount_rate]\ncentral = 0.02"):
        assert span(changed(tmp_path, text)["discount_rate"]) == (0.02, 0.02, 0.02)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("consent_shar = 1", ("'consent_shar' is no assumption.", "mean 'consent_share'?")),
        ("[lookup_share]\ndiscretionry = 1", ("Did you mean 'lookup_share.discretionary'?",)),
        ("[lookup_share]", ("'lookup_share' is no assumption. Did you mean 'lookup_share.",)),
        ("zzz = 1", ("'zzz' is no assumption. All of them are listed in docs/assumptions.md",)),
        ("[practice_share.school]\npolise = 1", ("mean 'practice_share.school.police'?",)),
        ("practice_share.school.hospital = 1", ("is ruled by 'practice_share.any.any'.",)),
        ("[consent_share]\nloww = 1", ("'loww' is no field", "Did you mean 'low'?")),
        ('[consent_share]\nlabel = "x"', ("'label' is no field", "low, central, high, distr")),
        ('[consent_share]\nlow = "x"\nhih = 1', ("'hih' is no field", "Did you mean 'high'?")),
        ("[consent_share.low]\nx = 1", ("assumption 'consent_share': 'low'", "valid number")),
        ("consent_share = 0.4\n[x]\nconsent_share = 1", ("'x.consent_share' is no assumption.",)),
        (
            'lookup_share.discretionary = 0.4\n"lookup_share.discretionary" = 0.4',
            ("'lookup_share.discretionary' stands there twice. Leave one.",),
        ),
        (
            "[consent_share]\ncentral = 0.9",
            ("central 0.9 lies above high 0.8 (as it ships).", '"consent_share" = 0.9.'),
        ),
        (
            "[consent_share]\nlow = 0.6",
            ("low 0.6 lies above central 0.5 (as it ships).", '"consent_share" = 0.6.'),
        ),
        ("[consent_share]\nlow = 0.9\ncentral = 0.8", ("low 0.9 lies above central 0.8. Give",)),
        ("consent_share = 1.4", ("consent_share is a number of unit 'share', from 0 to 1; got",)),
        ("[consent_share]\nlow = -0.1", ("low of consent_share is a number", "got -0.1.")),
        ("contactpoint_users = 0", ("can't be 0, for other numbers are divided by it",)),
        ("[discount_rate]\nhigh = 0.05", ("it is a constant and has no range",)),
        ('[consent_share]\ndistribution = "none"', ("uniform or triangular",)),
        ('[consent_share]\ndistribution = "normal"', ("'distribution'", "got 'normal'.")),
        ("consent_share = true", ("valid number; got True.",)),
        ('consent_share = "0.4"', ("valid number; got '0.4'.",)),
        ("consent_share = [0.4]", ("valid number; got [0.4].",)),
        ("consent_share = 2024-03-31", ("valid number",)),
        ("consent_share = nan", ("finite number",)),
        ("consent_share = -inf", ("finite number",)),
        (f"consent_share = {'9' * 400}", ("valid number", "9...")),
        (f"consent_share = {'9' * 5000}", ("'mine.toml' is not valid TOML",)),
        (f"consent_share = {'[' * 9000}", ("'mine.toml' is not valid TOML",)),
        ("[consent_share\n", ("'mine.toml' is not valid TOML",)),
        (b"\xff\xfe", ("'mine.toml' is not valid TOML",)),
        (b"# \x07", ("'mine.toml' is not valid TOML",)),
        ('"a\\u0007b" = 1', (r"'a\x07b' is no assumption",)),
        ('[consent_share]\nsource = ""', ("'source'",)),
        ('[consent_share]\nsource = "a\\u001bb"', (r"holds the character '\x1b'",)),
        ('[consent_share]\nnote = "a\\u202eb"', (r"holds the character '\u202e'",)),
        ('[consent_share]\nnote = "a\\u2028b"', (r"holds the character '\u2028'",)),
        (f'[consent_share]\nnote = "{"x" * (LONGEST_TEXT + 1)}"', ("at most 1000 characters",)),
        ("#" * (MOST_BYTES + 1), ("larger than 256 kB",)),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else "",
)
def test_a_wrong_file_is_answered_with_what_to_put_right(tmp_path, text, sentences):
    with pytest.raises(WorldError) as refused:
        read_assumptions(own(tmp_path, text))
    told = str(refused.value)
    assert "mine.toml" in told
    assert told.endswith((".", "?"))
    assert len(told) < 500
    for sentence in sentences:
        assert sentence in told


def test_the_longest_text_and_file_are_taken(tmp_path):
    note = "x" * LONGEST_TEXT
    found = changed(tmp_path, f'[consent_share]\nnote = "{note}"')
    assert found["consent_share"].note == note
    assert changed(tmp_path, "#" * MOST_BYTES) == {}


@pytest.mark.parametrize("path", ["none.toml", ".", "a\0b"])
def test_a_file_that_can_not_be_read_is_told(tmp_path, path):
    with pytest.raises(WorldError, match="can't be read"):
        read_assumptions(tmp_path / path)


def test_a_held_value_counts_after_the_file(tmp_path):
    file = own(tmp_path, "consent_share = 0.4\nadoption_share = 0.9")
    found = believed(file, ["consent_share=0.7"])
    assert span(found.get("consent_share")) == (0.7, 0.7, 0.7)
    assert span(found.get("adoption_share")) == (0.9, 0.9, 0.9)
    assert believed() == SHIPPED
    assert believed(told=["consent_share=0.7"]) == assuming(SHIPPED, ["consent_share=0.7"])


def test_one_assumption_is_not_held_at_two_values():
    with pytest.raises(WorldError, match="'consent_share' is held at two values"):
        assuming(SHIPPED, ["consent_share=0.7", "consent_share = 0.6"])
    assert assuming(SHIPPED, ["consent_share=0.7", "consent_share=0.70"])


def test_files_can_be_laid_over_each_other(tmp_path):
    first = read_assumptions(own(tmp_path, "consent_share = 0.4"))
    both = read_assumptions(own(tmp_path, "[consent_share]\nhigh = 0.6"), first)
    assert span(both.get("consent_share")) == (0.4, 0.4, 0.6)


def test_what_is_divided_by_can_not_be_held_at_nothing():
    for id in DIVISORS:
        with pytest.raises(WorldError, match="can't be 0"):
            assuming(SHIPPED, [f"{id}=0"])


@pytest.mark.parametrize(
    ("kind", "distribution", "words"),
    [("constant", "triangular", "a constant has no range"), ("uncertainty", "none", "'none'")],
)
def test_a_shipped_range_needs_a_distribution_and_no_constant(tmp_path, kind, distribution, words):
    fields = {
        "label": "A number",
        "unit": "share",
        "distribution": distribution,
        "kind": kind,
        "quality": "red",
        "impact": "red",
        "source": "judgement",
    }
    text = "\n".join(f'{name} = "{value}"' for name, value in fields.items())
    file = own(tmp_path, f"[my_number]\nlow = 0.1\ncentral = 0.2\nhigh = 0.3\n{text}")
    with pytest.raises(WorldError, match=words):
        load_assumptions(file)


def test_the_example_of_the_docs_can_be_used(tmp_path):
    page = (ROOT / "docs/methods-futures.md").read_text(encoding="utf-8")
    text = re.search(r"```toml\n(.*?)```", page, flags=re.DOTALL)[1]
    found = changed(tmp_path, text)
    assert set(found) == {"adoption_share", "lookup_share.discretionary", "minutes.lookup"}
    assert Held(read_assumptions(tmp_path / "mine.toml"))("adoption_share") == 0.8


def test_the_schema_takes_every_id_in_quotes_and_as_nested_tables():
    schema = assumption_schema()
    for one in SHIPPED:
        place = schema
        for name in one.id.split("."):
            assert place["additionalProperties"] is False
            place = place["properties"][name]
        assert place == schema["properties"][one.id]
        number, table = place["anyOf"]
        assert (number["minimum"], number["maximum"]) == BOUNDS[one.unit]
        assert number["minimum"] <= one.low <= one.high <= number["maximum"]
        assert list(table["properties"]) == list(AssumptionEntry.model_fields)
        assert table["additionalProperties"] is False
        assert place["title"].startswith(one.label)
    assert json.loads(json.dumps(schema)) == schema
