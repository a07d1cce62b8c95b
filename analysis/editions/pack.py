"""The proportionality pack: drafts for those who must judge, each figure from the edition.

A draft impact assessment along the seven steps of the Information Commissioner's Office, a record
by the Algorithmic Transparency Recording Standard, data flows and the register of assumptions. The
tool does not judge: what only the publishing body can say is left to it, and marked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.amounts import amount_range
from analysis.assumption_register import register, trust
from analysis.editions.flows import PARTS, PRACTICE, flows
from analysis.editions.format import Edition, Figure
from analysis.editions.pages import template
from analysis.editions.prose import bare
from analysis.policy import Assumptions
from analysis.scenarios import Scenario, scenario_card

TO_FILL = "*(to be filled in by the publishing body)*"
RISKS = (
    ("people_able_to_open", "People able to open one child's entry"),
    ("views", "Entries opened in a year"),
    ("needless_views", "Entries opened of children without a concern in the window"),
    ("entries_without_concern", "Entries of children without any concern all year"),
    ("improper_lookups", "Improper look-ups in a year"),
    ("improper_lookups_missed", "of them not found by review"),
    ("wrong_child_views", "Entries of the wrong child opened"),
    ("shield_failures", "Shielded children left open by a second entry"),
    ("sensitive_disclosures", "Sensitive involvements disclosed"),
    ("record_years_after_18", "Record-years kept after 18"),
)
BENEFITS = ("sharing_needs", "sharing_gaps", "gap_share", "gaps_closed", "needs_acted_on")
COSTS = ("setup_cost", "yearly_cost", "present_value", "extra_gbp_per_gap")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Figures of one design in words, each with its id in the edition."""

    edition: Edition
    design: str

    def __call__(self, outcome: str, label: str = "") -> str:
        """``outcome`` with interval and id; that there is none, where there is none."""
        one = self.figure(outcome)
        if one is None or (one.value is None and one.high is None):
            return f"{label or outcome}: nothing to count under this design"
        return f"{label or one.label}: **{words(one)}** (`{one.id}`)"

    def figure(self, outcome: str) -> Figure | None:
        """The figure, if the edition has it."""
        try:
            return self.edition.figure(f"{self.design}/{outcome}")
        except KeyError:
            return None

    def has(self, outcome: str) -> bool:
        """Whether there is something to say of ``outcome``."""
        return self.figure(outcome) is not None

    def all(self, outcomes: Iterable[str]) -> list[str]:
        """A line for each of ``outcomes`` that the edition has."""
        return [self(one) for one in outcomes if self.has(one)]


def words(one: Figure) -> str:
    """A figure with its interval."""
    if not one.interval or one.interval == one.text:
        return f"{one.text} {one.unit}" if one.text.isdigit() else one.text
    return f"{one.text} ({one.interval})"


def pack(edition: Edition, designs: Iterable[Scenario], beliefs: Assumptions) -> dict[str, bytes]:
    """Path -> Markdown: a draft assessment for each design, and three files for all of them."""
    others = list(designs)[1:]
    told = {
        "pack/flows.md": template("flows.md").render(
            edition=edition,
            parts=PARTS,
            practice=PRACTICE.parts,
            designs=[(one, [flow.parts for flow in flows(one)]) for one in others],
        ),
        "pack/transparency.md": template("transparency.md").render(
            edition=edition, designs=others, to_fill=TO_FILL, findings=map(bare, edition.findings)
        ),
        "pack/assumptions.md": template("assumptions.md").render(
            edition=edition,
            families=register(beliefs),
            trust=trust(beliefs),
            changed={one.id for one in edition.inputs.assumptions if not one.is_shipped},
            amount_range=amount_range,
        ),
    }
    for one in others:
        quoted = Quoted(edition, one.id)
        told[f"pack/dpia-{one.id}.md"] = template("dpia.md").render(
            edition=edition,
            design=one,
            card=scenario_card(one),
            flows=[flow.parts for flow in flows(one)],
            parts=PARTS,
            benefits=quoted.all(BENEFITS),
            costs=quoted.all(COSTS),
            risks=[quoted(id, label) for id, label in RISKS if quoted.has(id)],
            narrower=narrower(edition, one.id),
            levers=one.levers,
            to_fill=TO_FILL,
        )
    return {path: f"{text.rstrip()}\n".encode() for path, text in told.items()}


def narrower(edition: Edition, design: str) -> list[tuple[str, str, str, str]]:
    """Other designs with fewer children in them: name, entries, gaps closed, pounds a year."""
    own = Quoted(edition, design).figure("children_with_entry")
    rows = []
    for other in edition.inputs.designs[1:]:
        quoted = Quoted(edition, other.id)
        theirs = quoted.figure("children_with_entry")
        if other.id == design or own is None or theirs is None:
            continue
        if (theirs.value or 0) < (own.value or 0):
            found = [quoted.figure(id) for id in ("gaps_closed", "yearly_cost")]
            told = [words(one) if one else "–" for one in (theirs, *found)]
            rows.append((other.label, *told))
    return rows
