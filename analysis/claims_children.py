"""The answer to the claim that nine in ten children never meet children's services."""

from __future__ import annotations

import numpy as np

from analysis.availability import NotAvailable
from analysis.calibration import calibrate_people
from analysis.claim_answer import AGREES, DIFFERS, PARTLY, Answered, Drawn
from analysis.claim_figures import Desk, Figure, made, margin
from analysis.outcome import Family
from analysis.units import Unit, show
from data.claims import Claim

INDEX = "contactpoint_2009"


def never_in_contact(desk: Desk, claim: Claim) -> Answered:
    """Referred in a year, and ever before 18: published, and in this world."""
    most = 1 - claim.number("share")
    ever, in_need = margin("ever_referred"), margin("ever_in_need")
    year = _share_referred()
    world = _of_this_world(desk)
    concern = _with_a_concern(desk)
    is_year, is_ever = year.value < most, ever.value < most
    verdict = AGREES if is_year and is_ever else PARTLY if is_year or is_ever else DIFFERS
    lead = {
        AGREES: "Right for a year and for a childhood.",
        PARTLY: "Right for one year, not for a whole childhood."
        if is_year
        else "Right for a childhood, not for a year.",
        DIFFERS: "Neither for a year nor for a childhood.",
    }[verdict]
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** In a year **{year.text}** of children are referred to social care. "
        f"Before they are 18, **{ever.text}** have been, and {in_need.text} have been in need.",
        reasons=(
            "Whether a database of every child covers mostly children who never need it depends "
            "on how long one looks: entries are held for a childhood, not for a year.",
            f"In this world {concern.words} of children had a concern on record at some agency in "
            "the year, social care or another." + (f" {_worded(world)}" if world else ""),
        ),
        figures=(year, ever, in_need, concern, *world),
        drawn=Drawn(
            title=f"{year.text} referred in a year, {ever.text} before 18",
            figures=(
                year.named("Referred in a year"),
                in_need.named("Ever in need before 18"),
                ever.named("Ever referred before 18"),
                concern.named("A concern at any agency in the year"),
            ),
            axis=Family.COVERAGE,
            claimed=most,
            claimed_words=f"at most {show(most, Unit.SHARE)}",
        ),
    )


def _share_referred() -> Figure:
    referred, children = margin("children_referred"), margin("children")
    share = referred.value / children.value
    one = made(
        "Referred to social care in the year", np.full(2, share), Unit.SHARE_OF_CHILDREN,
        "children referred in the year / children, both as published",
    )  # fmt: skip
    return one.from_source(f"{share:.1%}", referred.source, referred.link)


def _with_a_concern(desk: Desk) -> Figure:
    """Of all children, through an index that lists them all: 1 - those without a concern."""
    calm = desk.futures(INDEX, "entries_without_concern")
    share = 1 - _over(calm, desk.futures(INDEX, "children_with_entry"))
    return made(
        "With a concern at any agency in the year", share, Unit.SHARE_OF_CHILDREN,
        "1 - entries of children without a concern / children with an entry, in an index of every "
        "child", INDEX,
    )  # fmt: skip


def _of_this_world(desk: Desk) -> tuple[Figure, ...]:
    """The same shares as this world has them; none where it can't be held against margins."""
    world = desk.bench.world
    try:
        found = {one.id: one for one in desk.bench.kept("margins", lambda: calibrate_people(world))}
    except NotAvailable:
        return ()
    told = [found[id] for id in ("ever_referred", "ever_in_need") if found[id].value is not None]
    return tuple(
        made(
            f"{one.label}, in this world", np.full(2, one.value), Unit.SHARE_OF_CHILDREN,
            "children of 17 to whom it happened / children of 17 in this world",
        ).from_source(f"{one.value:.1%}")
        for one in told
    )  # fmt: skip


def _worded(world: tuple[Figure, ...]) -> str:
    """What this world says of children who are 17."""
    told = " and ".join(
        f"{one.text} {words}"
        for one, words in zip(
            world, ("had ever been referred", "had ever been in need"), strict=False
        )
    )
    return f"Of those who are 17, {told}."


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return top / bottom
