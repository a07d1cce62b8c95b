"""The words and tables of a world, for screens: glossary, data dictionary, assumptions."""

from __future__ import annotations

import polars as pl

from analysis.amounts import amount_range
from analysis.calibration import MarginResult
from analysis.outcomes import OUTCOMES, Outcome
from analysis.policy import Assumption, Assumptions
from data.beliefs import read_beliefs
from data.glossary import Term, read_glossary
from data.schema import TABLES
from data.world import World

RATING = {"green": "● good", "amber": "◐ some", "red": "○ little"}
PER = {"per_1000": "per 1,000", "per_10000": "per 10,000"}
IMPACT = {"green": "○ small", "amber": "◐ some", "red": "● large"}


def glossary() -> tuple[Term, ...]:
    """Every term in the order of the alphabet: name, definition, see."""
    return read_glossary()


def table_names() -> tuple[str, ...]:
    """The tables of a world, in the order of the schema."""
    return tuple(TABLES)


def table_description(name: str) -> str:
    """What a table holds and its grain, in two sentences."""
    table = TABLES[name]
    key = ", ".join(table.key) or "none: rows may repeat"
    return f"{table.description} Grain: {table.grain}. Key: {key}."


def columns_of(name: str, world: World) -> pl.DataFrame:
    """One row per column of table ``name``: what it means, holds, and if ``world`` has it."""
    return pl.DataFrame(
        [
            {
                "Column": column.name,
                "Meaning": column.description,
                "Holds": ", ".join(column.values) or _bounds(column.minimum, column.maximum),
                "Type": str(column.type).partition("<")[0].replace("dictionary", "word"),
                "An import needs it": "yes" if column.required else "",
                "In this world": "yes" if world.has(name, column.name) else "no",
            }
            for column in TABLES[name].columns
        ]
    )


def definitions() -> tuple[Outcome, ...]:
    """Every outcome, as the registry defines it."""
    return OUTCOMES


def source_of(entry: Assumption) -> str:
    """Where an assumption is from and what to know about it, in sentences."""
    source = f"{entry.source[0].upper()}{entry.source[1:].rstrip('.')}"
    source = f"[{source}]({entry.link})" if entry.link else source
    return f"{source}. {entry.note}".strip()


def assumption_rows(assumptions: Assumptions) -> pl.DataFrame:
    """One row per assumption with its range, how good its evidence is and how much it matters."""
    return pl.DataFrame(
        [
            {
                "Assumption": entry.label,
                "Central (low to high)": amount_range(entry),
                "Evidence": RATING[entry.quality],
                "Effect on the answer": IMPACT[entry.impact],
            }
            for entry in assumptions
        ]
    )


def belief_rows() -> pl.DataFrame:
    """One row per number that the generator believes beyond the published margins."""
    return pl.DataFrame(
        [
            {
                "About": belief.section.replace("_", " "),
                "Number": name.replace("_", " ").replace(".", ": "),
                "Value": value.replace("_", " "),
                "Off by": belief.factor,
                "Source": belief.source,
                "Unit": belief.unit,
            }
            for belief in read_beliefs()
            for name, value in belief.values
        ]
    )


def margin_rows(margins: list[MarginResult]) -> pl.DataFrame:
    """One row per margin, as the calibration table shows it."""
    return pl.DataFrame(
        [
            {
                "Margin": one.label,
                "Result": "✓ met" if one.passed else "✗ missed",
                "Published": _margin(one.target, one.unit),
                "This world": _margin(one.value, one.unit),
                "Difference (%)": None if one.difference is None else 100 * one.difference,
                "Allowed (± %)": 100 * one.tolerance,
                "Link": one.link or None,
                "Why it is missed": one.reason,
                "Source": one.source,
            }
            for one in margins
        ],
        schema_overrides={"Difference (%)": pl.Float64, "Link": pl.String},
    )


def margins_answer(margins: list[MarginResult]) -> str:
    """How many margins are met, in one sentence."""
    missed = [one.label for one in margins if not one.passed]
    met = len(margins) - len(missed)
    sentence = f"{met:,} of {len(margins):,} published margins are met"
    if not missed:
        return f"{sentence}."
    return f"{sentence}; missed: {', '.join(missed)}."


def _margin(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "share":
        return f"{value:.1%}"
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:,.1f} {PER.get(unit, unit)}"


def _bounds(minimum: int | None, maximum: int | None) -> str:
    if minimum is None:
        return ""
    return f"{minimum} or more" if maximum is None else f"{minimum} to {maximum}"
