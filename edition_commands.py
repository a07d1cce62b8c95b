"""Commands about published editions: publish one, make it again from its inputs, compare two.

Whoever verifies needs the generator, which `analysis` may not know; so what makes the world again
stands here.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from options import (
    AskedWindow,
    Assume,
    AssumptionFile,
    Format,
    InWorld,
    iso_date,
    opened_world,
)
from terminal import Form, complain, progress, say, show_table, stages, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.editions.check import Check
    from analysis.editions.folder import Found
    from data.world import World

PRESETS = "presets"  # on the command line: all of them
EditionPath = Annotated[
    Path, typer.Argument(metavar="DIR_OR_FILE", help="An edition's folder, or its edition.json.")
]


class Shape(StrEnum):
    """How changes are written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


def add_edition_commands(cli: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    for command in (publish, verify, diff):
        cli.command()(command)


def publish(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="SCENARIO...", help="Presets or TOML files, or the word presets."),
    ],
    *,
    world: InWorld,
    title: Annotated[str, typer.Option(metavar="TITLE", help="What the article is called.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the edition.")],
    dated: Annotated[
        date | None,
        typer.Option(
            "--date",
            parser=iso_date,
            metavar="DATE",
            help="Its day; if not given, the last day of the world's year. No clock is read.",
        ),
    ] = None,
    claims: Annotated[
        bool, typer.Option("--claims", help="Answer the public claims as well.")
    ] = False,
    assume: Assume = None,
    assumptions: AssumptionFile = None,
    window_days: AskedWindow = None,
    rehearse: Annotated[
        bool,
        typer.Option("--rehearse", help="Write nothing: show what would be withheld, and why."),
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace an edition that is there already.")
    ] = False,
) -> None:
    """Publish designs as an edition.

    A folder with an article for any browser, figures, tables, charts, drafts for a
    proportionality assessment, and all it takes to work every figure out again.

    England without an index is always in it, as what the designs are held against. Published
    twice, an edition is the same, byte for byte.
    """
    opened = opened_world(world)
    from analysis.assuming import believed
    from analysis.editions.folder import write_edition
    from analysis.editions.press import press
    from analysis.editions.rehearsal import rehearsal
    from analysis.editions.request import request
    from analysis.scenarios import load_scenarios, read_scenario
    from analysis.workbench import workbench

    named = [load_scenarios() if one == PRESETS else [read_scenario(one)] for one in scenarios]
    asked = request(
        title,
        [one for several in named for one in several],
        dated=dated or opened.period_end,
        assumptions=believed(assumptions, assume),
        with_claims=claims,
        window_days=window_days,
    )
    with stages() as show:
        bench = workbench(
            opened,
            assumptions=asked.assumptions,
            window_days=window_days,
            n_futures=asked.n_futures,
            on_progress=lambda share: show("Preparing the world", round(share * 100), 100),
        )
        if rehearse:
            withheld = rehearsal(bench, asked)
        else:
            pressed = press(bench, asked, on_progress=show)
    if rehearse:
        for sentence in withheld.sentences:
            say(sentence)
        show_table(withheld.headings, withheld.rows, right=set())
        say("A rehearsal: nothing was written.")
        return
    write_edition(pressed, out, replace=replace)
    size = sum(map(len, pressed.files.values())) / 1_000_000
    say(
        f"Edition {pressed.edition.id} with {len(pressed.edition.figures):,} figures of "
        f"{pressed.edition.world.origin} children is in '{out}' ({size:.1f} MB). "
        f"Open '{out / 'index.html'}'; check it with: contactlens verify '{out}'"
    )


def verify(
    edition: EditionPath,
    *,
    world: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A world that is there, instead of making it again; every file of it is checked.",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Show only what differs, and the last sentence.")
    ] = False,
    form: Format = Form.TABLE,
) -> None:
    """Make an edition again and say what differs.

    First the checksums, then everything from scratch: the world from its seed, the figures from
    the designs, every file from the figures. Says of each figure same or differs by, and why
    where it can.

    Ends with 0 when all is the same, with 1 when anything differs, with 2 when there is no
    edition to check.
    """
    from analysis.editions.check import check
    from analysis.editions.checksums import found_wrong
    from analysis.editions.folder import read_edition

    found = read_edition(edition)
    wrong = found_wrong(found.folder) if found.folder else {}
    if form is Form.TABLE:
        _say_checksums(found, wrong)
    with _world_of(found, world) as made, stages() as show:
        checked = check(found, made, on_progress=show)
    _show(checked, form, quiet=quiet)
    if not checked.is_same:
        raise typer.Exit(1)


def diff(
    before: EditionPath,
    after: EditionPath,
    *,
    form: Annotated[
        Shape, typer.Option("--format", metavar="FORM", help="One of: table, json, html.")
    ] = Shape.TABLE,
) -> None:
    """Say what changed between two editions.

    Designs, levers, assumptions, world and figures. As html, a page for a browser.
    """
    from analysis.editions.changes import as_page, changes
    from analysis.editions.folder import read_edition

    told = changes(read_edition(before).edition, read_edition(after).edition)
    if form is Shape.JSON:
        say(json.dumps(told.as_dict(), indent=1))
    elif form is Shape.HTML:
        say(as_page(told))
    else:
        rows = [(one.kind, one.name, one.before, one.after, one.by) for one in told.changes]
        if rows:
            show_table(("Kind", "What", "Before", "After", "Differs"), rows, right=set())
        say(told.sentence)


def _say_checksums(found: Found, wrong: dict[str, str]) -> None:
    if found.folder is None:
        say("Checksums: none here, for the record was given without the files around it.")
    elif wrong:
        for path, why in wrong.items():
            say(f"Checksums: '{path}': {why}.")
    else:
        say("Checksums: every file is as listed.")


@contextmanager
def _world_of(found: Found, given: Path | None) -> Iterator[World]:
    """The world of an edition: made again from its seed, or the one that was given, checked."""
    from data.world import WorldError, open_world

    told = found.edition.world
    if given is not None:
        yield open_world(opened_world(given).path, verify=True)
        return
    if told.seed is None:
        raise WorldError(
            "This edition was published from imported extracts, which no seed makes again: give "
            "the world with --world DIR."
        )
    from synthetic.generate import generate_world

    with tempfile.TemporaryDirectory(prefix="contactlens-verify-") as folder:
        with progress("Making the world again") as on_progress:
            made = generate_world(
                Path(folder) / "world",
                n_children=told.n_children,
                seed=told.seed,
                window_days=told.window_days,
                on_progress=on_progress,
            )
        yield made


def _show(checked: Check, form: Form, *, quiet: bool) -> None:
    told = checked.differing if quiet else checked.figures
    if form is Form.JSON:
        record = {
            "edition": checked.edition.id,
            "is_same": checked.is_same,
            "sentence": checked.sentence,
            "reasons": list(checked.reasons),
            "files": dict(checked.files),
            "figures": [asdict(one) for one in told],
        }
        say(json.dumps(record, indent=1))
        return
    if form is Form.CSV:
        write_csv(("figure", "verdict", "published", "found", "by"), _rows(told))
        complain(checked.sentence)
        return
    if told:
        show_table(("Figure", "Verdict", "Published", "Found", "Differs"), _rows(told), right=set())
    for path, why in checked.files.items():
        say(f"File '{path}': {why}.")
    for sentence in checked.reasons:
        say(sentence)
    say(checked.sentence)


def _rows(told) -> list[tuple[str, ...]]:
    return [(one.id, one.verdict, one.published, one.found, one.by) for one in told]
