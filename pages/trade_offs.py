"""Designs against each other on cost, coverage and intrusiveness, over all that is not known."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings_trade_offs as told
from analysis import trade_off_answers as answers
from analysis.charts.frontier import frontier
from analysis.charts.parallel import parallel
from analysis.charts.standing import acceptance, regrets
from analysis.charts.tornado import tornado
from analysis.one_at_a_time import what_ifs
from analysis.outcomes import outcome
from analysis.regret import acceptable
from analysis.run_table import run_table
from analysis.tornado import tornado_frame, tornado_rows
from pages.parts import engine, entry, session, trading
from pages.parts.figure import chart, evidence, figure
from pages.parts.several import comparable, pick_several
from pages.parts.text_table import text_table

entry.came_through_app()
st.title("What does each design trade for what?")
with st.spinner("Scoring every design. The first time takes some seconds."):
    bench = engine.bench()
    designs, absent = comparable([session.reference(), *session.designs()])
    found = engine.comparison(designs)
chosen = session.design()
parts = answers.parts(found)
answered = st.empty()
for sentence in absent:
    st.info(sentence)

part = session.pick("part", "Part of intrusiveness", parts, answers.PART, width=400)
axes = (answers.COST, answers.COVERAGE, part)
values = answers.figures_of(bench, found, axes)
pairs = [
    (outcome(x), outcome(y), answers.pair(bench, found, values, x, y))
    for x, y in ((axes[0], axes[1]), (axes[1], axes[2]), (axes[0], axes[2]))
]
frames = [frame for _, _, frame in pairs]
answered.markdown(told.trade_off_answer(frames, chosen.id))

shown = answers.figures_answer(bench, found, axes, "Designs on the three axes")
st.header(told.frontier_title(frames), anchor="frontier")
upper, lower = st.columns(2, gap="medium"), st.columns(2, gap="medium")
for number, (place, pair) in enumerate(zip((*upper, lower[0]), pairs, strict=True)):
    x, y, frame = pair
    with place:
        st.markdown(f"**{told.LETTERS[number]}. {told.PAIRS[number]}**")
        chart(
            shown,
            partial(frontier, frame, x, y, chosen=chosen.id),
            key=f"frontier-{number}",
            title=told.PAIRS[number],
            summary=told.pair_summary(frame, x, y),
        )
with lower[1]:
    text_table(answers.key_table(frames, told.LETTERS), caption=told.KEY, key="key")
st.caption(told.frontier_summary(frames))
evidence(shown, key="frontier")

st.header("Which runs can you accept?", anchor="runs")
drawn = pick_several("runs", "Axes", answers.axes(parts), answers.AXES, most=8)
threads = [outcome(id) for id in drawn]
table = run_table(answers.figures_of(bench, found, drawn))
figure(
    answers.answer(bench, found, table, drawn, "Runs: designs in futures"),
    partial(parallel, table, threads, answers.labels(found), chosen=chosen.id),
    key="threads",
    title=told.threads_title(threads, table.height, len(designs)),
    summary=told.threads_summary(chosen, table, threads),
)

st.header("In how many futures would a design be acceptable?", anchor="limits")
limits = trading.pick_limits(bench, found, values, chosen, part)
kept = answers.accepted(found, limits, acceptable(values, limits))
figure(
    answers.answer(bench, found, kept, axes, "Futures in which limits hold"),
    partial(acceptance, kept, [outcome(one.outcome) for one in limits], chosen=chosen.id),
    key="acceptable",
    title=told.accepted_title(kept, limits),
    summary=told.accepted_summary(kept, limits, bench.futures.n),
)

st.header("How much would be regretted?", anchor="regret")
of = session.pick("regret", "Regret on", answers.named(axes), answers.COVERAGE, width=400)
short_of = answers.regrets(bench, found, values, of)
figure(
    answers.answer(bench, found, short_of, [of], "Regret"),
    partial(regrets, short_of, outcome(of), chosen=chosen.id),
    key="regrets",
    title=told.regret_title(short_of, outcome(of)),
    summary=told.regret_summary(short_of, outcome(of), chosen.id),
)

st.header("What matters most?", anchor="matters")
id = session.pick("matters", "Outcome", answers.askable(found), answers.COVERAGE, width=400)
moved = trading.moved_of(bench, chosen, session.reference())
why = trading.explained_of(bench, found, chosen, id)
bars = tornado_frame(tornado_rows(moved, why, id, most=told.MOST_BARS), id, moved.central(id))
title = told.matters_title(bars, outcome(id))
summary = told.matters_summary(
    bars, why, outcome(id), chosen.label, answers.of(bench, found, chosen, id)
)
if bars.is_empty():
    st.info(summary)
else:
    figure(
        answers.answer(bench, found, bars, [id], "What matters most"),
        partial(tornado, bars, outcome(id), moved.central(id)),
        key="tornado",
        title=title,
        summary=summary,
    )
st.caption(told.what_if_words(what_ifs(bench.assumptions)))
