"""Writes the generated pages of docs/, each from the one place where its facts live.

And one chart that ships ready made, for the same reason: nobody edits it by hand.

`python -m docs.build` writes them; with `--check` it only says which are stale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import typer.main

from analysis.charts import live_ready
from cli import cli
from data.beliefs import read_beliefs
from data.glossary import read_glossary
from data.schema import LOG_TABLES, TABLES, Column, Table
from data.sources import margin_sources, table_sources
from docs.policy_pages import (
    NOTE,
    assumptions,
    levers,
    link,
    outcomes,
    scenarios,
    schema,
    schema_of_assumptions,
    schema_of_editions,
)

DOCS = Path(__file__).parent


def glossary() -> str:
    """Every term with its definition, from data/reference/glossary.toml."""
    lines = [
        "# Glossary",
        "",
        NOTE.format(source="data/reference/glossary.toml"),
        "Screens, docs and code use these words in exactly these senses.",
        "",
    ]
    for term in read_glossary():
        lines += [f"## {term.name}", "", term.definition, ""]
        if term.see:
            links = ", ".join(f"[{name}](#{name.replace(' ', '-')})" for name in term.see)
            lines += [f"See also {links}.", ""]
    return "\n".join(lines)


def generator() -> str:
    """What the generator believes, from data/reference/generator.toml."""
    lines = [
        "# What the generator believes",
        "",
        NOTE.format(source="data/reference/generator.toml"),
        "Published margins fix totals. Everything below them is stated here, with how far a",
        "number may reasonably be off: *within 1.5* means from value / 1.5 to value x 1.5. How",
        "the numbers are used stands in [Population](methods-population.md).",
        "",
    ]
    for belief in read_beliefs():
        lines += [
            f"## {belief.section.replace('_', ' ')}",
            "",
            f"Unit: {belief.unit}. Within {belief.factor:g}. Source: {belief.source}.",
            "",
            "| number | value |",
            "|---|---|",
            *(f"| `{name}` | {value} |" for name, value in belief.values),
            "",
        ]
    return "\n".join(lines)


def data_dictionary() -> str:
    """Every table and column, from data/schema.py."""
    lines = [
        "# Data dictionary",
        "",
        NOTE.format(source="data/schema.py"),
        "A world is a folder with a `world.json` and one folder of Parquet files per table. The",
        "same tables hold a synthetic world and an imported one. An import needs the tables and",
        "columns marked *required*; whatever else is absent is absent, and figures that depend on",
        "it say so.",
        "",
    ]
    lines += [line for table in TABLES.values() for line in _table(table)]
    lines += [
        "## The access log",
        "",
        "`contactlens access-log` writes a folder of its own with an `access.json` and these",
        "tables. They belong to a scenario, so no world holds them; `contactlens import-log` makes",
        "such a folder of your own log, without the truth. See",
        "[The access log](methods-access-log.md) and [Oversight](methods-oversight.md).",
        "",
    ]
    lines += [line for table in LOG_TABLES.values() for line in _table(table, "###")]
    return "\n".join(lines)


def _table(table: Table, level: str = "##") -> list[str]:
    key = ", ".join(f"`{name}`" for name in table.key) or "none: rows may repeat"
    return [
        f"{level} {table.name}" + (" (required)" if table.required else ""),
        "",
        f"{table.description} Grain: {table.grain}. Key: {key}.",
        "",
        "| column | type | meaning | holds | required |",
        "|---|---|---|---|---|",
        *(
            f"| `{column.name}` | {_type(column)} | {column.description} | {_holds(column)} "
            f"| {'yes' if column.required else ''} |"
            for column in table.columns
        ),
        "",
    ]


def commands() -> str:
    """Every command with its options, from the command line itself."""
    group = typer.main.get_command(cli)
    lines = [
        "# Commands",
        "",
        NOTE.format(source="cli.py, policy_commands.py and edition_commands.py"),
        group.help or "",
        "",
        "Every command ends with 0 when all is well; 1 when the answer is no or something",
        "unexpected happened; 2 for wrong usage or an input that a person can put right, with one",
        "sentence that says how; 130 when it was stopped by Ctrl-C. `contactlens --debug COMMAND`",
        "shows the trace of an error.",
        "",
    ]
    for name, command in group.commands.items():
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option"]
        usage = " ".join(["contactlens", name, *(a.metavar for a in arguments), "[OPTIONS]"])
        lines += [f"## {name}", "", "```", usage, "```", "", _paragraphs(command.help), ""]
        if arguments or options:
            lines += ["| | meaning | default |", "|---|---|---|"]
            lines += [
                f"| `{a.metavar}` | {a.help} | {'required' if a.required else ''} |"
                for a in arguments
            ]
            lines += [f"| `{_option(o)}` | {_meaning(o)} | {_default(o)} |" for o in options]
            lines.append("")
    return "\n".join(lines)


def sources() -> str:
    """Publisher, year, link and licence of every reference table and margin."""
    lines = [
        "# Sources",
        "",
        NOTE.format(source="data/reference/sources.toml and data/reference/margin.csv"),
        "Only published totals go in; no record of a person was read.",
        "",
        "## Reference tables",
        "",
        "| table | what | publisher | year | licence | remark |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| `{name}` | {s.title} | {link(s.publisher, s.link)} | {s.year} | {s.licence} "
        f"| {s.note} |"
        for name, s in table_sources().items()
    ]
    lines += ["", "## Margins", "", "| margin | publisher | year | licence |", "|---|---|---|---|"]
    lines += [
        f"| {s.title} | {link(s.publisher, s.link)} | {s.year} | {s.licence} |"
        for s in margin_sources()
    ]
    return "\n".join([*lines, ""])


PAGES: dict[str, Callable[[], str]] = {
    "glossary.md": glossary,
    "generator.md": generator,
    "data-dictionary.md": data_dictionary,
    "commands.md": commands,
    "sources.md": sources,
    "levers.md": levers,
    "assumptions.md": assumptions,
    "scenarios.md": scenarios,
    "outcomes.md": outcomes,
    "scenario.schema.json": schema,
    "edition.schema.json": schema_of_editions,
    "assumptions.schema.json": schema_of_assumptions,
    "../analysis/charts/live.json": live_ready.written,
}


def stale_pages() -> list[str]:
    """Names of pages whose file is absent or not what would be written now."""
    return [name for name, page in PAGES.items() if _text_of(DOCS / name) != page()]


def _text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _type(column: Column) -> str:
    name = str(column.type).partition("<")[0]
    return {"dictionary": "word", "date32[day]": "date", "timestamp[ms]": "time"}.get(name, name)


def _holds(column: Column) -> str:
    parts = []
    if column.values:
        parts.append(", ".join(column.values))
    if column.minimum is not None and column.maximum is not None:
        parts.append(f"{column.minimum} to {column.maximum}")
    elif column.minimum is not None:
        parts.append(f"{column.minimum} or more")
    if column.references:
        parts.append(f"a value of `{column.references}`")
    if column.may_be_empty:
        parts.append("may be empty")
    return "; ".join(parts)


def _option(option) -> str:
    name = max(option.opts, key=len)
    return name if option.is_flag else f"{name} {option.metavar}"


def _meaning(option) -> str:
    if option.min is None:
        return option.help
    bounds = f"{option.min} or more" if option.max is None else f"{option.min} to {option.max}"
    return f"{option.help} ({bounds})"


def _default(option) -> str:
    if option.required:
        return "required"
    return "" if option.is_flag or option.default is None else str(option.default)


def _paragraphs(text: str | None) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` name the stale ones and return 1."""
    if "--check" in arguments:
        stale = stale_pages()
        for name in stale:
            print(f"docs/{name} is stale; run: make docs", file=sys.stderr)
        return 1 if stale else 0
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
