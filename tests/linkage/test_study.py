"""Is a study what it says: every record once, repeatable, blind to the truth, kept whole?"""

from __future__ import annotations

import inspect
import json
from dataclasses import replace

import polars as pl
import pytest

from analysis.linkage import model, scoring
from analysis.linkage.kept_studies import (
    EXAMPLES,
    MANIFEST,
    RECORDS,
    kept_studies,
    read_study,
    study_folder,
    write_study,
)
from analysis.linkage.model import COMPARISONS, DETAILS
from analysis.linkage.study import Chosen, make_study
from data.world import WorldError
from synthetic.recorded import recorded_identity
from tests.tables import drawn_world


def test_every_record_of_the_chosen_agencies_stands_there_once(world, study):
    held = pl.read_parquet(world.files("registration")).with_columns(
        pl.col("agency").cast(pl.String)
    )
    held = held.filter(pl.col("agency").is_in(study.chosen.agencies))
    told = study.records.select("child_id", "agency")
    assert not told.is_duplicated().any()
    assert len(told) == len(held)
    assert told.join(held, on=["child_id", "agency"], how="anti").is_empty()


def test_the_same_study_made_again_is_the_same(world, study):
    again = make_study(world, Chosen(), recorded_identity, threads=2)
    assert again.records.equals(study.records)
    assert again.model["comparisons"] == study.model["comparisons"]


def test_nothing_that_links_reads_the_truth():
    """Splink is given numbers of rows and the details of both sides, nothing else."""
    source = inspect.getsource(scoring) + inspect.getsource(model)
    for word in ("quality", "process", "numbered_entry", "is_looked_after", "name_origin"):
        assert word not in source
    assert set(DETAILS) == {"forename", "surname", "born_on", "address_line", "postcode"}
    # child_id decides which rows are learned from; the tables of the database lack it.
    assert inspect.getsource(scoring).count('"child_id"') == 1


def test_a_weight_is_the_start_and_what_each_detail_adds(study):
    told = study.records.filter(pl.col("weight").is_not_null())
    parts = pl.sum_horizontal(one.id for one in COMPARISONS) + study.prior_bits
    assert (told.select(parts - pl.col("weight")).to_series().abs() < 1e-3).all()


def test_the_best_candidate_is_no_worse_than_the_next(study):
    told = study.records.filter(pl.col("next_weight").is_not_null())
    assert len(told) > 100
    assert (told["weight"] >= told["next_weight"]).all()
    is_tied = told["weight"] == told["next_weight"]
    assert (is_tied == (told["n_alike"] > 1)).all()


def test_an_exact_record_finds_its_own_entry_before_all_others(study):
    exact = study.records.filter(pl.col("quality") == "exact")
    assert (exact["entry"] == exact["child_id"]).all()
    assert (exact["n_alike"] == 1).all()


def test_agreement_is_worth_more_the_closer_it_is(study):
    for one in study.model["comparisons"]:
        worth = [
            level["m_probability"] / level["u_probability"]
            for level in one["comparison_levels"]
            if not level.get("is_null_level")
        ]
        assert worth[0] == max(worth) > 100
        assert worth[-1] < 1


def test_rarity_moves_weights_of_names_that_agree_and_of_nothing_else(world, study):
    rare = make_study(world, replace(study.chosen, rarity=True), recorded_identity, threads=1)
    exact = pl.col("quality") == "exact"
    ours, theirs = (one.records.filter(exact) for one in (rare, study))
    assert ours["surname"].n_unique() > 100 > theirs["surname"].n_unique()
    assert ours["born_on"].n_unique() == theirs["born_on"].n_unique() == 1


def test_a_study_of_fewer_children_holds_the_first_of_them(world, study):
    some = make_study(world, Chosen(n_children=3_000), recorded_identity, threads=1)
    assert some.n_entries == 3_000
    assert some.index_share == pytest.approx(study.index_share / 10)
    assert some.prior_bits == pytest.approx(study.prior_bits, abs=1e-6)  # the same index
    assert set(some.records["child_id"]) <= set(study.records["child_id"])


def test_a_study_of_an_area_stands_for_the_index_of_that_area(world, study):
    code = pl.read_parquet(world.files("child"))["area_code"].cast(pl.String).mode()[0]
    area = make_study(world, Chosen(areas=(code,)), recorded_identity, threads=1)
    assert 0 < area.n_entries < study.n_entries
    assert area.index_share == pytest.approx(world.fraction)
    assert area.prior_bits > study.prior_bits


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"agencies": ("army",)}, "was expected as agencies, got army"),
        ({"agencies": ()}, "got none"),
        ({"agencies": ("school", "school")}, "stands twice"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_in_words(chosen, said):
    with pytest.raises(WorldError, match=said):
        Chosen(**chosen)


def test_an_area_that_is_not_there_is_named(world):
    with pytest.raises(WorldError, match="lives in E99999999"):
        make_study(world, Chosen(areas=("E99999999",)), recorded_identity)


def test_an_imported_world_has_no_truth_to_judge_links_by(tmp_path):
    child = "child_id | born_on\n1 | 2015-01-01"
    imported = drawn_world(tmp_path, child=child, origin="imported")
    with pytest.raises(WorldError, match="A generated world was expected"):
        make_study(imported, Chosen(), recorded_identity)


def test_a_study_is_kept_and_read_as_it_was(study, tmp_path):
    write_study(study, tmp_path / "kept")
    again = read_study(tmp_path / "kept")
    assert again.records.equals(study.records)
    assert again.examples.equals(study.examples)
    for name in ("chosen", "n_entries", "index_share", "prior_bits", "world_fingerprint", "model"):
        assert getattr(again, name) == getattr(study, name), name
    assert again.key == study.key


def test_what_is_no_study_is_said_so(study, tmp_path):
    with pytest.raises(WorldError, match="There is no linkage study"):
        read_study(tmp_path)
    write_study(study, tmp_path / "kept")
    (tmp_path / "kept" / RECORDS).write_bytes(b"no parquet")
    with pytest.raises(WorldError, match="There is no linkage study"):
        read_study(tmp_path / "kept")
    manifest = tmp_path / "kept" / MANIFEST
    told = json.loads(manifest.read_text()) | {"results_version": "0"}
    manifest.write_text(json.dumps(told))
    with pytest.raises(WorldError, match="of another version"):
        read_study(tmp_path / "kept")


def test_studies_are_found_by_their_world_alone(world, study, tmp_path, monkeypatch):
    monkeypatch.setenv("CONTACTLENS_CACHE", str(tmp_path))
    assert kept_studies(world) == []
    folder = study_folder(world, study.chosen)
    write_study(study, folder)
    other = replace(study, world_fingerprint="0" * 64)
    write_study(other, folder.with_name("other"))
    assert kept_studies(world) == [folder]
    assert study_folder(world, Chosen(rarity=True)) != folder


def test_only_examples_hold_names(study):
    assert not set(DETAILS) & set(study.records.columns) - {one.id for one in COMPARISONS}
    assert study.records.schema["forename"] == pl.Float32  # a weight, no name
    assert len(study.examples) <= 50
    assert EXAMPLES.endswith(".parquet")
