"""Answers to claims on who is in it and who can open it."""

from __future__ import annotations

from analysis.claim_answer import AGREES, DIFFERS, PARTLY, Answered, Drawn
from analysis.claim_figures import Desk, Figure, from_history, made, number
from analysis.openers import users_with_access
from analysis.outcome import Family
from analysis.scenarios import read_scenario
from analysis.units import Unit
from data.claims import Claim

INDEX = "contactpoint_2009"
NARROWER = ("targeted_cpis", "local_hub")
"""Presets that list fewer children than ContactPoint did, and are open to fewer people."""


def every_child(desk: Desk, claim: Claim) -> Answered:
    """Entries by design, and how many of them are of children without any concern all year."""
    entries, share, calm, calm_share, items = (
        desk.scored(INDEX, id)
        for id in (
            "children_with_entry",
            "entry_share",
            "entries_without_concern",
            "entries_without_concern_share",
            "items_held",
        )
    )
    each = made(
        "Items in an entry",
        desk.futures(INDEX, "items_held") / desk.futures(INDEX, "children_with_entry"),
        Unit.ITEMS,
        "items held / children with an entry",
        INDEX,
    )
    others = tuple(desk.scored(id, "children_with_entry") for id in NARROWER)
    children = claim.number("children")
    verdict = AGREES if share.high >= 1 else PARTLY if share.high > 0 else DIFFERS
    lead = {
        AGREES: "By its design, yes.",
        PARTLY: "Not all of them.",
        DIFFERS: "By its design, no.",
    }[verdict]
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** Under its rules **{share.words}** of all children have an entry, "
        f"{entries.words} today. Of these entries **{calm_share.words}** are of children about "
        "whom no agency recorded a concern all year.",
        reasons=(
            f"When it was planned England had about {number(children, Unit.CHILDREN)} children; it "
            "has more now, so the number differs and the rule does not.",
            f"An entry holds {each.words} items and nothing of what was said about the child. "
            f"That is {items.words} items in all. Designs that list only some children hold far "
            f"fewer entries: {_list(others)}.",
        ),
        figures=(entries, share, calm, calm_share, items, each, *others),
        drawn=Drawn(
            title=f"{entries.text} entries, {calm.text} of them of children without a concern",
            figures=(
                entries.named("ContactPoint: all entries"),
                calm.named("ContactPoint: no concern all year"),
                *(one.named(one.design) for one in others),
            ),
            axis=Family.INTRUSIVENESS,
            claimed=children,
            claimed_words=number(children, Unit.CHILDREN),
        ),
    )


def officials(desk: Desk, claim: Claim) -> Answered:
    """People able to open one entry, those who use it, and those who had access at closure."""
    people, able = claim.number("people"), desk.scored(INDEX, "people_able_to_open")
    active = made(
        "People who use it",
        users_with_access(read_scenario(INDEX).levers) * desk.bench.futures("adoption_share"),
        Unit.PEOPLE,
        "people with access x share of them who use it",
        INDEX,
    )
    reached = from_history("cp_users_reached")
    others = tuple(desk.scored(id, "people_able_to_open") for id in NARROWER)
    is_planned, is_used = able.value >= people, active.high >= people
    verdict = AGREES if is_planned and is_used else PARTLY if is_planned else DIFFERS
    lead = {
        AGREES: "As planned, and perhaps in use.",
        PARTLY: "As planned, yes; in use, fewer.",
        DIFFERS: "Fewer, as planned and in use.",
    }[verdict]
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** The design lets **{able.words} people** open the entry of any "
        f"child. In full use about **{active.words}** of them would; when it was switched off "
        f"{reached.text} had access.",
        reasons=(
            "Able to open is not opening: how many people look, and how often, is an assumption "
            "with a wide range.",
            "Where one child's entry is open to the users of the child's own council, or to few "
            f"agencies, far fewer people are able to: {_list(others)}.",
        ),
        figures=(able, active, reached, *others),
        drawn=Drawn(
            title=f"{able.text} people able to open an entry, {reached.text} reached",
            figures=(
                able.named("ContactPoint: able to, as planned"),
                active.named("ContactPoint: would use it"),
                reached.named("ContactPoint: had access at closure"),
                *(one.named(one.design) for one in others),
            ),
            axis=Family.INTRUSIVENESS,
            claimed=people,
            claimed_words=number(people, Unit.PEOPLE),
        ),
    )


def _list(figures: tuple[Figure, ...]) -> str:
    return ", ".join(f"{one.design} {one.words}" for one in figures)
