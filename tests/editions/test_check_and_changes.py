"""What is told of an edition that differs, of an older one, and of two beside each other."""

from __future__ import annotations

import json

import pytest

from analysis.assuming import believed
from analysis.editions import check as checking
from analysis.editions.changes import as_page, changes
from analysis.editions.check import check
from analysis.editions.checksums import SUMS, files_in, listed
from analysis.editions.folder import read_edition, write_edition
from analysis.editions.rehearsal import rehearsal
from analysis.editions.request import request
from analysis.scenarios import read_scenario
from analysis.workbench import workbench
from data.world import WorldError
from tests.editions.conftest import DAY, FUTURES


@pytest.fixture
def edited(copy):
    """Changes edition.json and writes new checksums, as an older program would have."""

    def edit(change):
        file = copy / "edition.json"
        told = json.loads(file.read_text(encoding="utf-8"))
        change(told)
        file.write_text(json.dumps(told), encoding="utf-8")
        files = {path: (copy / path).read_bytes() for path in files_in(copy)}
        (copy / SUMS).write_bytes(listed(files))
        return copy

    return edit


def figure(told: dict, id: str) -> dict:
    return next(one for one in told["figures"] if one["id"] == id)


def test_a_figure_that_was_moved_is_told_by_how_much(edited, printing):
    def change(told):
        figure(told, "local_hub/gaps_closed")["value"] *= 2

    found = printing.checked(edited(change))
    (one,) = found.differing
    assert one.id == "local_hub/gaps_closed"
    assert one.by.startswith("value by -")
    assert "1 of" in found.sentence


def test_an_edition_of_an_older_results_version_opens_and_says_what_differs(edited, printing):
    def older(told):
        told["versions"]["results"] = "0"
        figure(told, "local_hub/views")["text"] = "12"
        told["inputs"]["assumptions"] = told["inputs"]["assumptions"][:-1]
        told["inputs"]["assumptions"].append(
            told["inputs"]["assumptions"][0] | {"id": "no_longer_there"}
        )

    folder = edited(older)
    assert read_edition(folder).edition.versions.results == "0"
    found = printing.checked(folder)
    assert not found.is_same
    assert "local_hub/views" in {one.id for one in found.differing}
    told = " ".join(found.reasons)
    assert "Other results version: the edition has 0" in told
    assert "no_longer_there, which this version does not know" in told
    assert "which the edition lacks" in told
    assert any("other versions" in why for why in found.files.values())


def test_a_changed_assumption_is_named_as_a_reason(edited, printing):
    def change(told):
        one = next(one for one in told["inputs"]["assumptions"] if one["id"] == "consent_share")
        one["central"] = one["low"]

    told = " ".join(printing.checked(edited(change)).reasons)
    assert "Changed assumptions: consent_share at" in told
    assert "Changed inputs" in told


def test_an_edited_file_is_named_as_a_reason(copy, printing):
    (copy / "data" / "figures.csv").write_text("figure\n", encoding="utf-8")
    told = printing.checked(copy)
    assert told.files["data/figures.csv"].startswith("edited")
    assert "Edited after publishing: data/figures.csv." in told.reasons


def test_the_record_alone_can_be_checked(copy, printing):
    alone = copy.parent / "alone.json"
    alone.write_bytes((copy / "edition.json").read_bytes())
    found = read_edition(alone)
    assert found.folder is None
    told = check(found, printing.world())
    assert told.is_same
    assert "no file but the record" in told.sentence
    text = alone.read_text(encoding="utf-8")
    alone.write_text(text.replace('"title": "Hubs"', '"title": "Safe"'), encoding="utf-8")
    assert not check(read_edition(alone), printing.world()).is_same


def test_another_world_is_told(copy, printing):
    found = check(read_edition(copy), printing.world(n_children=1_600))
    assert not found.is_same
    assert any(one.startswith("Other world") for one in found.reasons)


def test_pictures_by_other_libraries_are_not_called_the_same(copy, printing, monkeypatch, edited):
    folder = edited(lambda told: told["versions"]["drawn_with"].update({"altair": "1.0"}))
    found = printing.checked(folder)
    assert not found.is_same
    assert checking.other_versions(found.edition) == ["altair 1.0 there, 6.3.0 here"] or any(
        "altair 1.0 there" in one for one in checking.other_versions(found.edition)
    )


@pytest.fixture(scope="module")
def another(printing):
    asked = request(
        "Hubs, again",
        [read_scenario("local_hub"), read_scenario("targeted_cpis")],
        dated=DAY,
        assumptions=believed(told=["consent_share=0.9"]),
        n_futures=FUTURES,
    )
    return printing(printing.world(), asked)


def test_what_changed_between_two_editions_is_told_by_kind(edition, another):
    told = changes(edition, another.edition)
    assert [one.name for one in told.of("design")] == ["Register of known children"]
    (belief,) = told.of("assumption")
    assert belief.name.endswith("(consent_share)")
    assert belief.after == "0.9"
    assert {one.name for one in told.of("about")} == {"Title"}
    assert any("targeted_cpis/" in one.name for one in told.of("figure"))
    assert told.sentence.startswith("Changed: 1 design")
    assert told.as_dict()["before"] == edition.id
    json.dumps(told.as_dict())


def test_a_lever_that_changed_is_told_with_both_values(edition, printing, tmp_path):
    text = next(one.toml for one in edition.inputs.designs if one.id == "local_hub")
    both = []
    for users in ("4_000", "8_000"):
        file = tmp_path / users / "mine.toml"
        file.parent.mkdir()
        file.write_text(text.replace("= 4_000", f"= {users}"), encoding="utf-8")
        asked = request("Mine", [read_scenario(str(file))], dated=DAY, n_futures=FUTURES)
        both.append(printing(printing.world(), asked).edition)
    (lever,) = changes(*both).of("lever")
    assert "4,000" in lever.before
    assert "8,000" in lever.after


def test_nothing_changed_between_an_edition_and_itself(edition):
    told = changes(edition, edition)
    assert told.changes == ()
    assert told.sentence.startswith("Nothing changed")


def test_changes_as_a_page_are_escaped_and_stand_alone(edition):
    other = edition.model_copy(update={"title": "<script>alert(1)</script>"})
    page = as_page(changes(edition, other))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_a_rehearsal_names_what_would_be_withheld_and_why(printing, asked):
    bench = workbench(printing.world(), n_futures=FUTURES)
    told = rehearsal(bench, asked)
    assert told.sentences
    assert any("withheld" in one for one in told.sentences)
    hidden = [one for one in printing(printing.world(), asked).edition.figures if one.is_withheld]
    assert len(told.rows) == len(hidden) > 0
    assert {row[-1] for row in told.rows} <= {
        "fewer than 10 in this world",
        "a small count could be worked out from it",
    }


def test_what_is_withheld_has_no_number_anywhere(pressed):
    hidden = [one for one in pressed.edition.figures if one.is_withheld]
    assert hidden
    for one in hidden:
        assert (one.value, one.low, one.high, one.interval) == (None, None, None, "")


def test_an_edition_too_large_is_refused(pressed, tmp_path):
    from dataclasses import replace

    big = replace(pressed, files=pressed.files | {"data/x.csv": b"0" * 3_000_000})
    with pytest.raises(WorldError, match="publish fewer designs"):
        write_edition(big, tmp_path / "big")
    assert not (tmp_path / "big").exists()
