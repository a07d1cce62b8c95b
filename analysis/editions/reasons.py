"""Why an edition may differ from what is made here: versions, world, assumptions, edited files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.editions.format import Edition
from analysis.policy import LEVELS, load_assumptions

MOST_NAMED = 5


def reasons(edition: Edition, again: Edition, files: Mapping[str, str]) -> tuple[str, ...]:
    """Whatever can be told, one sentence each; empty where nothing stands out."""
    return (
        *_versions(edition, again),
        *_world(edition, again),
        *_inputs(edition, again),
        *_edited(files),
    )


def _versions(edition: Edition, again: Edition) -> Iterator[str]:
    there, here = edition.versions.results, again.versions.results
    if there != here:
        yield (
            f"Other results version: the edition has {there}, this program makes {here}. What "
            "moved, and why, stands in CHANGELOG.md under Results changed."
        )
    if edition.versions.generator != again.versions.generator:
        yield (
            f"Other generator: worlds were made by version {edition.versions.generator}, here by "
            f"{again.versions.generator}."
        )


def _world(edition: Edition, again: Edition) -> Iterator[str]:
    there, here = edition.world, again.world
    if there.fingerprint != here.fingerprint:
        yield (
            f"Other world: the edition says {there.fingerprint[:16]}, and what its seed and size "
            f"make is {here.fingerprint[:16]}."
        )
    elif there != here:
        yield "The edition tells other facts of its world than the world itself."


def _inputs(edition: Edition, again: Edition) -> Iterator[str]:
    if edition.id != again.id:
        yield (
            f"Changed inputs: title, day, designs, assumptions or world are those of edition "
            f"{again.id}, not of {edition.id}."
        )
    ids = {one.id: one.design_id for one in again.inputs.designs}
    for one in edition.inputs.designs:
        if one.design_id != ids.get(one.id):
            yield (
                f"Changed design: the levers and assumptions of '{one.id}' are those of design "
                f"{ids.get(one.id)}, not of {one.design_id}."
            )
    shipped = {one.id: one for one in load_assumptions()}
    other = []
    for one in edition.inputs.assumptions:
        ours = shipped.get(one.id)
        if ours is None:
            other.append(f"{one.id}, which this version does not know")
        elif any(getattr(one, level) != getattr(ours, level) for level in LEVELS):
            other.append(f"{one.id} at {one.central:g}, which ships at {ours.central:g}")
    missing = [id for id in shipped if id not in {one.id for one in edition.inputs.assumptions}]
    other += [f"{id}, which the edition lacks" for id in missing]
    if other:
        more = f" and {len(other) - MOST_NAMED} more" if len(other) > MOST_NAMED else ""
        yield f"Changed assumptions: {'; '.join(other[:MOST_NAMED])}{more}."


def _edited(files: Mapping[str, str]) -> Iterator[str]:
    edited = [path for path, why in files.items() if why.startswith("edited")]
    if edited:
        yield f"Edited after publishing: {', '.join(edited[:MOST_NAMED])}."
