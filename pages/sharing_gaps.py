"""Where one agency does not know what another holds: by pair, by group, by time."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import areas, findings
from analysis.availability import NotAvailable
from analysis.charts.days_held import days_held
from analysis.charts.who_knows_what import who_knows_what
from analysis.outcomes import outcome
from pages.parts import assumption, entry
from pages.parts.cache import answer, groups, world_of
from pages.parts.choices import ENDS, EVERYWHERE, chosen, pick_grouping, pick_region
from pages.parts.figure import evidence, figure, group_charts

entry.came_through_app()
choice = chosen()
st.title("Where does one agency not know what another holds?")
prepared = world_of(choice)
headline, pairs = answer(choice, "headline"), answer(choice, "pairs")
st.markdown(findings.gaps_answer(headline, pairs, findings.per_period(prepared)))
assumption.resting_on(choice, prepared)

figure(
    pairs,
    partial(who_knows_what, pairs.frame, outcome("gap_share"), outcome("sharing_gaps")),
    key="pairs",
    title=findings.pairs_title(pairs),
    summary=findings.pairs_summary(pairs),
)

st.header("Whose needs stay gaps?", anchor="groups")
by = pick_grouping()
try:
    found = groups(choice, by)
    shown = found
    if by == "area":
        region = pick_region(areas.regions(found))
        only = None if region == EVERYWHERE else region
        shown = areas.ranked(found, region=only, ends=ENDS)
        st.caption(areas.what_is_shown(found, region=only, ends=ENDS))
    group_charts(shown, by)
    evidence(found, key="groups")
except NotAvailable as absent:
    st.info(str(absent))

held = answer(choice, "delay")
figure(
    held,
    partial(days_held, held.frame, outcome("needs_by_delay"), headline=headline.frame),
    key="delay",
    title=findings.delay_title(held, headline),
    summary=findings.delay_summary(held),
)
