"""The command line's front door: each command is a few lines over one function.

Exit codes: 0 fine; 1 the answer is no (a world with faults, a margin missed without a
reason) or an unexpected error; 2 wrong usage, or an input that a person can put right;
130 stopped by Ctrl-C. Heavy libraries are imported inside the commands, so that
``--help`` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from edition_commands import add_edition_commands
from linkage_commands import add_linkage_commands
from options import (
    AskedWindow,
    InWorld,
    Json,
    OutFile,
    Replace,
    WindowDays,
    WorldFolder,
    fraction_of,
    iso_date,
    opened_world,
)
from oversight_commands import add_oversight_commands
from policy_commands import add_policy_commands
from summaries import show_import, show_margins
from terminal import complain, progress, say, stages

if TYPE_CHECKING:
    from data.world import World

DEBUG = "CONTACTLENS_DEBUG"
STOPPED = 130  # what a shell calls a program ended by Ctrl-C
REPORT = "Please report it in the project's issue tracker"

cli = typer.Typer(
    name="contactlens",
    help=(
        "Contact Lens: what would an index of every child cost, close and reveal? "
        "Makes a synthetic England, asks it, and shows the answers."
    ),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"contactlens {version('contactlens')}")
        raise typer.Exit


@cli.callback()
def settings(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and stop."
        ),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug", help=f"Show the trace of an error (also: {DEBUG}=1 in the environment)."
        ),
    ] = False,
) -> None:
    if debug:
        os.environ[DEBUG] = "1"


@cli.command()
def generate(
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the world.")],
    fraction: Annotated[
        float | None,
        typer.Option(
            callback=fraction_of,
            metavar="SHARE",
            help="Share of England's children, above 0, at most 1.",
        ),
    ] = None,
    children: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Number of children, instead of a fraction."),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="The same seed gives the same world.")
    ] = 7,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Processes to use; all processors if not given."),
    ] = None,
    shards: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Pieces to work in; the world is the same for any number."
        ),
    ] = None,
    window_days: WindowDays = 180,
    replace: Replace = False,
) -> None:
    """Make a synthetic world from published margins."""
    if (fraction is None) == (children is None):
        raise typer.BadParameter("Say how large: either --fraction 0.1 or --children 10000.")
    from synthetic.generate import generate_world

    with progress("Generating") as on_progress:
        world = generate_world(
            out,
            n_children=children,
            fraction=fraction,
            seed=seed,
            workers=workers,
            shards=shards,
            window_days=window_days,
            replace=replace,
            on_progress=on_progress,
        )
    say(
        f"A synthetic world of {world.rows('child'):,} children with {world.rows('contact'):,} "
        f"contacts is in '{out}'."
    )


@cli.command()
def calibrate(folder: WorldFolder, as_json: Json = False) -> None:
    """Hold a world against the published margins.

    Shows target, value, difference, tolerance, source, and whether it passes.

    Ends with 0 when every margin passes or its miss has a stated reason, else with 1.
    """
    world = opened_world(folder)
    from analysis.calibration import calibrate as margins_of

    margins = margins_of(world)
    if as_json:
        _print_json(world, margins=[asdict(margin) for margin in margins])
    else:
        show_margins(margins)
    if any(not margin.passed and not margin.reason for margin in margins):
        raise typer.Exit(1)


@cli.command("import")
def import_(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SRC", help="Folder of CSV or Parquet files named after the tables."
        ),
    ],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the world.")],
    period_start: Annotated[
        date, typer.Option(parser=iso_date, metavar="DATE", help="First day of the year.")
    ],
    period_end: Annotated[
        date, typer.Option(parser=iso_date, metavar="DATE", help="Last day of the year.")
    ],
    window_days: WindowDays = 180,
    replace: Replace = False,
) -> None:
    """Make a world from your own extracts.

    At the least a table child and a table contact; docs/data-dictionary.md says what they
    hold. Rows that break the schema go to rejected/ with the reason, and are counted.
    """
    from data.importing import import_world

    with stages() as on_progress:
        report = import_world(
            source,
            out,
            period_start=period_start,
            period_end=period_end,
            window_days=window_days,
            replace=replace,
            on_progress=on_progress,
        )
    show_import(report)


@cli.command()
def needs(
    *,
    world: InWorld,
    out: OutFile,
    window_days: AskedWindow = None,
) -> None:
    """Write every sharing need of a world to a file.

    One row per need: child_id, seeker, holder, decision_on, held_days, ordinal.
    """
    opened = opened_world(world)
    from analysis.needs import window_note, write_needs

    rows = write_needs(opened, out, window_days=window_days)
    kind = "synthetic " if opened.is_synthetic else ""
    say(f"{rows:,} sharing needs of {kind}children are in '{out}'.")
    if note := window_note(opened, window_days):
        say(note)


add_policy_commands(cli)
add_linkage_commands(cli)
add_oversight_commands(cli)
add_edition_commands(cli)


@cli.command()
def describe(folder: WorldFolder, as_json: Json = False) -> None:
    """Say where a world comes from and what it holds."""
    world = opened_world(folder)
    from data.describe import describe_world

    if as_json:
        facts = {name: fact for name, fact in world.manifest.items() if name != "tables"}
        _print_json(world, **facts, tables={name: world.rows(name) for name in _tables(world)})
        return
    lines = describe_world(world)
    width = max(len(label) for label, _ in lines)
    for label, value in lines:
        say(f"{label:<{width}}  {value}")


@cli.command()
def check(folder: WorldFolder) -> None:
    """Check a world against the schema and its digests.

    Ends with 0 when the world is sound and with 1 when something was found.
    """
    world = opened_world(folder)
    from data.checks import check_world

    findings = check_world(world)
    for finding in findings:
        say(finding.sentence)
    if findings:
        raise typer.Exit(1)
    say(f"The world in '{folder}' is sound: {len(_tables(world))} tables checked.")


@cli.command()
def run(
    world: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The world's folder; the default world if not given."),
    ] = None,
    port: Annotated[
        int, typer.Option(metavar="N", min=1, max=65535, help="Port on this machine.")
    ] = 8501,
    editions: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of editions, besides those that ship."),
    ] = None,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="Reader mode, for the open web: editions, explorer and methods alone.",
        ),
    ] = False,
    host: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Name by which readers know it, behind a web server of your own."
        ),
    ] = None,
) -> None:
    """Open the dashboard.

    Without --world it shows data/worlds/default; the first start makes that world, of one
    child in ten.
    """
    from launch import start_dashboard

    start_dashboard(
        world=opened_world(world).path if world else None,
        port=port,
        editions=editions,
        is_public=public,
        host=host,
    )


def _tables(world: World) -> list[str]:
    return list(world.manifest["tables"])


def _print_json(world: World, **facts: object) -> None:
    about = {"world": world.fingerprint, "is_synthetic": world.is_synthetic}
    say(json.dumps({**about, **facts}, indent=1, default=str))


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; no error leaves a traceback."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = cli(arguments or ["--help"], prog_name="contactlens", standalone_mode=False) or 0
    except Exception as error:
        if os.environ.get(DEBUG, "0") != "0":
            raise
        code, sentence = _exit_of(error)
        complain(sentence)
    if code == STOPPED:
        complain("Stopped.")
    return code


def _exit_of(error: Exception) -> tuple[int, str]:
    """The exit code and the one plain sentence for an error that no command handled."""
    from data.world import WorldError

    if isinstance(error, TyperException):
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "contactlens"
        message = error.format_message().replace("Value error, ", "")
        return error.exit_code, f"{message} (Help: {command} --help)"
    if isinstance(error, WorldError):
        return 2, str(error)
    if isinstance(error, OSError):
        where = f"'{error.filename}'" if error.filename else "A file"
        return 2, f"{where} can't be read or written: {error.strerror or error}."
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return 1, f"Something unexpected went wrong ({what}). {REPORT}, with what --debug shows."


if __name__ == "__main__":
    sys.exit(main())
