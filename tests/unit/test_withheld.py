"""Is what must not be told withheld in every area and group table, on the way to a file too?"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import polars as pl
import pyarrow.parquet as pq
import pytest

from analysis.answer import Answer, Provenance
from analysis.appetite import Appetite
from analysis.downloads import metadata, to_csv, to_parquet
from analysis.evaluation import SCHEMA
from analysis.tables import readable
from analysis.withheld import WITHHELD, withheld, withheld_cells
from tests.attacker import bounds

DAY = date(2026, 11, 22)
APPETITE = Appetite(threshold=10, withhold_zeros=False, secondary=True, rounding_base=1)
# The table of AI-SDC/ACRO issue 198: recommendations by parents' standing.
PARENTS = ("great_pret", "pretentious", "usual")
ACRO = {
    "not_recom": (1440, 1440, 1440),
    "priority": (858, 1484, 1924),
    "recommend": (0, 0, 2),
    "spec_prior": (2022, 1264, 758),
    "very_recom": (0, 132, 196),
}
TIERS = ("none", "additional", "complex", "acute")


def provenance(**others) -> Provenance:
    told = {
        "title": "A table",
        "outcomes": ("sharing_needs", "sharing_gaps", "gap_share"),
        "sql": "",
        "params": (),
        "world_fingerprint": "0" * 64,
        "is_synthetic": True,
        "fraction": 1.0,
        "scaling": "all of England",
        "intervals": "None.",
    }
    return Provenance(**told | others)


def scored(needs, gaps, *, dimension="need_tier", groups=TIERS, scale=1.0) -> Answer:
    """Needs, gaps and gap share of one design by group, as `answers.answer_of` gives them."""
    rows = []
    for group, n, g in zip(groups, needs, gaps, strict=True):
        figures = {
            "sharing_needs": (n * scale, n * scale, None),
            "sharing_gaps": (g * scale, g * scale, None),
            "gap_share": (g / n if n else None, g * scale, n * scale),
        }
        for id, (value, top, bottom) in figures.items():
            words = ("coverage", id, id, dimension, group, "unit")
            rows.append(("a", *words, value, value, value, top, bottom, "shown", "shown"))
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return Answer(frame, provenance(fraction=1 / scale))


def shown(answer: Answer, outcome: str) -> list:
    return answer.frame.filter(pl.col("outcome") == outcome)["value"].to_list()


def test_what_totals_gave_away_in_acro_issue_198_is_withheld_in_every_file():
    lines = [
        (row, name, n) for row, ns in ACRO.items() for name, n in zip(PARENTS, ns, strict=True)
    ]
    frame = pl.DataFrame(lines, schema=["row", "parents", "n"], orient="row")
    frame = frame.with_columns(share=pl.col("n") / pl.col("n").sum())
    answer = withheld_cells(
        Answer(frame, provenance()),
        row="row",
        column="parents",
        count="n",
        also=["share"],
        appetite=APPETITE,
    )
    files = {
        "csv": pl.read_csv(io.BytesIO(to_csv(answer, made_on=DAY)), comment_prefix="#"),
        "parquet": pl.from_arrow(pq.read_table(io.BytesIO(to_parquet(answer, made_on=DAY)))),
    }
    for table in files.values():
        gone = table.filter(pl.col("n").is_null())
        assert set(gone.select("row", "parents").rows()) == {
            ("recommend", "usual"),
            ("very_recom", "usual"),
        }
        assert gone["share"].null_count() == gone.height
        # Somebody who knows all that the file shows, and the margins of the columns.
        known = {(row, name): n for row, name, n in table.select("row", "parents", "n").rows()}
        floors = {place: 0 for place, n in known.items() if n is None}
        floors |= {(row, None): 0 for row in ("recommend", "very_recom")}
        columns = zip(*ACRO.values(), strict=True)
        totals = {(None, name): sum(ns) for name, ns in zip(PARENTS, columns, strict=True)}
        sums = {(row, None): sum(ns) for row, ns in ACRO.items() if (row, None) not in floors}
        equations = [((row, None), [(row, name) for name in PARENTS]) for row in ACRO]
        equations += [((None, name), [(row, name) for row in ACRO]) for name in PARENTS]
        seen = {place: n for place, n in known.items() if n is not None} | totals | sums
        low, high = bounds(seen, floors, equations)["recommend", "usual"]
        assert low <= 1
        assert high >= 10
    record = json.loads(metadata(answer, made_on=DAY))
    assert record["disclosure"].startswith("2 of 15 cells withheld")


def test_a_small_count_takes_its_share_with_it_and_another_count():
    told = withheld(scored((400, 300, 200, 5), (100, 80, 60, 2)), appetite=APPETITE)
    assert shown(told, "sharing_needs").count(None) >= 2  # or the total would give it away
    assert shown(told, "sharing_needs")[3] is None
    assert shown(told, "gap_share")[3] is None
    assert "can't be worked out" in told.provenance.disclosure
    row = told.frame.filter(pl.col("group") == "acute", pl.col("outcome") == "gap_share")
    assert row["text"][0] == WITHHELD
    assert row["numerator"][0] is row["low"][0] is None


def test_few_without_a_gap_are_a_small_count_too():
    told = withheld(scored((400, 300, 200, 100), (100, 80, 60, 97)), appetite=APPETITE)
    assert shown(told, "sharing_gaps")[3] is None


def test_counts_are_those_of_the_world_before_they_are_scaled():
    sampled = scored((400, 300, 200, 90), (100, 80, 60, 50), scale=10.0)
    assert None not in shown(withheld(sampled, appetite=APPETITE), "sharing_needs")
    few = scored((400, 300, 200, 9), (100, 80, 60, 5), scale=10.0)
    assert shown(few, "sharing_needs")[3] == 90
    assert shown(withheld(few, appetite=APPETITE), "sharing_needs")[3] is None


def test_councils_are_held_against_their_region():
    areas = ("E06000001", "E06000002", "E06000003", "E06000004")  # all of one region
    told = scored((400, 300, 200, 5), (100, 80, 60, 0), dimension="area", groups=areas)
    gone = shown(withheld(told, appetite=APPETITE), "sharing_needs")
    assert gone[3] is None
    assert gone.count(None) >= 2


def test_nothing_is_looked_at_but_groups_of_children():
    by_agency = scored((400, 300, 200, 5), (1, 1, 1, 1), dimension="seeker_and_holder")
    assert withheld(by_agency, appetite=APPETITE) is by_agency
    plain = Answer(pl.DataFrame({"x": [1]}), provenance())
    assert withheld(plain) is plain


def test_what_was_withheld_once_is_not_looked_at_again():
    told = withheld(scored((400, 300, 200, 5), (100, 80, 60, 2)), appetite=APPETITE)
    assert withheld(told) is told
    nameless = replace(told, provenance=provenance())
    assert withheld(nameless) is nameless


def test_an_answer_of_nothing_but_large_counts_says_so():
    told = withheld(scored((400, 300, 200, 100), (100, 80, 60, 50)), appetite=APPETITE)
    assert told.provenance.disclosure == "None of 4 groups withheld."


@pytest.mark.parametrize("write", [to_csv, to_parquet, metadata])
def test_files_withhold_by_themselves(write):
    answer = scored((400, 300, 200, 5), (100, 80, 60, 2))
    assert write(answer, made_on=DAY) == write(withheld(answer), made_on=DAY)


def test_a_table_says_withheld_and_leaves_the_figure_open():
    rows = readable(withheld(scored((400, 300, 200, 5), (100, 80, 60, 2)), appetite=APPETITE))
    row = rows.filter(pl.col("Group") == "Acute").row(0, named=True)
    assert (row["Shown as"], row["Value"]) == (WITHHELD, None)


def test_rounded_counts_make_values_and_words_anew():
    rounding = replace(APPETITE, rounding_base=5)
    told = withheld(scored((402, 300, 200, 100), (101, 80, 60, 50)), appetite=rounding)
    assert shown(told, "sharing_needs")[0] == 400
    assert shown(told, "gap_share")[0] == pytest.approx(100 / 400)
    assert told.frame["text"][0] == "400"


def test_groups_without_an_index_are_withheld_with_their_intervals():
    names = ["n_children", "n_needs", "n_needs_low", "n_gaps", "n_gaps_high", "gap_share"]
    columns = {"group_id": list(TIERS), "group_label": list(TIERS)}
    numbers = ([900, 80, 70, 5], [400, 300, 200, 90], [390] * 4, [100, 80, 60, 40], [110] * 4)
    frame = pl.DataFrame(columns | dict(zip(names, [*numbers, [0.25] * 4], strict=True)))
    told = withheld(Answer(frame, provenance()), appetite=APPETITE).frame
    assert told.row(3)[2:] == (None,) * 6  # of five children nothing is told
    assert told["n_children"].null_count() == 2
    assert told["n_needs"].null_count() == 2
