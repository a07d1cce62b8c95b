"""The words and tables of a world, for screens: glossary, data dictionary, assumptions."""

from __future__ import annotations

import polars as pl

from analysis.calibration import MarginResult
from analysis.policy import Assumption
from data.beliefs import read_beliefs
from data.glossary import Term, read_glossary
from data.schema import LOG_TABLES, TABLES
from data.world import World

RATING = {"green": "● good", "amber": "◐ some", "red": "○ little"}
PER = {"per_1000": "per 1,000", "per_10000": "per 10,000"}
IMPACT = {"green": "○ small", "amber": "◐ some", "red": "● large"}


def glossary() -> tuple[Term, ...]:
    """Every term in the order of the alphabet: name, definition, see."""
    return read_glossary()


def words(wanted: str) -> tuple[Term, ...]:
    """The terms that tell of ``wanted``, those that are called so first."""
    wanted = wanted.casefold()
    found = [
        one
        for one in read_glossary()
        if wanted in one.name.casefold() or wanted in one.definition.casefold()
    ]
    return tuple(sorted(found, key=lambda one: wanted not in one.name.casefold()))


def table_names() -> tuple[str, ...]:
    """The tables of a world and of an access log, in the order of the schema."""
    return tuple(TABLES | LOG_TABLES)


def table_description(name: str) -> str:
    """What a table holds and its grain, in two sentences."""
    table = (TABLES | LOG_TABLES)[name]
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
                "In this world": _is_there(name, column.name, world),
            }
            for column in (TABLES | LOG_TABLES)[name].columns
        ]
    )


def source_of(entry: Assumption) -> str:
    """Where an assumption is from and what to know about it, in sentences."""
    source = f"{entry.source[0].upper()}{entry.source[1:].rstrip('.')}"
    source = f"[{source}]({entry.link})" if entry.link else source
    return f"{source}. {entry.note}".strip()


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


def _is_there(table: str, column: str, world: World) -> str:
    if table in LOG_TABLES:
        return "in a log"
    return "yes" if world.has(table, column) else "no"


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
