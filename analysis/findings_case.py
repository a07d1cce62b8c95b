"""What one child's case says, in sentences made from it. What nobody saw then is not blamed.

"Could have known" is as far as any sentence goes: no agency is said to have failed, and no
design to have saved anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.case import Case
from analysis.case_child import CaseChild, child_row
from analysis.case_drawing import Drawing
from analysis.case_patterns import PATTERNS, Pattern
from analysis.case_words import (
    called,
    counted,
    listed,
    spoken,
    times,
    told_by,
)
from analysis.workbench import Workbench
from data.world import WorldError

TITLE = "What could each agency have known about one child, and who else looked?"
HINDSIGHT = (
    "**Beware of hindsight.** Here stands side by side what nobody saw side by side then: each "
    "agency met one piece, on its own day, and did not know what would come. “Could have known” is "
    "not “should have acted”, and nothing here says that anything would have gone otherwise."
)
REAL = (
    "This world was imported, so **these records may be real**: one line of them can be enough to "
    "recognise a child. A case is shown by its number alone, without name, age or place, and can't "
    "be downloaded."
)
ASK = "I may look at single records of this world, and nobody unauthorised sees this screen"
MOST_DIGITS = 18  # of a child's number
NOBODY = "No child of this world fits this pattern under this design; choose another pattern."
LIMITS = (
    "**Not shown here**: improper look-ups and those that open the wrong child's entry, which "
    "are drawn for a whole world and counted on the page Intrusiveness; meetings, letters and "
    "all that no record holds; and what came of it, for knowing is not acting.",
    "**Luck**: whether an agency shares, looks or finds is one draw each, the same under both "
    "designs, so that they differ by policy alone. Another draw would give another case, so these "
    "counts have no interval: a case shows how a design works, and measures nothing.",
    "**Days**: concerns of one day do not count for each other, as their order is not known. What "
    "an agency learned stays known. A look-up may stand in the log some days after the contact "
    "that brought it; here it stands at the contact.",
)


def about(child: CaseChild, turn: str) -> str:
    """Who the case is about, and how it was chosen, in a few words."""
    name = f"**{called(child)}**{', an invented child' if child.name else ''}"
    facts = [
        f"aged {child.age}" if child.age is not None and child.name else "",
        f"lives in {child.area_name}" if child.area_name else "",
        f"need tier: {child.need_tier}" if child.need_tier else "",
        "looked after" if child.is_looked_after else "",
        "shielded: no place is told" if child.is_shielded else "",
    ]
    return " · ".join([name, *filter(None, [*facts, turn])])


def answer(cases: Sequence[Case]) -> str:
    """The answer to the page's question, for one child under one design or two."""
    case, other = cases[0], cases[-1]
    name, n = called(case.child), case.needs.height
    met = case.decisions.height
    if not met:
        first = (
            f"No agency recorded a concern about **{name}** in the year, so nothing was to share."
        )
    elif not n:
        first = (
            f"Agencies recorded a concern about **{name}** on {counted(met, 'occasion')} in the "
            "year, and never while another agency held one, so nothing was to share."
        )
    else:
        first = (
            f"In the year an agency met **{name}** with a concern {times(met)}, and "
            f"**{counted(n, 'time')}** another agency already held one that it could have known "
            f"of. {_knew(case, other)}"
        )
    return f"{first} {_opened(cases)}"


def title(case: Case) -> str:
    """The finding of one picture."""
    label, n = case.scenario.label, case.needs.height
    if not n:
        return f"{label}: nothing to share"
    gaps = case.gaps.height
    left = f"{counted(gaps, 'gap')} left" if gaps else "no gap left"
    return f"{label}: known at {n - gaps} of {counted(n, 'need')}, {left}"


def summary(case: Case, drawing: Drawing, seeker: str | None = None) -> str:
    """The picture in a few sentences, for whoever can't see it and whoever can."""
    by = dict.fromkeys(("practice", "lookup", "alert", "already_known"), 0)
    by |= dict(case.needs.group_by("met_by").len().iter_rows())
    parts = [
        f"learned {told_by(word)} {times(by[word])}"
        for word in ("practice", "lookup", "alert")
        if by[word]
    ]
    parts += [f"knew already {times(by['already_known'])}"] if by["already_known"] else []
    told = [f"{counted(len(case.agencies), 'agency', 'agencies')} met {called(case.child)}."]
    if case.needs.height:
        gaps = case.gaps.height
        told.append(
            f"With a concern of its own, an agency {listed(parts)}."
            if parts
            else "No agency learned of another's concern."
        )
        if gaps:
            told.append(f"{times(gaps).capitalize()} it did not learn of another's concern.")
    told.append(_looks(case))
    if seeker:
        told.append(f"Threads are those that lead to {spoken(seeker)}.")
    if drawing.n_left_out:
        told.append(
            f"To keep threads apart, {counted(drawing.n_left_out, 'gap')} more "
            f"{'is' if drawing.n_left_out == 1 else 'are'} not drawn: of two agencies "
            "the first is; all are in the table."
        )
    return " ".join(told)


def notes(case: Case) -> list[str]:
    """What is special about this child under this design: shielding, withheld, opted out."""
    label, levers, child = case.scenario.label, case.scenario.levers, case.child
    told = []
    if levers.scope == "none":
        return told
    if child.is_shielded:
        told.append(
            f"**Shielded.** Whereabouts of {called(child)} must be hidden. Under {label} shielding "
            "is on, so the entry opens for nobody, and what agencies hold stays with them. A "
            "second entry left open by mistake, as in March 2009, is counted on the page "
            "Intrusiveness."
            if levers.shielding
            else f"**Shielded.** Whereabouts of {called(child)} must be hidden, but {label} has no "
            "shielding, so the entry opens as any other."
        )
    reasons = set(case.gaps["reason"])
    if "opted_out" in reasons:
        told.append(
            f"**Opted out.** Under {label} the household keeps this child out of the index."
        )
    withheld = sorted(set(case.gaps.filter(case.gaps["reason"] == "withheld")["holder"]))
    if withheld:
        why = "without consent" if levers.sensitive_rule == "consent" else "whoever asks"
        told.append(
            f"**Withheld.** Under {label} involvement of {listed([spoken(a) for a in withheld])} "
            f"is sensitive and is not shown {why}. This page shows it; an official would not see "
            "it."
        )
    return told


def whose_turn(pattern: Pattern, found: Sequence[int], child: int) -> str:
    """Which child of a pattern is shown."""
    if child not in found:
        return "chosen by its number"
    by = "" if pattern.is_extreme else ", in an order by draw"
    return f"child {found.index(child) + 1} of {len(found)} of this kind{by}"


def meanings() -> str:
    """What kinds of children there are to choose from, as a list."""
    return "\n".join(f"- **{one.label}**: {one.meaning}." for one in PATTERNS)


def known_child(bench: Workbench, asked: str) -> int:
    """The child that an address asks for; WorldError in a sentence for one that there is not."""
    if not asked.isascii() or not asked.isdecimal() or len(asked) > MOST_DIGITS:
        raise WorldError("The address asks for a child by something that is no number.")
    child_row(bench, int(asked))
    return int(asked)


def _knew(case: Case, other: Case) -> str:
    ours, theirs = (one.needs.height - one.gaps.height for one in (case, other))
    told = f"Under **{case.scenario.label}** it knew at **{ours}** of these"
    if case.scenario == other.scenario:
        return f"{told}."
    told = f"{told}, under **{other.scenario.label}** at **{theirs}**"
    return f"{told}: for this child they make no difference." if ours == theirs else f"{told}."


def _opened(cases: Sequence[Case]) -> str:
    """Who looked for work, under each design that has an index."""
    indexed = [case for case in cases if case.scenario.levers.scope != "none"]
    opened = {case.scenario.label: case.looks["is_opened"].sum() for case in indexed}
    if not indexed:
        return "There is no index, so nobody looked into one."
    if not any(opened.values()):
        return "Nobody opened the entry for work."
    told = [f"**{times(n)}** under {label}" for label, n in opened.items() if n]
    nobody = [f"by nobody under {label}" for label, n in opened.items() if not n]
    return f"For work, the entry was opened {listed(told + nobody)}."


def _looks(case: Case) -> str:
    if case.scenario.levers.scope == "none":
        return "There is no index to look into."
    opened = case.looks.filter("is_opened")
    if opened.is_empty():
        return "Nobody opened the entry for work."
    agencies = dict(opened.group_by("agency", maintain_order=True).len().iter_rows())
    who = [f"{spoken(agency)} {times(n)}" for agency, n in agencies.items()]
    return f"The entry was opened for work by {listed(who)}."
