"""What a design costs, and what the same money would buy otherwise."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import cost_answers as answers
from analysis import findings_cost as told
from analysis import staff_figures
from analysis.break_even import why_none
from analysis.charts.by_year import by_year
from analysis.charts.ledger import ledger
from analysis.charts.staff import staff_curve, staff_needed
from analysis.families import account
from analysis.outcomes import outcome
from pages.parts import engine, entry, money, session
from pages.parts.figure import evidence, figure

entry.came_through_app()
bench, design, reference = engine.bench(), session.design(), session.reference()
found, other = engine.evaluation(design), engine.evaluation(reference)
spent_by = account(bench, design.levers)
shown = [found] if design == reference else [found, other]
names = {one.scenario.id: one.scenario.label for one in shown}
made = money.answers(bench, shown)

st.title("What does this design cost?")
less = answers.dearer_by(bench, found, other)
st.markdown(
    f"{told.cost_answer(found, spent_by)} "
    f"{told.against_answer(reference.label, found, other, less)}"
)

if told.takes_anything(shown):
    figure(
        made.lines,
        partial(ledger, made.lines.frame, told.BLOCKS, names),
        key="ledger",
        title=told.ledger_title(found),
        summary=told.ledger_summary(found),
    )
    figure(
        made.worth,
        partial(ledger, made.worth.frame, told.WORTH, names),
        key="worth",
        title=told.worth_title(found, spent_by),
        summary=told.worth_summary(found),
    )
if told.takes_anything([found]):
    figure(
        made.by_year,
        partial(by_year, made.by_year.frame, *(outcome(id) for id in answers.BY_YEAR)),
        key="years",
        title=told.years_title(spent_by),
        summary=told.years_summary(made.by_year.frame),
    )

st.header("What is that for each child, and for each gap closed?", anchor="units")
money.in_a_row(answers.known(found, told.UNITS))
st.caption(told.units_caveat(found))
evidence(made.units, key="units")

st.header("What would the money buy otherwise?", anchor="otherwise")
spent = money.pick_sum(bench, design, reference)
own = money.even(bench, found, reference)
st.markdown(told.sum_answer(spent))
points = staff_figures.points(bench, spent, found, own)
curve = staff_figures.curve(bench, reference.levers, staff_figures.most_gbp(spent, own))
sums = answers.of_estimates(
    bench,
    found,
    [spent.estimates[id] for id in told.SUM],
    told.SUM,
    title=f"{spent.label} spent on staff",
)
figure(
    sums,
    partial(staff_curve, curve, points, outcome("staff_gaps_closed")),
    key="staff",
    title=told.sum_title(spent),
    summary=told.curve_summary(spent, own, design.label),
)

st.header("How good would staff have to be?", anchor="break-even")
if own is None:
    st.info(why_none(bench, found, reference.levers))
else:
    needed = own.estimates(bench.sample)
    st.markdown(told.break_even_answer(own, needed, bench.assumptions, bench.futures.n))
    figure(
        answers.of_estimates(
            bench, found, list(needed.values()), tuple(needed), title="Break-even of staff"
        ),
        partial(
            staff_needed,
            staff_figures.needed(bench, reference.levers, own),
            bench.assumptions.get("staff_effect.max_share"),
            bench.assumptions.get("staff_effect.half_gbp"),
        ),
        key="needed",
        title=told.break_even_title(own, needed),
        summary=told.break_even_summary(
            own, staff_figures.pounds(bench, own.staff.gbp_per_year), design.label
        ),
    )
