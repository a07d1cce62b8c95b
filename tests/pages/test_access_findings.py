"""Do the sentences of Access and Intrusiveness say what the figures say, and no more?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis import findings_access, findings_intrusion, findings_misuse, findings_places
from analysis.estimates import estimate
from analysis.evaluation import Evaluation
from analysis.findings_childhood import views_title
from analysis.findings_double import fair_title
from analysis.sampling import Sample
from analysis.scenarios import read_scenario
from analysis.short_words import heading_of, words_of
from analysis.tally import Tally
from analysis.units import Unit

WHOLE = Sample(None, 0)
WORDS = {"a": "Group A", "b": "Group B"}


def evaluation(preset: str, *tallies: Tally) -> Evaluation:
    """An evaluation of made-up ``tallies``."""
    return Evaluation(
        scenario=read_scenario(preset),
        tallies=tallies,
        estimates=tuple(estimate(one, WHOLE) for one in tallies),
        notes=(),
        world_fingerprint="0" * 64,
        is_synthetic=True,
        fraction=None,
        futures="",
        n_futures=4,
    )


def tally(outcome: str, *numbers: float, of: float | None = None, by: tuple = ()) -> Tally:
    """``numbers``: the central future and four others."""
    below = None if of is None else np.full(len(numbers), of)
    return Tally(outcome, np.array(numbers, dtype=float), below, *by)


def looked(preset: str, *numbers: float) -> Evaluation:
    return evaluation(
        preset,
        tally("lookups", *numbers),
        tally("views", *(0.9 * n for n in numbers)),
        tally("lookups_per_1000_children", *numbers, of=100.0),
        tally("alerts", *(0.0 for _ in numbers)),
    )


MANY, FEW = looked("contactpoint_2009", 900, 800, 850, 950, 1000), looked("local_hub", *[100] * 5)
NEVER = looked("status_quo", *[0] * 5)


def test_a_figure_that_is_certain_has_no_interval():
    assert findings_access.spoken(FEW.estimate("lookups")) == "**100**"
    assert findings_access.spoken(MANY.estimate("lookups")) == "**900** (800 to 1,000)"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (MANY, NEVER, "Under *No index* nobody looks anything up."),
        (MANY, FEW, "That is **800** (700 to 900) more than under *Local hubs*."),
        (FEW, MANY, "That is **800** (700 to 900) fewer than under *ContactPoint, 2009*."),
        (
            NEVER,
            MANY,
            "**Never.** This design has no index to look into, so every figure here is zero.",
        ),
    ],
)
def test_designs_are_compared_future_by_future(one, other, said):
    assert findings_access.access_answer(one, other, WHOLE).endswith(said)


def test_designs_that_lie_across_each_other_cannot_be_told_apart():
    near = looked("targeted_cpis", 900, 850, 800, 1000, 950)
    said = findings_access.access_answer(MANY, near, WHOLE)
    assert "It can't be told apart from *Register of known children*" in said


def test_a_design_is_not_compared_with_itself():
    assert "under" not in findings_access.access_answer(MANY, MANY, WHOLE).casefold()


def agencies(preset: str, **futures: tuple) -> Evaluation:
    by = [tally("lookups", *n, by=("agency", agency)) for agency, n in futures.items()]
    return evaluation(preset, tally("lookups", *[10] * 5), *by)


def test_one_agency_leads_only_where_it_does_in_nearly_all_futures():
    sure = agencies("local_hub", police=(90, 80, 90, 90, 90), school=(50, 50, 50, 50, 50))
    assert findings_access.who_title(sure) == "Police looks most often: 90 (81 to 90) times a year"
    unsure = agencies("local_hub", police=(90, 80, 40, 90, 90), school=(50, 50, 50, 50, 50))
    assert findings_access.who_title(unsure) == (
        "Police and school look most often; which of them looks more can't be told"
    )


def test_the_busiest_hour_names_every_day_that_is_as_busy():
    grid = pl.DataFrame(
        {
            "weekday": [0, 1, 4],
            "hour": [9, 9, 9],
            "value": [100.0, 50.0, 98.0],
            "text": ["100", "50", "98"],
            "interval": ["90 to 110"] * 3,
        }
    )
    assert findings_places.week_title(grid) == (
        "The busiest hour is from 9 to 10 o'clock on Monday and Friday: about 100 look-ups "
        "(90 to 110)"
    )
    none = grid.with_columns(value=pl.lit(0.0))
    assert findings_places.week_title(none) == "No hour of the week has a look-up"


def test_what_rounds_to_never_and_is_not_is_less_than_once():
    rows = pl.DataFrame(
        {
            "scenario": ["x", "x"],
            "outcome": ["lifetime_views"] * 2,
            "age": [18, 18],
            "life": ["acute", "no_concern"],
            "value": [20.0, 0.4],
            "text": ["20", "0"],
            "interval": ["6 to 49", "0 to 2"],
        }
    )
    assert views_title(rows, "x") == (
        "By eighteen somebody has looked about 20 times at a child with acute needs (6 to 49), "
        "less than once at a child with no concern all year (0 to 2)"
    )


def intruding(preset: str, closed: float, views: float = 300.0, needless: float = 60.0):
    return evaluation(
        preset,
        tally("children_with_entry", *[1000] * 5),
        tally("views", *[views] * 5),
        tally("needless_views", *[needless] * 5),
        tally("gaps_closed", *[closed] * 5),
        tally("views_per_gap_closed", *[views] * 5, of=max(closed, 0.0)),
    )


def test_views_per_gap_closed_are_said_in_words():
    said = findings_intrusion.gap_sentence(intruding("contactpoint_2009", 10), NEVER, WHOLE)
    assert said == (
        "For every gap closed, **6** views of children without any concern, among **30** views in "
        "all (held against *No index*)."
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            intruding("contactpoint_2009", 0),
            "closes no gap, so views per gap closed are not defined",
        ),
        (intruding("contactpoint_2009", -5), "closes no gap"),
        (intruding("contactpoint_2009", 5, views=0, needless=0), "closes gaps without a view"),
        (intruding("status_quo", 5), "the same design"),
    ],
)
def test_where_nothing_can_be_divided_the_sentence_says_why(found, said):
    assert said in findings_intrusion.gap_sentence(found, NEVER, WHOLE)


def test_groups_that_can_t_be_told_apart_are_not_ranked_firmly():
    ends = (
        {"group": "a", "value": 0.1, "text": "10%"},
        {"group": "b", "value": 0.2, "text": "20%"},
    )
    said = fair_title("gap_share", ends, WORDS, is_apart=True)
    assert said == "Gap share: from 10% (Group A) to 20% (Group B)"
    assert fair_title("gap_share", ends, WORDS, is_apart=False).endswith(
        "which can't be told apart"
    )
    alike = (ends[0], replace_text(ends[1], "10%"))
    assert (
        fair_title("gap_share", alike, WORDS, is_apart=True)
        == "Gap share: about 10% in every group"
    )
    assert "not told" in fair_title("gap_share", None, WORDS, is_apart=False)


def replace_text(row: dict, text: str) -> dict:
    return row | {"text": text}


def test_misuse_is_none_where_nobody_may_look():
    none = [tally(id, *[0] * 5) for id in findings_misuse.MISUSE]
    found = evaluation("reference_index", *none)
    assert findings_misuse.misuse_title(found) == "No improper look-up is to be expected"
    assert "nobody can misuse it" in findings_misuse.misuse_summary(found)


def test_an_interval_says_its_unit_once():
    assert (
        words_of("1.2 million", "1.1 million to 1.3 million") == "1.2 million (1.1 to 1.3 million)"
    )
    assert words_of("6%", "3% to 11%") == "6% (3 to 11%)"
    assert words_of("300,000", "100,000 to 1.4 million") == "300,000 (100,000 to 1.4 million)"
    assert words_of("0", "0") == "0"
    assert words_of("2", "1 to no limit") == "2 (1 to no limit)"


def test_a_heading_says_its_unit_once():
    assert heading_of("Look-ups a year", Unit.LOOKUPS) == "Look-ups a year"
    assert heading_of("Shield failures", Unit.CHILDREN) == "Shield failures (children)"
    assert heading_of("Gap share", Unit.SHARE) == "Gap share (% of needs)"
    assert heading_of("Views per 1,000 children", Unit.PER_1000) == "Views per 1,000 children"
