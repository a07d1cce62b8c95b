"""Is what must not be told withheld, with all that rests on it, and said in plain words?"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import polars as pl
import pytest

from analysis.appetite import Appetite, load_rules, read_appetite
from analysis.disclosure import protect, protect_cross
from analysis.policy import POLICY
from data.world import WorldError
from tests.attacker import bounds

ROOT = Path(__file__).parents[2]
APPETITE = Appetite(threshold=10, withhold_zeros=False, secondary=True, rounding_base=1)
ALONE = replace(APPETITE, secondary=False)
# The table of AI-SDC/ACRO issue 198: recommendations by parents' standing, with margins.
PARENTS = ("great_pret", "pretentious", "usual")
ACRO = {
    "not_recom": (1440, 1440, 1440),
    "priority": (858, 1484, 1924),
    "recommend": (0, 0, 2),
    "spec_prior": (2022, 1264, 758),
    "very_recom": (0, 132, 196),
}


def groups(**counts: int) -> pl.DataFrame:
    return pl.DataFrame({"group": list(counts), "n": list(counts.values())})


def protected(frame: pl.DataFrame, appetite: Appetite = APPETITE, **others):
    return protect(frame, **{"key": "group", "counts": ["n"], "appetite": appetite} | others)


def acro(appetite: Appetite):
    lines = [
        (row, name, n) for row, ns in ACRO.items() for name, n in zip(PARENTS, ns, strict=True)
    ]
    frame = pl.DataFrame(lines, schema=["row", "parents", "n"], orient="row")
    return protect_cross(frame, row="row", column="parents", count="n", appetite=appetite)


def read_by_somebody(told) -> dict:
    """The bounds of each withheld cell of `acro`, from what is shown of cells and margins."""
    cells = [*told.frame.drop("n_withheld").rows(), *told.totals.drop("n_withheld").rows()]
    shown = {(row, column): n for row, column, n in cells if n is not None}
    floors = {(row, column): 0 for row, column, n in cells if n is None}
    equations = [((row, None), [(row, name) for name in PARENTS]) for row in [*ACRO, None]]
    equations += [((None, name), [(row, name) for row in ACRO]) for name in [*PARENTS, None]]
    return bounds(shown, floors, equations)


def test_the_appetite_says_why_and_where_from():
    rules = load_rules()
    assert read_appetite() == Appetite(**{rule.id: rule.value for rule in rules})
    for rule in rules:
        assert rule.label
        assert rule.unit
        assert rule.why.endswith(".")
        assert rule.link.startswith("https://")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[threshold]", "[treshold]", "Did you mean 'threshold'?"),
        ("value = 10", "value = 0", "rule 'threshold', field 'value'"),
        ("value = 10", "value = true", "rule 'threshold', field 'value'"),
        ("value = false", "value = 0", "rule 'withhold_zeros', field 'value'"),
        ('unit = "children"', "", "field 'unit'"),
        ("[threshold]", "[threshold", "is not valid TOML"),
        ("[secondary]", "[threshold.x]", "rule 'threshold'"),
    ],
)
def test_a_wrong_appetite_is_refused_with_what_is_wrong(tmp_path, old, new, sentence):
    file = tmp_path / "disclosure.toml"
    text = (POLICY / "disclosure.toml").read_text(encoding="utf-8")
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(WorldError, match="disclosure.toml") as refused:
        read_appetite(file)
    assert sentence in str(refused.value)


def test_a_missing_rule_or_file_is_named(tmp_path):
    file = tmp_path / "appetite.toml"
    with pytest.raises(WorldError, match="can't be read"):
        read_appetite(file)
    file.write_text("")
    with pytest.raises(WorldError, match="the rule 'threshold' is missing"):
        read_appetite(file)


def test_what_totals_gave_away_in_acro_issue_198_is_withheld():
    told = acro(APPETITE)
    withheld = told.frame.filter("n_withheld").select("row", "parents").rows()
    assert set(withheld) == {("recommend", "usual"), ("very_recom", "usual")}
    assert told.totals.filter("n_withheld")["row"].to_list() == ["recommend", "very_recom"]
    low, high = read_by_somebody(told)["recommend", "usual"]
    assert low <= 1
    assert high >= 10


def test_without_secondary_suppression_the_same_table_is_an_open_book():
    told = acro(ALONE)
    assert told.frame.filter("n_withheld").select("row", "parents").rows() == [
        ("recommend", "usual")
    ]
    assert read_by_somebody(told)["recommend", "usual"] == (2, 2)


def test_zeros_are_withheld_as_acro_does_where_the_appetite_says_so():
    told = acro(replace(APPETITE, withhold_zeros=True))
    hidden = set(told.frame.filter("n_withheld").select("row", "parents").rows())
    assert hidden > {("very_recom", "great_pret"), *product(["recommend"], PARENTS)}
    for cell in hidden:
        if dict(zip(PARENTS, ACRO[cell[0]], strict=True))[cell[1]] < 10:
            low, high = read_by_somebody(told)[cell]
            assert low <= 0
            assert high >= 10


def test_a_small_count_and_the_smallest_that_hides_it_are_withheld():
    told = protected(groups(a=3, b=50, c=600, d=0))
    assert told.frame["n"].to_list() == [None, None, 600, 0]
    assert told.frame["n_withheld"].to_list() == [True, True, False, False]
    assert told.totals.rows() == [(None, 653, False)]
    assert told.n_withheld == 2
    assert told.sentence == (
        "2 of 4 groups withheld: fewer than 10 children, or needed so that such a count can't be "
        "worked out."
    )


def test_small_counts_that_hide_each_other_need_no_other():
    assert protected(groups(a=6, b=7, c=50)).frame["n"].to_list() == [None, None, 50]
    # ... but 1 and 2 add up to 3, so that neither could be 10
    assert protected(groups(a=1, b=2, c=50)).frame["n"].to_list() == [None, None, None]


def test_threshold_and_zero_are_shown_and_nothing_is_withheld_for_nothing():
    told = protected(groups(a=10, b=0, c=11), groups="councils")
    assert told.frame["n"].to_list() == [10, 0, 11]
    assert told.sentence == "None of 3 councils withheld."


def test_primary_suppression_alone_says_so():
    told = protected(groups(a=3, b=50), ALONE, groups="councils", counted="looked-after children")
    assert told.frame["n"].to_list() == [None, 50]
    assert told.sentence == "1 of 2 councils withheld: fewer than 10 looked-after children."


def test_a_total_is_withheld_where_nothing_else_hides_its_only_part():
    told = protected(groups(a=3, b=0))
    assert told.frame["n"].to_list() == [None, 0]
    assert told.totals["n"].to_list() == [None]
    assert told.sentence.endswith(" 1 total is withheld as well.")


def test_a_council_alone_in_its_region_is_hidden_by_another_region():
    frame = pl.DataFrame(
        {
            "group": ["a", "b", "c", "d"],
            "region": ["north", "south", "south", "east"],
            "n": [4, 30, 40, 80],
        }
    )
    told = protected(frame, within="region")
    assert told.frame["n"].to_list()[0] is None
    shown = dict(told.totals.select("group", "n").rows())
    assert shown == {"north": None, "south": 70, "east": None, None: 154}


def test_rows_for_totals_may_stand_in_the_frame():
    frame = pl.DataFrame(
        {"group": ["a", "b", "c", "All"], "of": ["All"] * 3 + [None], "n": [4, 30, 40, 74]}
    )
    told = protected(frame, within="of")
    assert told.frame["n"].to_list() == [None, None, 40, 74]
    assert told.totals.is_empty()


def test_a_part_that_leaves_few_is_withheld_with_its_share_and_interval():
    frame = pl.DataFrame(
        {
            "group": ["a", "b", "c"],
            "n": [97, 60, 500],
            "of": [100, 100, 1000],
            "share": [0.97, 0.6, 0.5],
            "share_high": [0.99, 0.7, 0.51],
            "of_scaled": [1000, 1000, 10_000],
        }
    )
    told = protected(
        frame,
        of="of",
        shares={"share": ("n", "of")},
        also={"share_high": ("n", "of"), "of_scaled": ("of",)},
    )
    assert told.frame["n"].to_list() == [None, None, 500], "3 of group a have none"
    assert told.frame["share"].to_list() == [None, None, 0.5]
    assert told.frame["share_high"].to_list() == [None, None, 0.51]
    assert told.frame["of_scaled"].to_list() == [1000, 1000, 10_000]


def test_what_a_share_leaves_out_hides_a_small_part():
    frame = pl.DataFrame({"group": ["a", "b"], "n": [3, 600], "of": [1000, 1000]})
    told = protected(frame, of="of")
    assert told.frame["n"].to_list() == [None, None], "the total of n is known"
    assert told.frame["of"].to_list() == [1000, 1000]


def test_parts_that_overlap_hide_no_less():
    frame = pl.DataFrame({"group": ["a"], "police": [30], "school": [12], "of": [38]})
    told = protected(frame, counts=["police", "school"], of="of")
    assert told.n_withheld == 1, "4 children are known to both"


def test_rounding_is_said_and_shares_follow_it():
    frame = pl.DataFrame(
        {"group": ["a", "b", "c"], "n": [12, 13, 0], "of": [101, 102, 30], "share": [0.1] * 3}
    )
    rounded = replace(APPETITE, rounding_base=5)
    told = protected(frame, rounded, of="of", shares={"share": ("n", "of")})
    assert told.frame["n"].to_list() == [10, 15, 0]
    assert told.frame["of"].to_list() == [100, 100, 30]
    assert told.frame["share"].to_list() == [0.1, 0.15, 0]
    assert told.totals["n"].to_list() == [25]
    assert told.sentence.endswith(
        "rounded to the nearest 5, each by itself, so they need not add up to their totals."
    )
    exact = protected(groups(a=3, b=4, c=12, d=4), APPETITE).frame["n_withheld"]
    assert protected(groups(a=3, b=4, c=12, d=4), rounded).frame["n_withheld"].equals(exact)


def test_the_threshold_is_one_then_everything_is_shown():
    assert protected(groups(a=1, b=0), replace(APPETITE, threshold=1)).n_withheld == 0


def test_no_rows_and_no_figures_are_no_trouble():
    empty = protected(pl.DataFrame(schema={"group": pl.String, "n": pl.Int64}))
    assert (empty.frame.height, empty.n_withheld) == (0, 0)
    told = protected(pl.DataFrame({"group": ["a", "b"], "n": [None, 20]}))
    assert told.frame["n"].to_list() == [None, 20]
    assert told.n_withheld == 0, "not known is not withheld"


@pytest.mark.parametrize(
    ("frame", "others", "sentence"),
    [
        ({"group": ["a"], "n": [1.5]}, {}, "whole counts were expected"),
        ({"group": ["a"], "n": [-1]}, {}, "counts of 0 or more"),
        ({"group": ["a", "a"], "n": [1, 2]}, {}, "one row for each group"),
        ({"group": ["a"], "n": [5], "of": [4]}, {"of": "of"}, "exceeds its total"),
        (
            {"group": ["a", "All"], "n": [5, 4], "in": ["All", None]},
            {"within": "in"},
            "exceeds its total",
        ),
        (
            {"group": ["a", "b"], "n": [5, 4], "in": ["b", "a"]},
            {"within": "in"},
            "is a part of itself",
        ),
    ],
)
def test_what_can_not_be_protected_is_refused(frame, others, sentence):
    with pytest.raises(ValueError, match=sentence):
        protected(pl.DataFrame(frame), **others)


def test_the_order_of_columns_and_the_frame_itself_stay_as_they_are():
    frame = groups(a=3, b=50)
    told = protected(frame)
    assert told.frame.columns == ["group", "n", "n_withheld"]
    assert frame["n"].to_list() == [3, 50]
    assert told.frame.schema["n"] == frame.schema["n"]


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_the_methods_page_tells_the_values_of_the_file(rule):
    page = (ROOT / "docs/methods-disclosure.md").read_text(encoding="utf-8")
    value = {True: "yes", False: "no"}[rule.value] if rule.unit == "yes or no" else rule.value
    assert f"| `{rule.id}` | {value} |" in page
