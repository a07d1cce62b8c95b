"""Answers to claims on money and time: what it cost, and the hours that it would save."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.claim_answer import AGREES, DIFFERS, PARTLY, Answered, Drawn
from analysis.claim_figures import Desk, from_history, made, number, told_elsewhere
from analysis.england import children_in_england
from analysis.families import account
from analysis.history_figures import figures as history_figures
from analysis.openers import users_with_access
from analysis.outcome import Family
from analysis.scenarios import read_scenario
from analysis.units import Unit, show
from data.claims import Claim

INDEX = "contactpoint_2009"
MONTHS_PER_YEAR = 12


def cost_of_the_system(desk: Desk, claim: Claim) -> Answered:
    """Set-up and years of use, then and now, for a child and for a user."""
    bench, levers = desk.bench, read_scenario(INDEX).levers
    pounds, setup = claim.number("pounds"), account(bench, levers).setup
    then = made(
        "Cost to set up, in pounds of 2008-09",
        setup / bench.futures("deflator.2008-09"),
        Unit.GBP,
        "cost to set up, brought to the prices of the published figure",
        INDEX,
    ).counted("£ of 2008-09")
    now, yearly, present, biased = (
        desk.scored(INDEX, id)
        for id in ("setup_cost", "yearly_cost", "present_value", "present_value_with_bias")
    )
    per_child = made(
        "Cost to set up, per child", setup / children_in_england(), Unit.GBP,
        "cost to set up / children aged 0-17 in England", INDEX,
    )  # fmt: skip
    per_user = made(
        "Cost to set up, per planned user", setup / users_with_access(levers), Unit.GBP,
        "cost to set up / people with access", INDEX,
    )  # fmt: skip
    published, yearly_child = from_history("cp_setup"), desk.scored(INDEX, "yearly_cost_per_child")
    published = replace(published, text=number(published.value, Unit.GBP))
    is_setup = then.low <= pounds <= then.high
    is_all = present.low <= pounds <= present.high
    verdict = AGREES if is_setup and is_all else PARTLY if is_setup or is_all else DIFFERS
    lead = {
        AGREES: "Both to set it up and over the years.",
        PARTLY: "For setting it up, not for having it." if is_setup else "Not for setting it up.",
        DIFFERS: "Neither for setting it up nor over the years.",
    }[verdict]
    years = round(bench.assumptions.get("horizon_years").central)
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** {published.text} was published as the cost to set it up. In pounds "
        f"of 2024-25 that is about **{now.words}**; over {years} years, running costs and the time "
        f"of users included, it comes to a present value of **{present.words}**.",
        reasons=(
            f"Setting it up takes {per_child.words} for each child in England, or "
            f"{per_user.words} for each planned user. A year in full use takes {yearly.words}, "
            f"which is {yearly_child.words} for each child.",
            "Large public projects have cost more than was planned. With the bias that was "
            f"measured on earlier ones the present value is {biased.words}.",
        ),
        figures=(published, then, now, per_child, per_user, yearly, yearly_child, present, biased),
        drawn=Drawn(
            title=f"{now.text} to set up, {present.text} over {years} years",
            figures=(
                then,
                now.named("Cost to set up, in pounds of 2024-25"),
                yearly.named("A year in full use"),
                present.named(f"Present value over {years} years"),
                biased.named("The same with optimism bias"),
            ),
            axis=Family.COST,
            claimed=pounds,
            claimed_words=number(pounds, Unit.GBP),
        ),
    )


def hours_saved(desk: Desk, claim: Claim) -> Answered:
    """Hours that needs met by the index save, and what each would have to save."""
    bench, levers = desk.bench, read_scenario(INDEX).levers
    hours, each = claim.number("hours"), claim.said("hours_each_2007").value
    closed = desk.futures(INDEX, "gaps_closed")
    saved = made(
        "Hours saved a year",
        history_figures()["hours_saved"](bench, levers, {}),
        Unit.LOOKUPS,
        "sharing gaps closed x minutes saved for each need met",
        INDEX,
    ).counted("hours")
    at_survey = made(
        "At the hours of the survey of 2007", closed * each, Unit.LOOKUPS,
        "sharing gaps closed x hours to establish a contact, as surveyed in 2007", INDEX,
    ).counted("hours")  # fmt: skip
    with np.errstate(divide="ignore"):
        wanted = hours / np.maximum(closed, 0.0)
    needed = made(
        "Hours that each need met would have to save", wanted, Unit.RATIO,
        "hours of the claim / sharing gaps closed", INDEX,
    ).counted("hours")  # fmt: skip
    value, gaps = desk.scored(INDEX, "time_saved"), desk.scored(INDEX, "gaps_closed")
    contacts, hours_each = claim.said("contacts_2007"), claim.said("hours_each_2007")
    month = claim.said("hours_a_month_2009")
    surveyed = contacts.value * hours_each.value, month.value * MONTHS_PER_YEAR
    inside = saved.low <= hours <= saved.high
    verdict = AGREES if inside else DIFFERS
    beyond = "More" if hours > saved.high else "Less"
    lead = "It can be." if inside else f"{beyond} than the model finds."
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** The needs that the index meets save about **{saved.words}** hours a "
        f"year. For {number(hours, Unit.LOOKUPS)} hours, each of them would have to save "
        f"**{needed.words}** hours.",
        reasons=(
            f"The index closes {gaps.words} sharing gaps a year, and how long each takes to close "
            "by other means is an assumption with a wide range. The time saved is worth "
            f"{value.words} a year in pounds of 2024-25; the "
            f"{show(claim.number('pounds'), Unit.GBP)} of the claim are pounds of 2007.",
            "The two surveys that were made disagree. By that of 2007 a practitioner spent "
            f"{show(surveyed[0], Unit.LOOKUPS)} hours a year on contacting others; by that of 2009 "
            f"{show(surveyed[1], Unit.LOOKUPS)} hours on searching. The business case rests on the "
            "first.",
        ),
        figures=(saved, at_survey, needed, gaps, value, *map(told_elsewhere, claim.published)),
        drawn=Drawn(
            title=f"{saved.text} hours a year in the model",
            figures=(saved, at_survey),
            axis=Family.COST,
            claimed=hours,
            claimed_words=f"{number(hours, Unit.LOOKUPS)} hours",
        ),
    )
