"""Does a person see whose records are missed, what a threshold does, and may they choose?"""

from __future__ import annotations

import json

import polars as pl
import pytest

from analysis import findings_linkage as findings
from analysis.charts.threshold import by_threshold
from analysis.linkage import answers, making
from analysis.linkage.found import CERTAINTIES, NAMES, weight_of
from analysis.linkage.kept_studies import kept_studies, study_folder, write_study
from analysis.linkage.measured import measured
from analysis.linkage.report import percent, words
from analysis.linkage.study import Chosen, Study, make_study
from analysis.outcomes import outcome
from data.world import WorldError
from synthetic.recorded import recorded_identity
from tests.pages.test_app import BARE, answer, said
from tests.tables import drawn_world


@pytest.fixture(scope="module")
def study(small_world) -> Study:
    return make_study(small_world, Chosen(n_children=20_000), recorded_identity, threads=1)


@pytest.fixture
def kept(study, small_world, tmp_path, monkeypatch) -> Study:
    """The study beside its world, where the page looks for it."""
    monkeypatch.setenv("CONTACTLENS_CACHE", str(tmp_path))
    write_study(study, study_folder(small_world, study.chosen))
    return study


def test_the_page_answers_with_intervals_and_says_what_it_is(open_page, small_world, kept):
    app = open_page(small_world, "linkage")
    assert not app.exception
    assert app.title[0].value.endswith("?")
    assert answer(app).startswith("Linked by names from 99% certainty, **9")
    assert "of looked-after children's records **" in answer(app)
    told = [json.loads(chart.proto.spec)["description"] for chart in app.get("vega_lite_chart")]
    assert len(told) == 7
    assert all("Synthetic children" in one for one in told)
    assert findings.EASIER in said(app)


@pytest.mark.parametrize("preset", ["contactpoint_with_identifier", "targeted_cpis", "local_hub"])
def test_every_kind_of_design_is_scored_by_threshold(open_page, small_world, kept, preset):
    app = open_page(small_world, "linkage", like=preset)
    assert not app.exception
    assert "They are not weighed against each other" in said(app)


def test_without_an_index_there_is_no_harm_to_show(open_page, small_world, kept):
    app = open_page(small_world, "linkage", like="status_quo")
    assert not app.exception
    assert findings.NO_INDEX in said(app)


def test_the_address_holds_threshold_method_and_grouping(open_page, small_world, kept):
    app = open_page(
        small_world, "linkage", sure="0.5", method="single_identifier", link_by="ethnic_group"
    )
    assert not app.exception
    assert answer(app).startswith("Linked by single identifier, or else by names, from 50%")
    assert "At 50% certainty" in said(app)
    assert "Ethnic group" in said(app) or "ethnic group" in said(app)


def test_what_the_address_asks_and_there_is_not_is_told(open_page, small_world, kept):
    app = open_page(small_world, "linkage", sure="0.42", link_by="shoe_size", pair="<b>")
    assert not app.exception
    assert len([one for one in app.info if "which there is not" in one.value]) == 3


def test_the_reader_chooses_what_figures_rest_on(open_page, small_world, kept):
    app = open_page(small_world, "linkage")
    app.button(key="link-use").click().run()
    assert not app.exception
    held = app.session_state["s-held"]
    told = {one.shipped.id: one.share.value for one in measured(kept, kept.default_bits)}
    told = {one.shipped.id: one.share.value for one in measured(kept, weight_of(0.99))}
    assert held == told
    app.button(key="link-back").click().run()
    assert app.session_state["s-held"] == {}


def test_a_pair_is_told_in_words(open_page, small_world, kept):
    number = kept.examples.filter(pl.col("process") == "earlier_address")["record"][0]
    app = open_page(small_world, "linkage", pair=str(number))
    assert not app.exception
    assert "Of all pairs of a record and an entry, one in 12," in said(app)
    assert "no link is made. It is this child's own entry." in said(app)


def test_without_a_study_one_can_be_made(open_page, small_world, tmp_path, monkeypatch):
    monkeypatch.setenv("CONTACTLENS_CACHE", str(tmp_path))
    app = open_page(small_world, "linkage")
    assert not app.exception
    assert "No study of this world has been made yet" in said(app)
    app.radio(key="link-size").set_value("20000").run()
    app.button(key="link-make").click().run()
    assert not app.exception
    assert answer(app).startswith("Linked by names")
    assert len(kept_studies(small_world)) == 1


def test_an_imported_world_is_refused_in_words(open_page, tmp_path, monkeypatch):
    monkeypatch.setenv("CONTACTLENS_CACHE", str(tmp_path / "kept"))
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    app = open_page(world, "linkage")
    assert not app.exception
    app.button(key="link-make").click().run()
    assert "no link can be judged" in app.warning[-1].value


def test_what_the_command_complains_of_is_passed_on(small_world, tmp_path, monkeypatch):
    monkeypatch.setenv("CONTACTLENS_CACHE", str(tmp_path))
    with pytest.raises(WorldError, match="No child of this world lives in E99999999"):
        making.make(small_world, Chosen(areas=("E99999999",)))


def test_small_counts_of_groups_are_withheld(small_world):
    few = make_study(small_world, Chosen(n_children=400), recorded_identity, threads=1)
    told = answers.by_group(few, NAMES, few.default_bits, "name_origin")
    assert "withheld" in told.provenance.disclosure
    assert (told.frame["text"] == "withheld").any()
    assert told.frame.filter(pl.col("text") == "withheld")["value"].null_count() > 0


def test_an_answer_says_how_to_make_it_again(study):
    told = answers.by_group(study, NAMES, weight_of(0.99), "age").provenance
    line = dict(told.params)["the same from the command line"]
    assert line.startswith("contactlens linkage --world DIR --agency school")
    assert "--certainty 0.99" in line
    assert told.is_synthetic


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_chart_marks_the_chosen_threshold_on_a_line_of_all(study, mode):
    told = answers.by_threshold(study, NAMES)
    order = tuple(CERTAINTIES.values())
    spec = by_threshold(
        told.frame,
        outcome("records_linked_right"),
        "99%",
        order,
        "coverage",
        mode=mode,
        alt_text="Words.",
        mark="Synthetic children",
    ).to_dict()
    assert spec["description"] == "Words."
    sizes = sorted(len(rows) for rows in spec["datasets"].values())
    assert sizes == [1, len(CERTAINTIES)]


def test_groups_that_can_not_be_told_apart_are_called_so(study):
    told = answers.by_group(study, NAMES, weight_of(0.99), "age")
    same = told.frame.with_columns(low=pl.lit(0.0), high=pl.lit(1.0))
    title = findings.group_title(type(told)(same, told.provenance), "age")
    assert title == "By age the groups can't be told apart"
    moved = answers.by_group(study, NAMES, weight_of(0.99), "is_mobile")
    assert findings.group_title(moved, "is_mobile").startswith("Missed most: moved lately, ")


@pytest.mark.parametrize(
    ("share", "half", "text"),
    [(0.934, 0.0001, "93.40%"), (0.5, 0.02, "50%"), (0.5, 0.004, "50.0%"), (0.1, 0.0, "10.000%")],
)
def test_digits_follow_the_interval(share, half, text):
    assert percent(share, half) == text


def test_a_share_without_width_is_said_once(study):
    everybody = measured(study, weight_of(0.99))[0].share
    assert words(everybody).count("%") in (1, 3)
