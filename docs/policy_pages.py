"""The generated pages on levers, assumptions, outcomes and scenarios."""

from __future__ import annotations

import json

from analysis.amounts import amount_range
from analysis.assumption_schema import assumption_schema
from analysis.editions.format import edition_schema
from analysis.levers import load_levers
from analysis.outcomes import OUTCOMES, Family
from analysis.policy import load_assumptions
from analysis.scenario_file import scenario_schema
from analysis.scenarios import load_scenarios, scenario_card

NOTE = "<!-- Made by `make docs` from {source}; change it there. -->\n"


def levers() -> str:
    """Every lever with its choices or bounds, its baseline and where they are from."""
    lines = [
        "# Levers",
        "",
        NOTE.format(source="data/policy/levers.toml"),
        "What someone can choose. A [scenario](scenarios.md) sets some; the others stay at",
        "the baseline, which is England without an index. What follows from a choice is no lever",
        "but an [assumption](assumptions.md).",
        "",
    ]
    known = load_levers()
    for group in dict.fromkeys(one.group for one in known):
        lines += [
            f"## {group}",
            "",
            "| lever | what it chooses | may be | baseline | source |",
            "|---|---|---|---|---|",
            *(
                f"| {one.label} `{one.id}` | {one.help} | {one.may_be} "
                f"| {one.show(one.baseline)} | {link(one.source, one.link)} |"
                for one in known
                if one.group == group
            ),
            "",
        ]
    return "\n".join(lines)


def assumptions() -> str:
    """Every assumption with its range, evidence and source."""
    known = load_assumptions()
    judged = sum(one.is_judgement for one in known)
    lines = [
        "# Assumptions",
        "",
        NOTE.format(source="data/policy/assumptions.toml"),
        "What we believe about the world. Each number stands here once, with the range that we",
        "hold possible. *Evidence* says how good the source is and *effect* how far the answer may",
        "move, so far by judgement: green, amber or red. Structural assumptions change the needs",
        "themselves and are explored as what-ifs; constants have no range.",
        "",
        f"{judged} of {len(known.entries)} rest on judgement alone: no published figure was found.",
        "",
    ]
    for one in known:
        shape = "" if one.distribution == "none" else f", {one.distribution}"
        price = f", in pounds of {one.price_year}" if one.price_year else ""
        lines += [
            f"## `{one.id}`",
            "",
            f"{one.label}: **{amount_range(one)}**{price}. {one.kind.capitalize()}{shape}; "
            f"evidence {one.quality}, effect {one.impact}.",
            "",
            f"Source: {link(one.source, one.link)}. {one.note}".strip(),
            "",
        ]
    return "\n".join(lines)


def scenarios() -> str:
    """Every preset with what it changes and its sources."""
    lines = [
        "# Scenarios",
        "",
        NOTE.format(source="data/policy/scenarios/"),
        "A scenario is a design: a name, a sentence, sources, and the [levers](levers.md) that",
        "differ from the baseline. Nine ship with the program. Why they are as they are stands in",
        "[0009](decisions/0009-levers-and-presets.md).",
        "",
        "A design of your own is a TOML file, such as my_design.toml:",
        "",
        "```toml",
        'label = "Local, with alerts"',
        'summary = "Hubs that are told when two agencies are worried."',
        'like = "local_hub"          # start from a preset; leave it out to start from no index',
        "",
        "[sets]",
        "alert_threshold = 2",
        "```",
        "",
        "`contactlens scenarios my_design.toml` checks it and shows what it changes.",
        "[scenario.schema.json](scenario.schema.json) tells an editor what may stand in it.",
        "A scenario sets levers only. An [assumption](assumptions.md) is held with `--assume`.",
        "",
    ]
    for one in load_scenarios():
        lines += [f"## {one.label} `{one.id}`", "", one.summary, ""]
        card = scenario_card(one)
        if card:
            lines += ["| lever | old | new | unit | source |", "|---|---|---|---|---|"]
            lines += [
                f"| {r.label} `{r.lever}` | {r.old} | {r.new} | {r.unit} | {r.source} |"
                for r in card
            ]
            lines.append("")
        lines += [f"- {link(s.publisher, s.link)}: {s.says}." for s in one.sources]
        lines.append("")
    return "\n".join(lines)


def outcomes() -> str:
    """Every outcome with its question, formula and caveat, family by family."""
    lines = [
        "# Outcomes",
        "",
        NOTE.format(source="analysis/outcomes_*.py"),
        "Every figure that is shown, defined once. *Good* says which way is better, if any.",
        "Cost, coverage and intrusiveness are never added into one score. How a design is scored",
        "stands in [How a design is scored](methods-designs.md).",
        "",
    ]
    for family in Family:
        lines += [f"## {family.value.capitalize()}", ""]
        for one in (one for one in OUTCOMES if one.family is family):
            page = one.source.removeprefix("docs/")
            divided = f" Counted: {one.numerator} / {one.denominator}." if one.denominator else ""
            lines += [
                f"### {one.label} `{one.id}`",
                "",
                f"{one.question} {_sentence(one.formula)}{divided} Unit: {one.unit.value}. "
                f"Good: {one.better.value}. *{one.caveat}* See [{page}]({page}).",
                "",
            ]
    return "\n".join(lines)


def schema() -> str:
    """JSON Schema of a scenario file."""
    return json.dumps(scenario_schema(), indent=1) + "\n"


def schema_of_assumptions() -> str:
    """JSON Schema of a file of a reader's own assumptions."""
    return json.dumps(assumption_schema(), indent=1) + "\n"


def link(text: str, address: str) -> str:
    return f"[{text}]({address})" if address else text


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def schema_of_editions() -> str:
    """JSON Schema of an edition.json."""
    return json.dumps(edition_schema(), indent=1) + "\n"
