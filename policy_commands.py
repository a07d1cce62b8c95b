"""Commands about designs of an index: what they change, what they meet, what they take.

Each is a few lines over one function of `analysis`, imported when it is asked for.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from options import AskedWindow, Assume, Design, Format, InWorld, OutFile, opened_world
from summaries import show_card, show_met_by, show_scenarios
from terminal import Form, say


def add_policy_commands(cli: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    for command in (replay, scenarios):
        cli.command()(command)


def replay(
    scenario: Design,
    *,
    world: InWorld,
    out: OutFile,
    window_days: AskedWindow = None,
    assume: Assume = None,
) -> None:
    """Write every sharing need with what met it.

    Under one design, one row per need: child_id, seeker, holder, decision_on, held_days,
    ordinal, met_by (already_known, practice, lookup, alert, unmet). Every design
    meets the same luck, so files of two designs differ by policy alone.
    """
    opened = opened_world(world)
    from analysis.assuming import assuming
    from analysis.policy import load_assumptions
    from analysis.replay_file import write_replay
    from analysis.scenarios import read_scenario

    design = read_scenario(scenario)
    assumptions = assuming(load_assumptions(), assume or [])
    replayed = write_replay(opened, design, out, assumptions=assumptions, window=window_days)
    kind = "synthetic " if opened.is_synthetic else ""
    say(f"{replayed.n_needs:,} sharing needs of {kind}children under '{design.id}' are in '{out}'.")
    show_met_by(replayed.met_by)
    for sentence in replayed.notes:
        say(sentence)


def scenarios(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="[SCENARIO]", help="A preset's id, or a TOML file of your own; none lists all."
        ),
    ] = None,
    *,
    form: Format = Form.TABLE,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of a scenario file and stop.")
    ] = False,
) -> None:
    """List the designs, or show what one of them changes.

    Of one: each lever with its old value, new value, unit and source.
    """
    from analysis.scenario_file import scenario_schema
    from analysis.scenarios import load_scenarios, read_scenario

    if schema:
        say(json.dumps(scenario_schema(), indent=1))
    elif scenario is None:
        show_scenarios(load_scenarios(), form)
    else:
        show_card(read_scenario(scenario), form)
