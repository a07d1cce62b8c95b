"""The command that links agencies' records to the entries of an index and says who is missed."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from options import Format, InWorld, Replace, opened_world
from terminal import Form, say, show_table, stages, write_csv

if TYPE_CHECKING:
    from analysis.linkage.study import Chosen, Study
    from data.world import World

CHILDREN = 100_000


class By(StrEnum):
    """How records are put to entries."""

    NAMES = "names"
    IDENTIFIER = "identifier"


def add_linkage_commands(cli: typer.Typer) -> None:
    """Add the command of this module to the command line."""
    cli.command()(linkage)


def linkage(
    *,
    world: InWorld,
    agency: Annotated[
        list[str] | None,
        typer.Option(
            metavar="AGENCY",
            help="Whose records; may be given several times; school and social_care if not given.",
        ),
    ] = None,
    area: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE",
            help="Council of the study, such as E09000001; may be given several times.",
        ),
    ] = None,
    children: Annotated[
        int, typer.Option(metavar="N", min=1, help="Children at most, of those areas.")
    ] = CHILDREN,
    by: Annotated[
        By,
        typer.Option(metavar="METHOD", help="How records are linked: by names or by identifier."),
    ] = By.NAMES,
    certainty: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="How certain a link must be, between 0 and 1; 0.99 if not given.",
        ),
    ] = None,
    rarity: Annotated[
        bool, typer.Option("--rarity", help="Let a rare name that agrees count for more.")
    ] = False,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="Of learning what agreement is worth.")
    ] = 7,
    assumptions_out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write what was measured, for --assumptions of other commands."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the study; beside the world if not given."),
    ] = None,
    replace: Replace = False,
    form: Format = Form.TABLE,
) -> None:
    """Link records to entries and say whose are missed.

    Agencies' synthetic records, held against the entries of an index.

    Every record is held against the entries once and the study is kept, so another threshold
    takes no time. Needs a generated world, for the truth must be known.
    """
    if certainty is not None and not 0 < certainty < 1:
        raise typer.BadParameter(f"{certainty:g} is no share between 0 and 1, such as 0.99.")
    opened = opened_world(world)
    from analysis.linkage.found import weight_of
    from analysis.linkage.study import DEFAULT_AGENCIES, Chosen

    chosen = Chosen(tuple(agency or DEFAULT_AGENCIES), tuple(area or ()), children, seed, rarity)
    study = study_of(opened, chosen, out, replace=replace)
    bits = study.default_bits if certainty is None else weight_of(certainty)
    _show(study, by, bits, form)
    if assumptions_out:
        from analysis.linkage.measured import as_toml

        assumptions_out.write_text(as_toml(study, bits), encoding="utf-8")
        if form is Form.TABLE:
            say(f"The measured shares are in '{assumptions_out}', for --assumptions.")


def study_of(world: World, chosen: Chosen, out: Path | None, *, replace: bool = False) -> Study:
    """The study of ``chosen``: as it is kept, or made and kept now."""
    from analysis.linkage.kept_studies import MANIFEST, read_study, study_folder, write_study
    from analysis.linkage.study import make_study
    from synthetic.recorded import recorded_identity

    folder = study_folder(world, chosen) if out is None else out
    if out is None and not replace and (folder / MANIFEST).is_file():
        return read_study(folder)
    with stages() as on_step:
        study = make_study(
            world,
            chosen,
            recorded_identity,
            on_step=on_step,
        )
    write_study(study, folder, replace=replace)
    return study


def _show(study: Study, by: By, bits: float, form: Form) -> None:
    from analysis.linkage.found import IDENTIFIER, NAMES
    from analysis.linkage.report import HEADINGS, by_all_groups, measured_rows, sentences

    method = IDENTIFIER if by is By.IDENTIFIER else NAMES
    rows = by_all_groups(study, method, bits)
    if form is Form.JSON:
        facts = {"synthetic": True, "world": study.world_fingerprint, "threshold_bits": bits}
        told = {"groups": rows.to_dicts(), "measured": measured_rows(study, bits)}
        say(json.dumps(facts | told, indent=1))
        return
    if form is Form.CSV:
        write_csv(rows.columns, rows.iter_rows())
        return
    for sentence in sentences(study, method, bits):
        say(sentence)
    say("")
    shown = rows.select(list(HEADINGS))
    show_table(tuple(HEADINGS.values()), shown.iter_rows(), right={2})
    say("\nMeasured here, beside the assumptions that ship")
    show_table(
        ("Assumption", "Measured", "Interval", "Ships as"),
        (
            (one["label"], one["text"], one["interval"], one["ships"])
            for one in measured_rows(study, bits)
        ),
        right=set(),
    )
