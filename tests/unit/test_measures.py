"""The measures of the screens: identities, intervals, scaling, and what is not there."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pyarrow.parquet as pq
import pytest

from analysis import delay, funnel, gaps, sql
from analysis.answer import Provenance
from analysis.availability import NotAvailable
from analysis.downloads import file_name, metadata, to_csv, to_parquet
from analysis.groups import DIMENSIONS, dimension
from analysis.policy import load_assumptions
from analysis.prepared import prepare
from analysis.version import RESULTS_VERSION
from tests.tables import drawn_world

ASSUMPTIONS = load_assumptions()
CHILD = """
    child_id | born_on    | sex    | ethnic_group | area_code | household_id | need_tier
    1        | 2010-05-01 | female | white        | E06000001 | 1            | acute
    2        | 2022-05-01 | male   | asian        | E06000002 | 1            | complex
    3        | 2015-05-01 | male   | white        | E06000001 | 2            | complex
    4        | 2015-05-01 | male   | white        | E06000001 | 3            | complex
    5        | 2015-05-01 | male   | white        | E06000001 | 4            | acute
    6        | 2015-05-01 | male   | white        | E06000001 | 4            | none
"""
CONTACT = """
    child_id | agency      | contacted_on | is_concern
    1        | police      | 2023-06-01   | true
    1        | school      | 2023-06-05   | true
    1        | social_care | 2023-06-07   | false
    1        | school      | 2023-07-05   | true
    2        | hospital    | 2023-08-01   | true
    2        | police      | 2023-08-03   | true
    3        | school      | 2023-01-01   | true
    4        | school      | 2023-09-01   | true
    4        | police      | 2023-09-01   | true
    5        | police      | 2023-09-01   | false
    6        | police      | 2023-09-01   | true
    6        | school      | 2023-09-05   | true
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Six children, half of England for all the tests know."""
    folder = tmp_path_factory.mktemp("half")
    return prepare(drawn_world(folder, fraction=0.5, child=CHILD, contact=CONTACT))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The same six children as an imported world."""
    folder = tmp_path_factory.mktemp("whole")
    return prepare(drawn_world(folder, origin="imported", child=CHILD, contact=CONTACT))


def values(answer) -> dict:
    return dict(answer.frame.select("outcome_id", "value").rows())


def test_the_headline_by_hand(whole):
    """Four needs: school of police twice for child 1, police of hospital, school of police."""
    found = values(gaps.headline(whole, ASSUMPTIONS))
    school_police, any_any, uplift = 0.45, 0.25, 0.3
    first = 1 - school_police
    second = first * (1 - school_police) * (1 - uplift)
    assert found["sharing_needs"] == 4
    assert found["sharing_gaps"] == pytest.approx(first + second + (1 - any_any) + first)
    assert found["gap_share"] == pytest.approx(found["sharing_gaps"] / 4)
    assert found["children_with_need"] == 3
    assert found["children_with_gap"] == pytest.approx(first + (1 - any_any) + first)
    assert found["children_never_put_together"] == pytest.approx(second + (1 - any_any) + first)
    assert found["median_held_days"] == 4


def test_counts_of_a_sample_are_scaled_and_ratios_are_not(prepared, whole):
    sample, counted = (values(gaps.headline(p, ASSUMPTIONS)) for p in (prepared, whole))
    for id in ("sharing_needs", "sharing_gaps", "children_with_need", "children_with_gap"):
        assert sample[id] == pytest.approx(2 * counted[id])
    for id in ("gap_share", "median_held_days"):
        assert sample[id] == pytest.approx(counted[id])


def test_an_interval_holds_its_figure_and_a_sample_widens_it(prepared, whole):
    frames = [gaps.headline(p, ASSUMPTIONS).frame for p in (prepared, whole)]
    for frame in frames:
        assert (frame["low"] <= frame["value"]).all()
        assert (frame["value"] <= frame["high"]).all()
    sample, counted = (frame.filter(pl.col("outcome_id") == "gap_share") for frame in frames)
    assert sample["low"][0] < counted["low"][0]
    assert sample["high"][0] > counted["high"][0]
    needs = frames[1].row(0, named=True)
    assert needs["low"] == needs["value"] == needs["high"]


def test_pairs_and_groups_add_up_to_the_headline(prepared):
    found = values(gaps.headline(prepared, ASSUMPTIONS))
    pairs = gaps.by_pair(prepared, ASSUMPTIONS).frame
    assert pairs.height == 90
    assert tuple(pairs.columns[4:]) == gaps.MEASURES
    tables = [pairs]
    for one in DIMENSIONS:
        if one.id != "deprivation_decile":
            tables.append(gaps.by_group(prepared, one.id, ASSUMPTIONS).frame)
            assert tables[-1]["n_children"].sum() == pytest.approx(12)
    for table in tables:
        assert table["n_needs"].sum() == pytest.approx(found["sharing_needs"])
        assert table["n_gaps"].sum() == pytest.approx(found["sharing_gaps"])
        shares = table["gap_share"].drop_nulls()
        assert shares.is_between(0, 1).all()


def test_a_pair_without_a_need_counts_nothing_and_has_no_share(prepared):
    pairs = gaps.by_pair(prepared, ASSUMPTIONS).frame
    none = pairs.filter(seeker="police", holder="school").row(0, named=True)
    assert (none["n_needs"], none["n_gaps"], none["gap_share"]) == (0, 0, None)


def test_groups_come_in_their_order_with_their_words(prepared):
    bands = gaps.by_group(prepared, "age_band", ASSUMPTIONS).frame
    assert bands["group_label"].to_list() == ["Under 1", "5 to 9", "10 to 15"]
    areas = gaps.by_group(prepared, "area", ASSUMPTIONS).frame
    assert areas.select("group_label", "region").row(0) == ("Hartlepool", "North East")


def test_what_a_world_lacks_is_told_in_one_sentence(prepared):
    with pytest.raises(NotAvailable, match="no column 'deprivation_decile'") as lacking:
        gaps.by_group(prepared, "deprivation_decile", ASSUMPTIONS)
    assert lacking.value.missing == ("child.deprivation_decile",)
    assert len(str(lacking.value).splitlines()) == 1


def test_the_least_that_an_import_holds_gives_the_headline(tmp_path):
    prepared = prepare(drawn_world(tmp_path, origin="imported", child="child_id\n1\n", contact=[]))
    assert values(gaps.headline(prepared, ASSUMPTIONS))["sharing_needs"] == 0
    with pytest.raises(NotAvailable, match="need_tier"):
        funnel.funnel(prepared, ASSUMPTIONS)


def test_a_missing_table_is_named(tmp_path):
    from analysis.availability import require

    world = drawn_world(tmp_path, child="child_id\n1\n", contact=[])
    with pytest.raises(NotAvailable, match="no table 'registration'"):
        require(world, "Records", "child.child_id", "registration")


def test_an_unknown_group_is_a_mistake_of_ours():
    with pytest.raises(KeyError, match="no way of grouping"):
        dimension("shoe_size")


def test_every_child_is_in_one_step_of_the_funnel(whole):
    """Child 5 has no concern, 3 one agency, 4 two on the same day, 1 and 2 have needs."""
    frame = funnel.funnel(whole, ASSUMPTIONS).frame
    steps = dict(frame.select("step", "n_children").rows())
    first = 1 - 0.45
    assert steps["not_seen"] == 1
    assert steps["seen_by_one"] == 1
    assert steps["nothing_to_share"] == 1
    assert steps["closed_by_design"] == 0
    assert steps["gap_remains"] == pytest.approx(first + 0.75)
    assert steps["shared_by_practice"] == pytest.approx(2 - first - 0.75)
    assert frame["per_1000"].sum() == pytest.approx(1000)
    assert (frame["n_children_low"] <= frame["n_children"]).all()
    assert (frame["n_children"] <= frame["n_children_high"]).all()


def test_the_funnel_of_other_children_says_so(whole):
    answer = funnel.funnel(whole, ASSUMPTIONS, tiers=("none",))
    assert answer.frame["n_children"].sum() == 1
    assert "none" in answer.provenance.title


def test_a_funnel_of_nobody_is_empty_not_wrong(whole):
    frame = funnel.funnel(whole, ASSUMPTIONS, tiers=("additional",)).frame
    assert frame["n_children"].sum() == 0
    assert frame["text"].to_list() == ["not known"] * 6


def test_delays_cover_the_window_once(prepared):
    frame = delay.delay(prepared, ASSUMPTIONS).frame
    assert frame["from_days"][0] == 1
    assert frame["to_days"][-1] == 180
    assert (frame["from_days"][1:] == frame["to_days"][:-1] + 1).all()
    assert frame["n_needs"].sum() == 8
    assert frame["needs_share"].sum() == pytest.approx(1)
    assert (frame["gaps_share_low"] <= frame["gaps_share_high"]).all()


def test_better_practice_never_opens_a_gap(prepared):
    shares = [entry.id for entry in ASSUMPTIONS if entry.unit == "share"]
    found = [
        values(gaps.headline(prepared, ASSUMPTIONS.fixed(dict.fromkeys(shares, chance))))
        for chance in (0.0, 0.3, 1.0)
    ]
    for id in ("sharing_gaps", "children_with_gap", "children_never_put_together"):
        series = [one[id] for one in found]
        assert series == sorted(series, reverse=True)
        assert series[-1] == 0
    assert found[0]["sharing_gaps"] == found[0]["sharing_needs"]


def test_an_answer_says_how_it_was_made(prepared, whole):
    told = gaps.by_group(prepared, "region", ASSUMPTIONS).provenance
    assert told.scaling == "scaled to England"
    assert "95 percent" in told.intervals
    assert "create macro sharing_need(" in told.sql
    assert ("dimension", "region") in told.params
    assert ("practice_share.any.any", 0.1, 0.25, 0.4) in told.assumptions
    assert [one.id for one in told.definitions] == ["sharing_needs", "sharing_gaps", "gap_share"]
    assert "Synthetic" in told.origin
    assert gaps.headline(whole, ASSUMPTIONS).provenance.scaling == "as counted in this world"


def test_the_sql_shown_holds_each_definition_once(prepared):
    """Definitions first, then the tables and the queries of every figure in the frame."""
    shown = gaps.headline(prepared, ASSUMPTIONS).provenance.sql
    made = [line.split("(")[0] for line in shown.splitlines() if line.startswith("create macro")]
    assert len(made) == len(set(made))
    for query in ("gaps_by_group", "children_by_group", "sharing_delay"):
        assert sql.load(query).body in shown


def test_files_say_what_they_are_and_are_the_same_each_time(prepared):
    answer = gaps.by_group(prepared, "region", ASSUMPTIONS)
    made_on = date(2024, 5, 1)
    csv = to_csv(answer, made_on=made_on)
    assert csv == to_csv(answer, made_on=made_on)
    text = csv.decode()
    for words in (
        "Synthetic children",
        prepared.world.fingerprint,
        f"results version: {RESULTS_VERSION}",
        "made on: 2024-05-01",
        "sharing gaps / sharing needs",
    ):
        assert words in text.split("group_id")[0]
    assert pl.read_csv(csv, comment_prefix="#").height == answer.frame.height
    record = json.loads(metadata(answer, made_on=made_on))
    assert record["is_synthetic"] is True
    assert record["world_fingerprint"] == prepared.world.fingerprint
    assert record["assumptions"]["open_case_uplift"]["central"] == 0.3
    assert record["rows"] == answer.frame.height


def test_parquet_carries_its_record(prepared, tmp_path):
    answer = gaps.by_pair(prepared, ASSUMPTIONS)
    file = tmp_path / file_name(answer, "parquet")
    file.write_bytes(to_parquet(answer, made_on=date(2024, 5, 1)))
    assert file.name.startswith("synthetic-sharing-needs-and-gaps-by-seeker-and-holder-")
    kept = json.loads(pq.read_schema(file).metadata[b"contactlens"])
    assert kept["title"] == answer.provenance.title
    assert pl.read_parquet(file).equals(answer.frame)


def test_an_imported_world_is_never_called_synthetic(whole):
    answer = gaps.headline(whole, ASSUMPTIONS)
    assert isinstance(answer.provenance, Provenance)
    assert "Synthetic" not in to_csv(answer, made_on=date(2024, 5, 1)).decode()
    assert file_name(answer, "csv").startswith("imported-")


def test_a_long_window_is_noted_beside_every_figure(tmp_path):
    prepared = prepare(drawn_world(tmp_path, child=CHILD, contact=CONTACT), 365)
    answer = gaps.headline(prepared, ASSUMPTIONS)
    assert any("lack part of their past" in note for note in answer.provenance.notes)
    assert "note:" in to_csv(answer, made_on=date(2024, 5, 1)).decode()
