"""Commands about designs of an index: what they change, what they meet, what they take.

Each is a few lines over one function of `analysis`, imported when it is asked for.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from options import (
    AskedWindow,
    Assume,
    AssumptionFile,
    Design,
    Format,
    InWorld,
    OutFile,
    Replace,
    opened_world,
)
from summaries import show_card, show_met_by, show_scenarios
from summaries_of_designs import show_comparison, show_evaluation, show_history, show_log
from terminal import Form, say, stages

if TYPE_CHECKING:
    from analysis.workbench import Workbench


class Engine(StrEnum):
    """How sharing needs are counted."""

    EXPECTED = "expected"
    REPLAY = "replay"


CountedBy = Annotated[
    Engine,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="How needs are counted: expected (exact expectations) or replay (common draws).",
    ),
]
Groups = Annotated[
    bool, typer.Option("--groups", help="Show figures of groups too, not of everybody alone.")
]


def add_policy_commands(cli: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    for command in (scenarios, evaluate, compare, history, replay):
        cli.command()(command)
    cli.command("access-log")(access_log)


def replay(
    scenario: Design,
    *,
    world: InWorld,
    out: OutFile,
    window_days: AskedWindow = None,
    assume: Assume = None,
    assumptions: AssumptionFile = None,
) -> None:
    """Write every need with what met it.

    Under one design, one row per need: child_id, seeker, holder, decision_on, held_days,
    ordinal, met_by (already_known, practice, lookup, alert, unmet). Every design
    meets the same luck, so files of two designs differ by policy alone.
    """
    opened = opened_world(world)
    from analysis.assuming import believed
    from analysis.replay_file import write_replay
    from analysis.scenarios import read_scenario

    design = read_scenario(scenario)
    beliefs = believed(assumptions, assume)
    replayed = write_replay(opened, design, out, assumptions=beliefs, window=window_days)
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


def evaluate(
    scenario: Design,
    *,
    world: InWorld,
    assume: Assume = None,
    assumptions: AssumptionFile = None,
    window_days: AskedWindow = None,
    engine: CountedBy = Engine.EXPECTED,
    groups: Groups = False,
    form: Format = Form.TABLE,
) -> None:
    """Score one design, every figure with its interval.

    Cost, coverage and intrusiveness stand beside each other and are never added.

    Gaps closed, and what they take, are against England without an index. JSON and CSV hold
    every figure with numerator and denominator, groups too.
    """
    bench = _bench(world, assumptions, assume, window_days, engine)
    from analysis.evaluation import evaluate as score
    from analysis.scenarios import read_scenario

    show_evaluation(score(bench, read_scenario(scenario)), form, groups=groups)


def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO SCENARIO...",
            help="Presets or TOML files; the first is what the others are compared with.",
        ),
    ],
    *,
    world: InWorld,
    assume: Assume = None,
    assumptions: AssumptionFile = None,
    window_days: AskedWindow = None,
    engine: CountedBy = Engine.EXPECTED,
    groups: Groups = False,
    form: Format = Form.TABLE,
) -> None:
    """Score several designs on the same children.

    Against the first of them. Says who gains and who loses, and which designs another beats on
    every axis.
    """
    from analysis.comparison import at_least_two
    from analysis.comparison import compare as beside
    from analysis.scenarios import read_scenario

    designs = at_least_two([read_scenario(one) for one in scenarios])
    bench = _bench(world, assumptions, assume, window_days, engine)
    show_comparison(beside(bench, designs), form, groups=groups)


def history(
    *,
    world: InWorld,
    assume: Assume = None,
    assumptions: AssumptionFile = None,
    form: Format = Form.TABLE,
) -> None:
    """Hold designs that existed against what was published.

    ContactPoint, the Dutch reference index and Child Protection Information Sharing: hits
    and misses, each miss with its reason.
    """
    bench = _bench(world, assumptions, assume, None, Engine.EXPECTED)
    from analysis.history import history as held_against

    show_history(held_against(bench), form)


def access_log(
    scenario: Design,
    *,
    world: InWorld,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the log.")],
    assume: Assume = None,
    assumptions: AssumptionFile = None,
    window_days: AskedWindow = None,
    replace: Replace = False,
) -> None:
    """Write every look-up, with planted misuse.

    Of one design: those look-ups of the index that opened an entry.

    Two tables: access_event, as an oversight body would have it, and access_truth, which
    says of each look-up what it was. No detector may read the second.
    """
    opened = opened_world(world)
    from analysis.access_log.write import write_access_log
    from analysis.assuming import believed
    from analysis.scenarios import read_scenario

    with stages() as on_progress:
        written = write_access_log(
            opened,
            read_scenario(scenario),
            out,
            assumptions=believed(assumptions, assume),
            window=window_days,
            replace=replace,
            on_progress=on_progress,
        )
    show_log(written, opened, out)


def _bench(
    world: Path,
    file: Path | None,
    told: list[str] | None,
    window_days: int | None,
    engine: Engine,
) -> Workbench:
    """The world made ready, with the reader's assumptions."""
    opened = opened_world(world)
    from analysis.assuming import believed
    from analysis.workbench import workbench

    beliefs = believed(file, told)
    with stages() as show:
        return workbench(
            opened,
            assumptions=beliefs,
            window_days=window_days,
            engine=engine.value,
            on_progress=lambda share: show("Preparing the world", round(share * 100), 100),
        )
