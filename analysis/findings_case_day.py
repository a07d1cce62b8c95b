"""What each agency could have known by the end of one day, in words.

Both designs are told at once, apart only where they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.case import Case
from analysis.case_knowledge import Knowledge, known_on
from analysis.case_words import (
    briefly,
    called,
    counted,
    label_of,
    listed,
    reason_clause,
    spoken,
    told_by,
)
from data.schema import AGENCIES


def on_the_day(cases: Sequence[Case], day: date) -> list[str]:
    """One paragraph for each agency that had met the child by then: a heading line and a list."""
    told = [{one.agency: one for one in known_on(case, day)} for case in cases]
    agencies = [one for one in AGENCIES if any(one in known for known in told)]
    if not agencies:
        return [f"No agency had met {called(cases[0].child)} by then."]
    return [_paragraph(cases, [known.get(agency) for known in told]) for agency in agencies]


def _paragraph(cases: Sequence[Case], known: Sequence[Knowledge | None]) -> str:
    first = next(one for one in known if one)
    knew, left = [_known(one) for one in known], [_left(one) for one in known]
    lines = [
        words.format(listed(same))
        for words, same in (
            ("Knew of {}.", _alike(knew)),
            ("Had not learned of {}.", _alike(left)),
        )
        if same
    ]
    for number, (case, one) in enumerate(zip(cases, known, strict=True)):
        own = _alone(case, one, knew, left, number)
        lines += [f"{case.scenario.label}: {'; '.join(own)}."] if own else []
    if not lines:
        lines = ["No other agency held a concern that counts on this day."]
    return "\n- ".join([f"**{label_of(first.agency)}** · {_own(first)}", *lines])


def _own(one: Knowledge) -> str:
    n = len(one.concern_days)
    if not n:
        return f"{counted(one.contact_days, 'contact')}, none with a concern of its own"
    latest = f"{'the latest ' if n > 1 else ''}on {briefly(one.concern_days[-1])}"
    return f"{counted(n, 'day')} with a concern of its own, {latest}"


def _alone(case: Case, one: Knowledge | None, knew: list, left: list, number: int) -> list[str]:
    """What holds under one design and not under the other."""
    if one is None:
        return ["it had not met the child"]
    parts = []
    for words, each in (("knew of {}", knew), ("had not learned of {}", left)):
        own = [said for said in each[number].values() if said not in _alike(each)]
        parts += [words.format(listed(own))] if own else []
    parts += _why(case, one) if case.scenario.levers.scope != "none" else []
    if one.opened_on:
        parts.append(f"opened the entry on {listed([briefly(on) for on in one.opened_on])}")
    return parts


def _known(one: Knowledge | None) -> dict[str, str]:
    return {
        told.holder: f"{spoken(told.holder)} ({told_by(told.by)}, {briefly(told.on)})"
        for told in (one.learned if one else ())
    }


def _left(one: Knowledge | None) -> dict[str, str]:
    return {
        gap.holder: f"{spoken(gap.holder)} (since {briefly(gap.since)})"
        for gap in (one.not_learned if one else ())
    }


def _why(case: Case, one: Knowledge) -> list[str]:
    """What stood between, at its latest concern: the agencies of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for gap in one.not_learned:
        if gap.reason:
            by_reason.setdefault(gap.reason, []).append(gap.holder)
    clauses = [
        reason_clause(code, one.agency, holders, case.scenario.levers)
        for code, holders in by_reason.items()
    ]
    return [f"at its latest concern, {', and '.join(clauses)}"] if clauses else []


def _alike(each: list[dict[str, str]]) -> list[str]:
    """What is said under every design."""
    return [
        words for holder, words in each[0].items() if all(one.get(holder) == words for one in each)
    ]
