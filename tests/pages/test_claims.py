"""Is every claim answered from figures, with its limits, and without taking a side?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis import claims
from analysis.charts.claimed import claimed
from analysis.claim_answer import AGREES, DIFFERS, OPEN, PARTLY, VERDICTS
from analysis.claim_figures import MODEL, made
from analysis.policy import load_assumptions
from analysis.units import Unit
from analysis.workbench import workbench
from data.claims import read_claims
from tests.pages.test_app import BARE, answer, said
from tests.tables import drawn_world

CLAIMS = {claim.id: claim for claim in read_claims()}
TEN = (
    "cost_225m",
    "all_children",
    "users_300k",
    "proper_sharing",
    "who_leads",
    "intrusive",
    "insecure",
    "social_workers",
    "ninety_percent",
    "five_million_hours",
)
LOADED = re.compile(r"\bfail(ed|s|ure)\b(?! to link)|!|\bshock|\binnocent|\bscandal|\bsadly", re.I)


@pytest.fixture(scope="module")
def answers(small_world):
    bench = workbench(small_world, n_futures=60)
    return bench, {id: claims.answer_claim(bench, claim) for id, claim in CLAIMS.items()}


def under(small_world, id: str, **held: float):
    """The answer to a claim where some assumptions are held at a value."""
    names = {name.replace("__", "."): value for name, value in held.items()}
    beliefs = load_assumptions().fixed(names)
    return claims.answer_claim(
        workbench(small_world, assumptions=beliefs, n_futures=60), CLAIMS[id]
    )


def test_the_ten_claims_are_there_in_order():
    assert tuple(CLAIMS) == TEN
    assert claims.ANSWERS.keys() == CLAIMS.keys()


@pytest.mark.parametrize("id", TEN)
def test_a_claim_has_a_speaker_a_date_a_source_and_limits(id):
    claim = CLAIMS[id]
    for words in (claim.speaker, claim.role, claim.date, claim.source, claim.computed):
        assert words.strip()
    assert claim.link.startswith("https://")
    assert claim.limits.endswith(".")
    assert claim.claim.endswith(".")
    quoted = re.findall(r"“(.*?)”", claim.claim)
    assert sum(len(one.split()) for one in quoted) <= 12  # a few words, no more


@pytest.mark.parametrize("id", TEN)
def test_every_claim_is_answered_with_figures(answers, id):
    told = answers[1][id]
    assert told.verdict in VERDICTS
    assert told.sentence.startswith("**")
    assert re.search(r"\d", told.sentence)
    assert told.reasons
    assert told.drawn.figures
    for one in told.figures:
        assert one.definition
        assert one.text
        assert one.source == MODEL or one.link.startswith("http")


@pytest.mark.parametrize("id", TEN)
def test_every_figure_in_an_answer_stands_in_its_table(answers, id):
    bench, told = answers[0], answers[1][id]
    frame = claims.as_answer(bench, CLAIMS[id], told).frame
    assert frame["label"].to_list() == [one.label for one in told.figures]
    shown = {one.words for one in told.figures} | {one.text for one in told.figures}
    bold = re.findall(
        r"\*\*([^*]*\d[^*]*)\*\*", told.sentence.partition("**")[2].partition("**")[2]
    )
    for words in bold:
        assert any(one in words for one in shown), words


@pytest.mark.parametrize("id", TEN)
def test_an_answer_takes_no_side(answers, id):
    told = answers[1][id]
    for words in (told.sentence, *told.reasons, told.drawn.title, CLAIMS[id].limits):
        assert not LOADED.search(words), words


@pytest.mark.parametrize(
    ("id", "held"),
    [
        ("cost_225m", {"setup_gbp__index": 500e6}),
        ("users_300k", {"adoption_share": 0.05}),
        ("proper_sharing", {"adoption_share": 0.95}),
        ("who_leads", {"adoption_share": 0.95}),
        ("intrusive", {"adoption_share": 0.05}),
        ("insecure", {"misuse_rate": 10}),
        ("social_workers", {"staff_effect__half_gbp": 100e6}),
        ("five_million_hours", {"minutes__saved_per_need_met": 240}),
    ],
)
def test_an_answer_changes_with_the_figures(small_world, answers, id, held):
    other, mine = under(small_world, id, **held), answers[1][id]
    assert [other.sentence, *other.reasons] != [mine.sentence, *mine.reasons]


@pytest.mark.parametrize("id", ["all_children", "ninety_percent"])
def test_what_rests_on_the_children_changes_with_the_world(answers, tmp_path, id):
    from synthetic.generate import generate_world

    other = generate_world(tmp_path / "other", n_children=4_000, seed=11, workers=1)
    told = claims.answer_claim(workbench(other, n_futures=20), CLAIMS[id])
    mine = answers[1][id]
    assert [told.sentence, *told.reasons] != [mine.sentence, *mine.reasons]


@pytest.mark.parametrize(
    ("id", "held", "verdict"),
    [
        ("cost_225m", {"setup_gbp__index": 224e6}, PARTLY),
        ("cost_225m", {"setup_gbp__index": 500e6}, DIFFERS),
        ("users_300k", {"adoption_share": 0.2}, PARTLY),
        ("users_300k", {"adoption_share": 1}, AGREES),
        ("proper_sharing", {"adoption_share": 0}, OPEN),
        ("proper_sharing", {}, PARTLY),
        ("intrusive", {"adoption_share": 0.01}, OPEN),
        ("insecure", {}, AGREES),
        ("insecure", {"misuse_rate": 0}, PARTLY),
        ("social_workers", {}, OPEN),
        ("social_workers", {"staff_effect__max_share": 0}, DIFFERS),
        (
            "social_workers",
            {"staff_effect__max_share": 1, "staff_effect__half_gbp": 1e6, "adoption_share": 0.05},
            AGREES,
        ),
        ("ninety_percent", {}, PARTLY),
        ("five_million_hours", {"minutes__saved_per_need_met": 5}, DIFFERS),
    ],
)
def test_a_figure_decides_the_verdict(small_world, id, held, verdict):
    assert under(small_world, id, **held).verdict == verdict


def test_proportionality_is_never_decided(answers):
    told = answers[1]["intrusive"]
    assert told.verdict == OPEN
    assert "judgement" in told.sentence


def test_the_summary_counts_every_verdict(answers):
    found = list(answers[1].values())
    counts = [int(n) for n in re.findall(r"\*\*(\d+)\*\*", claims.summary(found))]
    assert sum(counts) == len(found) == len(TEN)
    assert "lacks what it takes" in claims.summary([*found[:-1], None])
    contents = claims.contents([*found[:-1], None])
    assert contents["Claim"].to_list()[0] == "[It cost 225 million pounds](#cost_225m)"
    assert contents["The figures"].to_list()[-1] == "not in this world"


def test_a_low_end_that_is_not_nothing_is_not_written_as_nothing():
    import numpy as np

    one = made("x", np.array([1.0, 0.2, 4.0]), Unit.VIEWS_PER_GAP, "words")
    assert one.interval_text.startswith("0.")
    endless = made("x", np.array([5.0, 1.0, np.inf]), Unit.GBP, "words")
    assert endless.interval_text.endswith("no limit")
    assert endless.high is None


@pytest.mark.parametrize("id", TEN)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_chart_shows_every_figure_and_the_claim(answers, id, mode):
    told = answers[1][id].drawn
    spec = claimed(told, mode=mode, alt_text="Words.", mark="Synthetic children · x").to_dict()
    assert spec["description"] == "Words."
    assert " ".join(spec["title"]["text"]) == "Synthetic children x"
    written = str(spec["datasets"])
    for one in told.figures:
        assert one.label in written
        assert one.value is None or one.words in written
    assert ("claimed: " in written) == (told.claimed is not None)
    assert told.claimed_words in written
    for layer in spec["layer"]:
        held = layer.get("data", spec.get("data"))
        rows = spec["datasets"][held["name"]]
        assert rows  # an empty layer would be a picture of nothing to a screen reader
        for channel in layer["encoding"].values():
            for encoding in channel if isinstance(channel, list) else [channel]:
                assert "field" not in encoding or encoding["field"] in rows[0]


def test_the_page_answers_every_claim_with_its_limits(open_page, small_world):
    app = open_page(small_world, "claims")
    assert not app.exception
    assert app.title[0].value.endswith("?")
    assert answer(app).startswith("Of 10 claims")
    assert len(app.get("vega_lite_chart")) == len(TEN)
    words = said(app)
    for claim in CLAIMS.values():
        assert claim.title in words
        assert claim.link in words
        assert claims.limits(claim) in words
    assert words.count("**Not answered:**") == len(TEN)


def test_claims_on_england_are_not_answered_from_an_imported_world(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    app = open_page(world, "claims")
    assert not app.exception
    assert answer(app) == "None of them can be answered from this world."
    assert [one.value for one in app.info] == [claims.NOT_ENGLAND]
    assert said(app).count("**Not answered:**") == len(TEN)


def test_claims_are_in_our_own_words():
    """Nothing in the file repeats a long run of words from one claim to the next."""
    text = (Path(claims.__file__).parents[1] / "data/reference/claim.toml").read_text("utf-8")
    assert len(re.findall(r"^claim = ", text, flags=re.MULTILINE)) == len(TEN)
