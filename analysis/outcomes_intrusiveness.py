"""Outcomes of intrusiveness: who can look, who does, at whom, and with what cause.

They are the ingredients of a judgement, and nothing adds them into a score.
"""

from __future__ import annotations

from functools import partial

from analysis.outcome import Better, Family, Outcome
from analysis.units import Unit

PAGE = "docs/methods-intrusiveness.md"
MISUSE_CAVEAT = (
    "Recorded misuse is a floor, because much is never found: the rate has a wide range and "
    "what safeguards prevent is mostly judged."
)
LOOKUP_CAVEAT = "How often people look is a judgement with a wide range: compare designs."
_measured = partial(Outcome, better=Better.LOWER, source=PAGE, family=Family.INTRUSIVENESS)

INTRUSIVENESS: tuple[Outcome, ...] = (
    _measured(
        id="children_with_entry",
        label="Children with an entry",
        question="How many children are in the index?",
        unit=Unit.CHILDREN,
        better=Better.NONE,
        numerator="children in scope on some day of the year, not opted out",
        denominator="",
        formula="sum over children in scope on some day of 1 - the chance of opting out",
        caveat="Shielded children have an entry too, though it is hidden.",
    ),
    _measured(
        id="entry_share",
        label="Share of children with an entry",
        question="What share of all children is in the index?",
        unit=Unit.SHARE_OF_CHILDREN,
        better=Better.NONE,
        numerator="children with an entry",
        denominator="all children",
        formula="children with an entry / children",
        caveat="An entry may name only the services that every child has, such as a school.",
    ),
    _measured(
        id="entries_without_concern",
        label="Entries of children without a concern",
        question="About how many children is something held though nobody was concerned?",
        unit=Unit.CHILDREN,
        numerator="children with an entry and no concern at any agency in the year",
        denominator="",
        formula="sum over children in scope and without a concern in the year of 1 - the chance of "
        "opting out",
        caveat="No concern in the year. Some had one before, and some will have one later.",
    ),
    _measured(
        id="entries_without_concern_share",
        label="Share of entries without a concern",
        question="Of the children in the index, what share had no concern at any agency all year?",
        unit=Unit.SHARE_OF_CHILDREN,
        numerator="children with an entry and no concern at any agency in the year",
        denominator="children with an entry",
        formula="entries of children without a concern / children with an entry",
        caveat="No concern in the year. Some had one before, and some will have one later.",
    ),
    _measured(
        id="people_able_to_open",
        label="People able to open a child's entry",
        question="How many people could open the entry of a given child?",
        unit=Unit.PEOPLE,
        numerator="sum over children with an entry of the users inside the boundary",
        denominator="children with an entry",
        formula="users with access x share of them in the child's region or council, in the mean "
        "over children with an entry; nationally all users",
        caveat="Who is able to look, not who does. Users are spread as practitioners are.",
    ),
    _measured(
        id="items_held",
        label="Items held",
        question="How many pieces of information does the index hold?",
        unit=Unit.ITEMS,
        numerator="children with an entry x items in an entry",
        denominator="",
        formula="children with an entry x items in an entry of that content",
        caveat="Items differ: a case summary counts for several, and says more than a birth date.",
    ),
    _measured(
        id="needless_views",
        label="Views of children without a concern",
        question="How often is an entry opened of a child about whom nobody is concerned?",
        unit=Unit.VIEWS,
        numerator="views of children with no concern at any agency in the window",
        denominator="",
        formula="sum over occasions with no agency with a concern in the window or on the day of "
        "the chance of a view",
        caveat=LOOKUP_CAVEAT,
    ),
    _measured(
        id="needless_view_share",
        label="Share of views of children without a concern",
        question="Of all views, what share is of a child about whom nobody is concerned?",
        unit=Unit.SHARE_OF_VIEWS,
        numerator="views of children with no concern at any agency in the window",
        denominator="views",
        formula="views of children without a concern / views",
        caveat=LOOKUP_CAVEAT,
    ),
    _measured(
        id="views_per_gap_closed",
        label="Views per gap closed",
        question="How many entries are opened for each sharing gap that the index closes?",
        unit=Unit.VIEWS_PER_GAP,
        numerator="views",
        denominator="sharing gaps fewer than in the design that it is held against",
        formula="views / (gaps of the design that it is held against - gaps of this design)",
        caveat="Not defined where no gap is closed. More staff closes gaps without a view.",
    ),
    _measured(
        id="unexplained_views",
        label="Unexplained views",
        question="How often is an entry opened though no record gives a reason?",
        unit=Unit.VIEWS,
        numerator="views without a recorded contact, improper look-ups, views of the wrong child",
        denominator="",
        formula="views x share of contacts that nobody records + improper look-ups + views of the "
        "wrong child",
        caveat="Unexplained is not improper: a reason may exist that is on no record.",
    ),
    _measured(
        id="unexplained_view_share",
        label="Share of unexplained views",
        question="Of all entries opened, what share has no recorded reason?",
        unit=Unit.SHARE_OF_VIEWS,
        numerator="unexplained views",
        denominator="views, improper look-ups and views of the wrong child",
        formula="unexplained views / (views + improper look-ups + views of the wrong child)",
        caveat="Unexplained is not improper: a reason may exist that is on no record.",
    ),
    _measured(
        id="improper_lookups_before_safeguards",
        label="Improper look-ups without safeguards",
        question="How much misuse would there be if nothing prevented it?",
        unit=Unit.LOOKUPS,
        better=Better.NONE,
        numerator="improper look-ups a year, without safeguards",
        denominator="",
        formula="sum over kinds of users x adoption x improper uses per user-year x share of the "
        "kind x look-ups per use x share of children with an entry",
        caveat=MISUSE_CAVEAT,
    ),
    _measured(
        id="improper_lookups",
        label="Improper look-ups",
        question="How much misuse is to be expected?",
        unit=Unit.LOOKUPS,
        numerator="improper look-ups a year, with the safeguards of the design",
        denominator="",
        formula="improper look-ups without safeguards x product over safeguards of 1 - the share "
        "that each prevents",
        caveat=MISUSE_CAVEAT,
    ),
    _measured(
        id="improper_lookups_found",
        label="Improper look-ups found",
        question="How much of the misuse does review find?",
        unit=Unit.LOOKUPS,
        better=Better.NONE,
        numerator="improper look-ups that review finds",
        denominator="",
        formula="improper look-ups x share of look-ups reviewed x share recognised on review",
        caveat=MISUSE_CAVEAT,
    ),
    _measured(
        id="improper_lookups_missed",
        label="Improper look-ups missed",
        question="How much of the misuse does nobody ever find?",
        unit=Unit.LOOKUPS,
        numerator="improper look-ups that review does not find",
        denominator="",
        formula="improper look-ups - improper look-ups found",
        caveat=MISUSE_CAVEAT,
    ),
    _measured(
        id="wrong_child_views",
        label="Views of the wrong child",
        question="How often does a search open the entry of another child?",
        unit=Unit.VIEWS,
        numerator="look-ups that open the entry of another child",
        denominator="",
        formula="look-ups x false matches per look-up x share of children with an entry that is "
        "not hidden",
        caveat="The rate comes from one borough's records that were hard to place.",
    ),
    _measured(
        id="shield_failures",
        label="Shield failures",
        question="How many shielded children are left open by a second entry?",
        unit=Unit.CHILDREN,
        numerator="shielded children with at least one open duplicate",
        denominator="",
        formula="sum over shielded children with an entry of 1 - product, over records at "
        "connected agencies, of 1 - (1 - chance to link) x share of unlinked records that become "
        "an entry",
        caveat="How often an unlinked record becomes an entry is judged. It happened in 2009.",
    ),
    _measured(
        id="sensitive_disclosures",
        label="Sensitive involvements disclosed",
        question="How often does a view show that a child sees a sensitive service?",
        unit=Unit.VIEWS,
        numerator="sensitive services shown in views to another agency",
        denominator="",
        formula="sum over views of the sensitive services, other than the viewer's own, that the "
        "entry shows",
        caveat="A view that shows two sensitive services counts twice.",
    ),
    _measured(
        id="record_years_after_18",
        label="Record-years kept after 18",
        question="For how many years are entries of adults kept?",
        unit=Unit.RECORD_YEARS,
        numerator="entries of one year's leavers x years kept",
        denominator="",
        formula="children with an entry who turn 18 in a year x years an entry is kept after 18",
        caveat="Of one year's leavers. In the long run as many adults have an entry at any time.",
    ),
    _measured(
        id="lifetime_views",
        label="Views from birth to eighteen",
        question="How often is a child's entry opened over a whole childhood?",
        unit=Unit.VIEWS,
        numerator="views by age, added up",
        denominator="",
        formula="sum over ages 0 to 17 of a year's views / children of that age",
        caveat="A period life table: one year's rates, as if one child lived through them all.",
    ),
    _measured(
        id="lifetime_people_able_to_look",
        label="People able to look from birth to eighteen",
        question="How many different people could open a child's entry over a whole childhood?",
        unit=Unit.PEOPLE,
        numerator="active users inside the boundary, and those who replace them",
        denominator="",
        formula="active users inside the boundary x (largest share of children of one age with an "
        "entry + yearly turnover x years with an entry)",
        caveat="Active users and their successors. Whoever moves between agencies counts twice.",
    ),
    _measured(
        id="missed_link_share",
        label="Missed links",
        question="What share of agencies' records is not put to the child's entry?",
        unit=Unit.SHARE_OF_RECORDS,
        numerator="records of connected agencies that are not linked",
        denominator="records of connected agencies",
        formula="sum over records of connected agencies of 1 - the chance to link / records",
        caveat="Which records are hard to link is generated from published rates, not observed.",
    ),
    _measured(
        id="wrong_child_views_per_1000",
        label="Views of the wrong child per 1,000 children",
        question="Which children are most often mixed up with another?",
        unit=Unit.PER_1000,
        numerator="views of the wrong child, by the group of the child who was searched for",
        denominator="children of the group",
        formula="views of the wrong child / children of the group x 1,000",
        caveat="Counted with the child who was searched for: whose entry opens instead is not "
        "known. The chance is one for all, so groups differ by how often they are looked up.",
    ),
    _measured(
        id="needless_views_per_1000",
        label="Views without a concern per 1,000 children",
        question="Which children are most often looked at though nobody is concerned?",
        unit=Unit.PER_1000,
        numerator="views of children with no concern at any agency in the window",
        denominator="children of the group",
        formula="views of children without a concern / children of the group x 1,000",
        caveat=LOOKUP_CAVEAT,
    ),
)
