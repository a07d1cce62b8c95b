"""What a linkage study says, in sentences made from its figures."""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.linkage.found import ALL, CERTAINTIES, IDENTIFIER, counts, right
from analysis.linkage.report import LABELS, words, words_of
from analysis.linkage.study import Study
from analysis.scenarios import Scenario
from analysis.tables import group_label
from analysis.withheld import WITHHELD

EASIER = (
    "Linking is easier here than in life: a record has at most one error, and every child of the "
    "study has an entry. Compare groups and thresholds; do not quote levels."
)
WHAT_IT_IS = (
    "A study takes what agencies' records say of synthetic children, holds each against the "
    "entries of an index, and then looks at the truth: was it this child's entry?"
)
PUBLISHED = (
    "Published: 95 percent of pupils found in hospital records by names, birth date, sex and "
    "postcode, 99 percent of the youngest; 37 to 61 percent of looked-after children in Wales."
)
NO_INDEX = "Without an index no record is linked, so no threshold makes a difference."
BESIDE = (
    "These shares rest on judgement as shipped. The study measures them for this synthetic world "
    "and this threshold; which of the two figures rest on is yours to choose."
)


def answer(study: Study, method: str, bits: float, chance: float) -> str:
    """How many records link, overall and of looked-after children, in one sentence."""
    everybody = counts(study, method, bits, by=ALL).row(0, named=True)
    held = {
        row["group"]: row for row in counts(study, method, bits, by="is_looked_after").to_dicts()
    }
    how = "by single identifier, or else by names," if method == IDENTIFIER else "by names"
    told = (
        f"Linked {how} from {CERTAINTIES[chance]} certainty, **{words(right(everybody))}** of "
        "agencies' records find the entry of their own child"
    )
    if "true" not in held:
        return f"{told}."
    looked_after = words(right(held["true"]))
    return f"{told}; of looked-after children's records **{looked_after}**."


def group_title(told: Answer, dimension: str) -> str:
    """Whose records are missed most, as the heading of the figure."""
    rows = _of(told, "records_missed").filter(pl.col("value").is_not_null())
    if rows.height < 2:
        return f"Records missed, by {LABELS[dimension].casefold()}"
    worst, best = (rows.sort("value").row(place, named=True) for place in (-1, 0))
    if worst["low"] <= best["high"]:
        return f"By {LABELS[dimension].casefold()} the groups can't be told apart"
    most, least = (_inside(words_of(dimension, one["group"])) for one in (worst, best))
    return f"Missed most: {most}, {worst['text']} of records; least: {least}, {best['text']}"


def group_summary(told: Answer) -> str:
    """How to read it, and whether anything is withheld."""
    hidden = told.frame.filter(pl.col("text") == WITHHELD).height
    gone = " Where few records stand behind a figure it is withheld." if hidden else ""
    return (
        "Share of records that do not find the entry of their own child, with 95 percent intervals "
        f"for the records counted. Records that lead to another child stand in the table.{gone}"
    )


def curve_title(told: Answer, chance: float) -> str:
    """What the chosen threshold gives, and what the lowest would."""
    own = _at(told, "records_linked_right", chance)
    low = _at(told, "records_linked_right", min(CERTAINTIES))
    return (
        f"At {CERTAINTIES[chance]} certainty {own['text']} of records are linked right; "
        f"asking for hardly any, {low['text']}"
    )


CURVE_SUMMARY = (
    "Left: records linked to their own child (recall). Right: of the links made, those that lead "
    "to the right child (precision), with false links scaled to an index of all children. The "
    "upright line is the chosen threshold."
)


def harm_title(told: Answer, chance: float) -> str:
    """The four harms at the chosen threshold, as the heading of the figure."""
    left, open_ = (_at(told, id, chance) for id in ("gaps_closed_of_possible", "shield_failures"))
    return (
        f"At {CERTAINTIES[chance]} certainty {left['text']} of what perfect linking closes is "
        f"closed, and {open_['text']} shielded children are left open"
    )


def harm_sentence(told: Answer, chance: float, scenario: Scenario) -> str:
    """All five figures at the chosen threshold, with their intervals."""
    rows = [_at(told, id, chance) for id in ("gaps_closed", "wrong_child_views")]
    rows += [_at(told, id, chance) for id in ("duplicate_entries", "shield_failures")]
    said = "; ".join(
        f"{row['label'][0].lower()}{row['label'][1:]} **{row['text']}** ({row['interval']})"
        for row in rows
    )
    return f"Under **{scenario.label}**, a year: {said}. They are not weighed against each other."


HARM_SUMMARY = (
    "A lower threshold links more records, and some to the wrong child; a higher one leaves more "
    "of them to become second entries, and the second entry of a shielded child stands open. "
    "Bands hold all other assumptions too, so they are wider than what the threshold changes."
)


def measured_title(rows: list[dict]) -> str:
    """How many of the measured shares lie in the range that ships."""
    inside = sum(row["is_inside"] for row in rows)
    return f"{inside} of {len(rows)} measured shares lie in the range that ships"


def study_words(study: Study) -> str:
    """A study in a line, to choose it by."""
    agencies = " and ".join(group_label("agency", one).casefold() for one in study.chosen.agencies)
    areas = ", ".join(group_label("area", one) for one in study.chosen.areas) or "all England"
    rare = ", rare names count for more" if study.chosen.rarity else ""
    return f"{study.n_entries:,} children of {areas}; records of {agencies}{rare}"


def _of(told: Answer, id: str) -> pl.DataFrame:
    return told.frame.filter(pl.col("outcome") == id)


def _at(told: Answer, id: str, chance: float) -> dict:
    return _of(told, id).filter(pl.col("group") == CERTAINTIES[chance]).row(0, named=True)


def _inside(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"
