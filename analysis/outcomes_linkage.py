"""Outcomes of a linkage study: which records find the entry of their child, and which another's."""

from __future__ import annotations

from functools import partial

from analysis.outcome import Better, Family, Outcome
from analysis.units import Unit

PAGE = "docs/methods-linkage.md"
ONE_ERROR = (
    "A synthetic record has at most one error and every child has an entry, so linking is "
    "easier than in life."
)
_study = partial(Outcome, source=PAGE, family=Family.LINKAGE, unit=Unit.SHARE_OF_RECORDS)

LINKAGE: tuple[Outcome, ...] = (
    _study(
        id="records_linked_right",
        label="Records linked to their child",
        question="What share of agencies' records is put to the entry of its own child?",
        better=Better.HIGHER,
        numerator="records whose link leads to their own child",
        denominator="records of the study",
        formula="records linked to the entry of their own child / records of the study",
        caveat=ONE_ERROR,
    ),
    _study(
        id="records_missed",
        label="Records without a link",
        question="Whose records are not put to their entry?",
        better=Better.LOWER,
        numerator="records not linked to their own child",
        denominator="records of the study",
        formula="records with no link, with several entries alike, or with a false link / records "
        "of the study",
        caveat=ONE_ERROR,
    ),
    _study(
        id="records_linked_false",
        label="Records linked to another child",
        question="What share of agencies' records is put to the entry of another child?",
        better=Better.LOWER,
        numerator="records whose link leads to another child",
        denominator="records of the study",
        formula="records linked to another child's entry / records of the study / share of the "
        "index's children that the study holds",
        caveat="A sample holds few children who look alike, so false links are scaled up to an "
        "index of all children. Where they are many, that is too high.",
    ),
    _study(
        id="link_precision",
        label="Links that are right",
        question="Of the links made, what share leads to the right child?",
        better=Better.HIGHER,
        numerator="records linked to their own child",
        denominator="records linked",
        formula="records linked to their own child / (those + records linked to another child, "
        "scaled up)",
        caveat="A sample holds few children who look alike, so false links are scaled up to an "
        "index of all children.",
    ),
    Outcome(
        id="gaps_closed_of_possible",
        label="Share of what perfect linking closes",
        question="How much of what a design could close is lost to records that do not link?",
        unit=Unit.SHARE_OF_GAPS,
        better=Better.HIGHER,
        numerator="gaps that the design closes",
        denominator="gaps that it closes where every record links to its own child",
        formula="gaps closed / gaps closed with every record linked, future by future",
        caveat="Finding an entry is another step: searches fail as often as is assumed.",
        source=PAGE,
        family=Family.LINKAGE,
    ),
    Outcome(
        id="duplicate_entries",
        label="Second entries",
        question="How many records that do not link become an entry of their own?",
        unit=Unit.ENTRIES,
        better=Better.LOWER,
        numerator="records of connected agencies that do not link and become an entry",
        denominator="",
        formula="sum over records of connected agencies of (1 - the chance to link) x share that "
        "becomes an entry of its own",
        caveat="How many are held back or put right by hand is judged, with a wide range.",
        source=PAGE,
        family=Family.LINKAGE,
    ),
)
