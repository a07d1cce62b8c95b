"""The worked example of docs/methods-cost.md, read from the page and worked out anew.

Three accounts must agree line by line and year by year: the page, the sums that the page
itself writes out, and `cost_account`.
"""

from __future__ import annotations

import ast
import operator
import re
import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from analysis.cost import YEARLY, CostAccount, cost_account, cost_tallies
from analysis.futures import Held
from analysis.levers import levers_with
from analysis.policy import load_assumptions

PAGE = Path(__file__).parents[2] / "docs/methods-cost.md"
SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
MILLION = 1_000_000


@cache
def example() -> str:
    return PAGE.read_text(encoding="utf-8").split("## Worked example")[1].split("\n## ")[0]


@cache
def table(first_heading: str) -> list[dict[str, str]]:
    """The rows of the example's table whose first column is called ``first_heading``."""
    lines = example().split(f"| {first_heading} |")[1].split("\n\n")[0].splitlines()
    names = [first_heading, *(name.strip() for name in lines[0].strip("| ").split("|"))]
    rows = [[cell.strip(" `") for cell in line[1:-1].split("|")] for line in lines[2:]]
    return [dict(zip(names, row, strict=True)) for row in rows]


def number(text: str) -> float:
    return float(text.replace(",", ""))


def worked_out(sum_: str) -> float:
    """What a sum written with x and / comes to, worked out here and not by the program."""

    def of(node) -> float:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](of(node.left), of(node.right))
        return float(ast.literal_eval(node))

    return of(ast.parse(sum_.replace(",", "").replace(" x ", " * "), mode="eval").body)


@cache
def assumptions():
    told = {row["assumption"]: number(row["value"]) for row in table("assumption")}
    return load_assumptions().fixed(told)


@cache
def volumes() -> dict[str, float]:
    return {row["volume of a year"]: number(row["number"]) for row in table("volume of a year")}


def asked(value):
    told = tomllib.loads(re.search(r"```toml\n(.*?)```", example(), flags=re.DOTALL)[1])
    return cost_account(
        levers_with(told),
        value,
        n_lookups=volumes()["look-ups"],
        n_alerts=volumes()["alerts"],
        n_needs_met_by_index=volumes()["needs met by the index"],
    )


@cache
def account() -> CostAccount:
    return asked(Held(assumptions()))


class Noting:
    """Gives values and notes which were asked for."""

    def __init__(self) -> None:
        self.held = Held(assumptions())
        self.assumptions = assumptions()
        self.ids: set[str] = set()

    def __call__(self, id: str) -> np.ndarray:
        self.ids.add(id)
        return self.held(id)


def test_the_page_gives_every_assumption_that_the_account_asks_for_and_no_other():
    noting = Noting()
    asked(noting)
    assert {row["assumption"] for row in table("assumption")} == noting.ids


def test_the_examples_numbers_are_near_those_that_ship():
    """Rounded to be easy to follow, and no other story; constants are as they ship."""
    shipped = load_assumptions()
    for row in table("assumption"):
        one = shipped.get(row["assumption"])
        slack = 0 if one.kind == "constant" else one.central / 4
        assert abs(number(row["value"]) - one.central) <= slack, one.id


def test_the_page_has_every_line_of_the_account():
    named = [row["line"] for row in table("line")]
    assert set(YEARLY) < set(named)
    apart = {"setup_bias", "running_bias", "schedule"}
    assert set(named) == {field.name for field in fields(CostAccount)} - apart | {"yearly"}


@pytest.mark.parametrize("row", table("line"), ids=lambda row: row["line"])
def test_a_line_comes_to_what_the_page_says(row):
    assert worked_out(row["how"]) == pytest.approx(number(row["pounds"]), abs=0.5)
    assert getattr(account(), row["line"]) == pytest.approx([number(row["pounds"])], abs=0.5)


@pytest.mark.parametrize("row", table("year")[:-1], ids=lambda row: row["year"])
def test_a_year_comes_to_what_the_page_says(row):
    """A sheet of its own: set-up over the years of building, then years of full use."""
    told = {line["line"]: number(line["pounds"]) / MILLION for line in table("line")}
    believed = {one["assumption"]: number(one["value"]) for one in table("assumption")}
    year, built = int(row["year"]), int(believed["build_years"])
    building = year < built
    setup = told["setup"] / built if building else 0
    training = told["first_training"] if year == built - 1 else 0
    in_use = 0 if building else told["yearly"]
    bias = setup * believed["optimism_bias.setup"]
    bias += 0 if building else told["running"] * believed["optimism_bias.running"]
    counts = 1 / (1 + believed["discount_rate"]) ** year
    spent = setup + training + in_use
    sheet = {
        "set-up": setup,
        "first training": training,
        "in use": in_use,
        "spent": spent,
        "a pound counts": counts,
        "counts today": spent * counts,
        "spent with bias": spent + bias,
        "with bias counts today": (spent + bias) * counts,
    }
    assert {name: number(row[name]) for name in sheet} == pytest.approx(sheet, abs=6e-5)
    found, dated = account(), account().schedule
    ours = {
        "set-up": found.setup * dated.setup[:, year] / MILLION,
        "first training": found.first_training * dated.training[:, year] / MILLION,
        "in use": found.yearly * dated.in_use[:, year] / MILLION,
        "spent": found.spent()[:, year] / MILLION,
        "a pound counts": dated.discount[:, year],
        "spent with bias": found.spent(with_bias=True)[:, year] / MILLION,
    }
    assert {name: one.item() for name, one in ours.items()} == pytest.approx(
        {name: sheet[name] for name in ours}, rel=1e-9
    )


def test_the_years_add_up_to_the_present_value():
    *years, last = table("year")
    assert last["year"] == "all"
    assert len(years) == account().spent().shape[1]
    for name in ("set-up", "first training", "in use", "spent", "counts today", "spent with bias"):
        assert sum(number(row[name]) for row in years) == pytest.approx(
            number(last[name]), abs=6e-4
        )
    assert account().present_value() == pytest.approx(
        number(last["counts today"]) * MILLION, abs=60
    )
    assert account().present_value(with_bias=True) == pytest.approx(
        number(last["with bias counts today"]) * MILLION, abs=60
    )


@pytest.mark.parametrize("row", table("figure"), ids=lambda row: row["figure"])
def test_a_figure_comes_to_what_the_page_says(row):
    printed = number(row["value"])
    last_digit = 10.0 ** -len(row["value"].partition(".")[2])
    assert worked_out(row["how"]) == pytest.approx(printed, abs=last_digit, rel=1e-5)
    if row["figure"] == "years_counted":
        found = account().schedule.counted_years_in_use
    else:
        tallies = cost_tallies(
            account(),
            gaps_closed=volumes()["gaps closed"],
            n_children=volumes()["children in England"],
        )
        one = next(tally for tally in tallies if tally.outcome == row["figure"])
        found = one.numerator / (1 if one.denominator is None else one.denominator)
    assert found == pytest.approx([printed], abs=last_digit, rel=1e-5)
