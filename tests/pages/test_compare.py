"""Are designs compared on the same children, with no score but under the reader's weights?"""

from __future__ import annotations

import pytest

from analysis.findings_ranking import NOT_WEIGHED, YOURS
from analysis.outcomes import outcome
from tests.pages.screens import said, specs

WEIGHED = "sharing_gaps-5.present_value-3"


@pytest.mark.parametrize(
    ("against", "others"),
    [
        ("status_quo", "contactpoint_2009"),
        ("local_hub", "targeted_cpis.reference_index"),
        ("more_social_workers", "open_to_families.identifier_without_index.status_quo"),
    ],
)
def test_two_to_four_designs_stand_side_by_side(open_page, small_world, against, others):
    app = open_page(small_world, "compare", vs=against, **{"with": others})
    assert not app.exception
    assert app.title[0].value.endswith("?")
    assert app.markdown[0].value.startswith("Against ")
    assert len(app.multiselect(key="pick-with").value) == len(others.split("."))
    assert len(specs(app)) == 2  # differences, and who gains


def test_outcomes_are_those_that_the_reader_picks(open_page, small_world):
    app = open_page(small_world, "compare", outcomes="gap_share.lookups.children_with_gap")
    assert not app.exception
    for id in ("gap_share", "lookups", "children_with_gap"):
        assert outcome(id).axis_title in said(app, tables=True)
    assert outcome("present_value").axis_title not in said(app, tables=True)
    assert "points" in str(app.get("vega_lite_chart")[0].proto)  # shares differ by points


def test_what_the_address_asks_for_in_vain_is_said_and_left_out(open_page, small_world):
    app = open_page(small_world, "compare", outcomes="charm.sharing_gaps", weights="charm-3")
    assert not app.exception
    notes = " ".join(info.value for info in app.info)
    assert "outcomes that there are not" in notes
    assert "weights that can't be used" in notes
    assert app.multiselect(key="pick-outcomes").value == ["sharing_gaps"]


def test_nothing_is_ranked_before_the_reader_weighs(open_page, small_world):
    app = open_page(small_world, "compare")
    assert YOURS in said(app, tables=True)
    assert NOT_WEIGHED in said(app, tables=True)
    assert "comes first in" not in said(app, tables=True)


def test_weights_from_the_address_rank_beside_the_unweighted_figures(open_page, small_world):
    app = open_page(small_world, "compare", weights=WEIGHED)
    assert not app.exception
    words = said(app, tables=True)
    assert "Under your weights" in words
    assert "no score of this tool" in words
    assert "Ranks under your weights, beside the figures that they weigh" in words
    assert "% of your weight)" in words
    assert app.slider(key="weight-sharing_gaps").value == 5
    assert len(specs(app)) == 4


def test_weights_can_be_set_alike_and_taken_back(open_page, small_world):
    app = open_page(small_world, "compare")
    app.button[0].click().run()
    assert not app.exception
    assert app.slider(key="weight-present_value").value == 1
    assert "Under your weights" in said(app, tables=True)
    app.button[1].click().run()
    assert NOT_WEIGHED in said(app, tables=True)


def test_who_gains_is_told_by_everyone_and_by_group(open_page, small_world):
    app = open_page(small_world, "compare", among="sex", **{"with": "local_hub"})
    assert not app.exception
    words = said(app, tables=True)
    assert "Children who gain:" in words
    assert "Local hubs, by sex" in words
    assert "groups withheld" in words
    assert len(specs(app)) == 3


def test_a_choice_changes_what_is_compared(open_page, small_world):
    app = open_page(small_world, "compare")
    before = app.markdown[0].value
    app.multiselect(key="pick-with").set_value(["reference_index"]).run()
    assert not app.exception
    assert app.markdown[0].value != before
    assert "Flags that find each other" in app.markdown[0].value
