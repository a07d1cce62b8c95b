"""Can every colour be seen, and every word be read, on a light page and on a dark one?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analysis.charts.palette import contrast, palette, share_colour, text_on

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
MODES = ("light", "dark")


@pytest.mark.parametrize("mode", MODES)
def test_text_can_be_read(mode):
    colours = palette(mode)
    for text in (
        colours.ink,
        colours.quiet,
        colours.coverage_text,
        colours.cost_text,
        colours.intrusiveness_text,
    ):
        assert contrast(text, colours.page) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_marks_can_be_seen(mode):
    colours = palette(mode)
    for mark in (colours.gap, colours.coverage, colours.baseline):
        assert contrast(mark, colours.page) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_words_in_a_cell_can_be_read_at_every_share(mode):
    colours = palette(mode)
    for percent in range(101):
        ground = share_colour(percent / 100, colours)
        assert contrast(text_on(ground, colours), ground) >= 4.5
    assert contrast(colours.quiet, colours.empty) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_a_larger_share_stands_out_more(mode):
    colours = palette(mode)
    strength = [contrast(step, colours.page) for step in colours.shares]
    assert strength == sorted(strength)


@pytest.mark.parametrize("mode", MODES)
def test_charts_stand_on_the_page_of_the_theme(mode):
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][mode]
    assert palette(mode).page == theme["backgroundColor"]
    assert palette(mode).ink == theme["textColor"]


def test_the_three_axes_keep_their_colours():
    for mode in MODES:
        colours = palette(mode)
        axes = (colours.cost, colours.coverage, colours.intrusiveness)
        assert axes == ("#E69F00", "#009E73", "#CC79A7")


def test_an_unknown_mode_is_light():
    assert palette(None) is palette("light")
