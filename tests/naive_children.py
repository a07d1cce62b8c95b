"""A second, plain implementation of the figures about children: loops over rows, no arrays.

It is slow and easy to check by eye. Needs and what meets them come from the plain replay; what
is counted of them is told in docs/methods-children.md.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from analysis import luck
from analysis.child_results import CHANNELS
from analysis.funnel import STEPS
from analysis.futures import Values
from analysis.levers import Levers
from analysis.policy import practice_for
from analysis.who_leads import lead_agencies
from data.schema import AGENCIES
from tests import naive, naive_replay
from tests.property.test_replay_property import END, START, small_world

TIERS = ("complex", "acute")
IN_TIME = 6  # days


class Plain:
    """What the loops say of the children of one world under one design in one future."""

    def __init__(self, given: dict, levers: Levers, value: Values, future: int) -> None:
        assumptions = value.assumptions
        small = small_world(given, levers, assumptions)
        values = {one.id: float(value(one.id)[future]) for one in assumptions}
        for seeker in AGENCIES:
            for holder in AGENCIES:
                id = practice_for(assumptions, seeker, holder).id
                values[f"practice_share.{seeker}.{holder}"] = float(value(id)[future])
        self.small = replace(small, values=values)
        self.needs = [row for row in naive_replay.replay(self.small) if row[0] in small.children]

    def of(self, child: int) -> list[tuple]:
        return [row for row in self.needs if row[0] == child]

    def gaps(self, child: int) -> int:
        return sum(row[6] == "unmet" for row in self.of(child))

    def pairs(self) -> dict[tuple, list[tuple]]:
        found: dict[tuple, list[tuple]] = {}
        for row in self.needs:
            found.setdefault(row[:3], []).append(row)
        return found

    def days(self) -> list[float]:
        """For each pair the days until its seeker knows."""
        found = []
        for rows in self.pairs().values():
            since = rows[0][3] - timedelta(days=rows[0][4])
            met = [row[3] for row in rows if row[6] != "unmet"]
            found.append((min(met) - since).days if met else float("inf"))
        return found

    def told(self, child: int, channel: str) -> int:
        """Needs that ``channel`` made known: those it met, and what was known since."""
        number = 0
        for pair, rows in self.pairs().items():
            first = next((row[6] for row in rows if row[6] != "unmet"), None)
            if pair[0] == child and first == channel:
                number += sum(row[6] != "unmet" for row in rows)
        return number

    def known_to(self, child: int, agency: str) -> set[str]:
        """Agencies with a concern that ``agency`` knows of by the end of the period."""
        own = {agency} if agency in self.agencies(child, START) else set()
        return own | {row[2] for row in self.of(child) if row[1] == agency and row[6] != "unmet"}

    def agencies(self, child: int, since: date) -> set[str]:
        """Agencies with a concern from ``since`` to the end of the period."""
        return {
            contact["agency"]
            for contact in self.small.of(child)
            if contact["is_concern"] and since <= contact["contacted_on"] <= END
        }

    def n_views(self, child: int) -> int:
        small, number = self.small, 0
        for whose, seeker, day in naive.decisions(small.contacts, START, END):
            if whose == child and self.looks(child, seeker, day):
                number += naive_replay._has_open_entry(small, child, day)
        return number

    def looks(self, child: int, seeker: str, day: date) -> bool:
        """Whether the seeker may look, does, and finds the child if there is an entry."""
        small, levers = self.small, self.small.levers
        share = small.values[f"lookup_share.{levers.lookup_rule}"] * small.values["adoption_share"]
        found = small.values[f"search_success.{levers.identifier}"]
        keys = naive_replay._keys(child, seeker)
        draw = luck.lookup(small.seed, *keys, naive_replay._day(day))
        return (
            seeker in levers.authorised_agencies
            and naive_replay._happens(draw, share)
            and naive_replay._happens(luck.found(small.seed, *keys), found)
        )

    def entry_chance(self, child: int) -> float:
        levers = replace(self.small.levers, opt_out=False, shielding=False)
        bare = replace(self.small, levers=levers)
        every_day = (START + timedelta(days=n) for n in range((END - START).days + 1))
        if not any(naive_replay._has_open_entry(bare, child, day) for day in every_day):
            return 0.0
        if not self.small.levers.opt_out:
            return 1.0
        since = START - timedelta(days=self.small.window_days)
        which = "with" if self.agencies(child, since) else "without"
        return 1 - self.small.values[f"opt_out_share.{which}_concern"]

    def leads(self, child: int) -> set[str]:
        """The leads of a case; none where the child is no case."""
        if len(self.agencies(child, START)) < 2:
            return set()
        return {
            lead_agencies()[contact["concern_type"]]
            for contact in self.small.of(child)
            if contact["is_concern"]
            and contact["concern_type"]
            and START <= contact["contacted_on"] <= END
        }

    def step(self, child: int, without: Plain) -> str:
        """Where in the funnel the child is; ``without``: the same world in the baseline."""
        seen = self.agencies(child, START - timedelta(days=self.small.window_days))
        if len(seen) < 2:
            return ("not_seen", "seen_by_one")[len(seen)]
        if not self.of(child):
            return "nothing_to_share"
        if self.gaps(child):
            return "gap_remains"
        return "closed_by_design" if without.gaps(child) else "shared_by_practice"


def counted(now: Plain, before: Plain, without: Plain) -> dict[tuple, float]:
    """The same figures by plain loops: under a design, a reference and the baseline."""
    children = list(now.small.children)
    needy = [child for child in children if now.of(child)]
    days = now.days()
    several = [child for child in children if len(now.agencies(child, START)) >= 2]
    chosen = [child for child in children if now.small.children[child]["need_tier"] in TIERS]
    cases = [child for child in children if now.leads(child)]
    gap, all_ = now.gaps, ("all", "all")
    figures = {
        ("children_with_gap", *all_): sum(gap(child) > 0 for child in children),
        ("children_never_put_together", *all_): sum(
            gap(child) == len(now.of(child)) for child in needy
        ),
        ("median_days_to_knowledge", *all_): middle(days),
        ("learned_in_time_share", *all_): mean([one <= IN_TIME for one in days]),
        ("reach_share", *all_): mean([now.entry_chance(child) for child in several]),
        ("lead_cases", *all_): len(cases),
        ("lead_contested", *all_): sum(len(now.leads(child)) > 1 for child in cases),
        ("lead_orphaned", *all_): sum(
            all(len(now.known_to(child, lead)) < 2 for lead in now.leads(child)) for child in cases
        ),
        ("children_who_gain", *all_): sum(gap(child) < before.gaps(child) for child in children),
        ("children_as_before", *all_): sum(gap(child) == before.gaps(child) for child in needy),
        ("children_who_lose", *all_): sum(gap(child) > before.gaps(child) for child in children),
        ("children_viewed_without_gain", *all_): sum(
            now.n_views(child) > 0 and gap(child) >= before.gaps(child) for child in children
        ),
        ("children_new_entry_no_need", *all_): sum(
            max(now.entry_chance(child) - before.entry_chance(child), 0)
            for child in children
            if child not in needy
        ),
    }
    for step, *_ in STEPS:
        number = sum(now.step(child, without) == step for child in chosen)
        figures["children_by_step", "step", step] = number
        figures["funnel", "step", step] = mean([number * 1000] if chosen else []) / (
            len(chosen) or 1
        )
    for channel in CHANNELS:
        share = now.small.values[f"acted_on_share.{channel}"]
        acted = share * sum(now.told(child, channel) for child in chosen)
        figures["needs_acted_on", "channel", channel] = acted
    figures["needs_acted_on", *all_] = sum(
        figures["needs_acted_on", "channel", channel] for channel in CHANNELS
    )
    for agency in {agency for child in cases for agency in now.leads(child)}:
        number = sum(agency in now.leads(child) for child in cases)
        figures["lead_cases", "lead", agency] = number
    return figures


def mean(values: list) -> float:
    return sum(values) / len(values) if values else float("nan")


def middle(days: list[float]) -> float:
    """The lower median: after so many days at least half of all know."""
    return sorted(days)[(len(days) - 1) // 2] if days else float("nan")
