"""Plain words for what a case holds. None takes a side: what was not learned is not blamed."""

from __future__ import annotations

from datetime import date

from analysis.case_child import CaseChild
from analysis.levers import Levers
from data.schema import AGENCY_LABELS

TOLD_BY = {
    "practice": "by existing sharing",
    "lookup": "by a look-up",
    "alert": "from an alert",
}
REASONS = {  # {holder} may be several
    "no_index": "there is no index",
    "out_of_scope": "the child had no entry in the index that day",
    "opted_out": "the household has opted out of the index",
    "shielded": "the child is shielded, so the entry opens for nobody",
    "not_connected": "the index does not name {holder} (not connected)",
    "withheld": "the index does not name {holder} (sensitive, withheld)",
    "delay": "the index did not name {holder} yet (updated after {delay})",
    "boundary": "the index did not name {holder} to {seeker} (outside {visibility})",
    "not_linked": "the index did not name {holder} (no record linked to the entry)",
    "not_authorised": "{seeker} may not look into the index",
    "not_opened": "the index could have named {holder}, and {seeker} did not open the entry",
    "not_found": "the index could have named {holder}, and {seeker} did not find the entry",
    "alert_few": "too few agencies held a concern for an alert",
    "alert_not_acted": "an alert named {holder}, and {seeker} did not act on it",
}


def label_of(agency: str) -> str:
    """An agency as a heading: "School"."""
    return AGENCY_LABELS[agency]


def spoken(agency: str) -> str:
    """An agency inside a sentence: "social care", "Prevent"."""
    label = AGENCY_LABELS[agency]
    return label if agency == "prevent" else f"{label[0].lower()}{label[1:]}"


def dated(on: date) -> str:
    """A day in words: "5 June 2023"."""
    return f"{on.day} {on:%B %Y}"


def briefly(on: date) -> str:
    """A day in few letters: "5 Jun 2023"."""
    return f"{on.day} {on:%b %Y}"


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def times(n: int) -> str:
    """ "never", "once", "twice", "5 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(n, f"{n} times")


def counted(n: int, one: str, many: str = "") -> str:
    """ "no gap", "1 gap", "5 gaps"."""
    if n == 1:
        return f"1 {one}"
    return f"{n or 'no'} {many or one + 's'}"


def told_by(met_by: str) -> str:
    """How a seeker learned."""
    return TOLD_BY[met_by]


def kinds_of_concern(types: str) -> str:
    """The kinds of a concern in words: "missing and violence"; "" where none is recorded."""
    kinds = [kind.replace("_", " ") for kind in types.split(",") if kind]
    return listed(kinds) if kinds else ""


def reason_clause(code: str, seeker: str, holders: str | list[str], levers: Levers) -> str:
    """Why a seeker did not learn of one holder or several, as a clause."""
    named = [holders] if isinstance(holders, str) else holders
    return REASONS[code].format(
        seeker=spoken(seeker),
        holder=listed([spoken(one) for one in named]),
        delay=counted(levers.update_delay_days, "day"),
        visibility={"local": "its own council", "regional": "its own region"}.get(
            levers.visibility, "England"
        ),
    )


def called(child: CaseChild) -> str:
    """What a child is called in a sentence: an invented name, else a number."""
    return child.name or f"Child {child.child_id}"
