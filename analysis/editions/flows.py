"""Who tells whom what about whom, and on what terms: data flows that a design adds or changes.

Five parts each, as in contextual integrity (Helen Nissenbaum, Privacy in Context, 2010): sender,
recipient, subject, information type, transmission principle. All of them follow from levers.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.findings_designs import lower
from analysis.levers import Levers, lever
from analysis.scenarios import Scenario
from data.schema import AGENCY_LABELS

PARTS = ("sender", "recipient", "subject", "information type", "transmission principle")
SENSITIVE = ("mental_health", "sensitive_health")
INDEX = "the index"


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow of information, in words."""

    sender: str
    recipient: str
    subject: str
    information: str
    principle: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The five parts in the order of PARTS."""
        return (self.sender, self.recipient, self.subject, self.information, self.principle)


PRACTICE = Flow(
    "an agency that holds a concern",
    "an agency that meets the child",
    "the child that is met, and its carers",
    "what a professional chooses to tell",
    "by telephone, referral or meeting, one case at a time",
)
"""What happens without an index, and goes on beside it."""


def flows(scenario: Scenario) -> tuple[Flow, ...]:
    """The flows that ``scenario`` adds to PRACTICE; none where it has no index."""
    told = scenario.levers
    if told.scope == "none":
        return ()
    found = [*_feeds(told), *_looks(told)]
    if told.alert_threshold:
        found.append(_alert(told))
    if told.audit_share:
        words = f"{_share(told.audit_share)} of look-ups are reviewed"
        found.append(
            Flow(INDEX, "reviewers", "the user and the child looked up", "who looked, when", words)
        )
    if told.subject_view:
        words = "on request of the family, at any time"
        found.append(
            Flow(INDEX, "the family", "the users who looked", "who looked, and when", words)
        )
    return tuple(found)


def _feeds(told: Levers) -> list[Flow]:
    """What connected agencies tell the index."""
    subject = _words("scope", told)
    terms = [f"sent to the index after {told.update_delay_days} days" if told.update_delay_days
             else "sent to the index at once"]  # fmt: skip
    terms += ["families may opt out"] if told.opt_out else ["without a way to opt out"]
    terms += ["shielded children are hidden"] if told.shielding else []
    terms.append(f"kept for {told.retention_years_after_18} years after the child is 18")
    plain = [one for one in told.connected_agencies if one not in SENSITIVE]
    guarded = [one for one in told.connected_agencies if one in SENSITIVE]
    found = []
    if plain:
        found.append(Flow(_list(plain), INDEX, subject, _words("content", told), "; ".join(terms)))
    if guarded and told.sensitive_rule != "withheld":
        rule = f"sensitive contacts: {lower(_words('sensitive_rule', told))}"
        told_of = f"{_words('content', told)}, sensitive"
        found.append(Flow(_list(guarded), INDEX, subject, told_of, "; ".join([rule, *terms])))
    return found


def _looks(told: Levers) -> list[Flow]:
    """What users of the index learn by looking."""
    if not (told.authorised_users and told.authorised_agencies):
        return []
    terms = [f"look-ups: {lower(_words('lookup_rule', told))}"]
    terms.append(f"boundary: {_words('visibility', told)}")
    terms += ["a reason must be stated"] if told.reason_required else ["no reason is asked for"]
    terms += ["with a second factor"] if told.two_factor else []
    who = f"{told.authorised_users:,} users in {_list(told.authorised_agencies)}"
    return [Flow(INDEX, who, _words("scope", told), _words("content", told), "; ".join(terms))]


def _alert(told: Levers) -> Flow:
    terms = f"unasked, once {told.alert_threshold} connected agencies hold concerns"
    who = f"the agency that meets the child ({_list(told.connected_agencies)})"
    content = "that other agencies hold concerns, and which"
    return Flow(INDEX, who, _words("scope", told), content, terms)


def _words(id: str, told: Levers) -> str:
    return lever(id).show(getattr(told, id))


def _list(agencies) -> str:
    return ", ".join(AGENCY_LABELS[one] for one in agencies)


def _share(value: float) -> str:
    return f"{100 * value:g}%"
