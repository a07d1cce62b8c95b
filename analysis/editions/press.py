"""A request and a world become an edition: all its files, as bytes, the same every time."""

from __future__ import annotations

import json
from dataclasses import dataclass

from analysis.answer import Answer
from analysis.charts.rendered import drawn_with, slim, to_png
from analysis.citation import work
from analysis.design_link import design_id
from analysis.editions import tables
from analysis.editions.article import article, cite
from analysis.editions.checksums import SUMS, listed, sha256
from analysis.editions.figures import definitions, figures
from analysis.editions.format import (
    FORMAT,
    Chart,
    Design,
    Edition,
    Inputs,
    Versions,
    WorldTold,
)
from analysis.editions.pack import pack
from analysis.editions.request import Request, assumed, toml_of
from analysis.editions.scored import OnProgress, Scored, scored
from analysis.editions.sections import Section, findings, sections
from analysis.pictures import to_svg
from analysis.version import RESULTS_VERSION
from analysis.workbench import Workbench
from data.world import World

RECORD = "edition.json"
MEGABYTE = 1_000_000
MOST_BYTES = 3 * MEGABYTE
WHAT = {
    "edition.json": "everything for programs: scenarios, assumptions, seed, figures, definitions",
    "datapackage.json": "what is in each data file",
    "CITATION.cff": "how to cite, for reference managers",
    SUMS: "the digest of every file",
    "pack/assumptions.md": "the register of assumptions",
    "pack/flows.md": "data flows that each design adds",
    "pack/transparency.md": "an Algorithmic Transparency record, as a draft",
}


@dataclass(frozen=True, slots=True, eq=False)
class Pressed:
    """An edition and its files: path -> content."""

    edition: Edition
    files: dict[str, bytes]


def press(bench: Workbench, request: Request, *, on_progress: OnProgress | None = None) -> Pressed:
    """Everything that ``request`` publishes of the world of ``bench``."""
    told = scored(bench, request, on_progress=on_progress)
    parts = sections(told)
    edition = edition_of(told, parts)
    return Pressed(edition, files_of(edition, told, parts))


def edition_of(told: Scored, parts: list[Section]) -> Edition:
    """The record of what was found."""
    request, bench = told.request, told.bench
    shown, withheld = figures(told)
    answer: Answer = parts[0].picture.answer
    inputs = Inputs(
        designs=tuple(
            Design(
                id=one.id,
                label=one.label,
                design_id=design_id(one.levers, request.assumptions),
                toml=toml_of(one),
            )
            for one in request.designs
        ),
        assumptions=assumed(request.assumptions),
        window_days=bench.store.window_days,
        futures=bench.futures.n,
        with_claims=request.with_claims,
        appetite=request.appetite,
    )
    world = world_told(bench.world)
    versions = Versions(
        program=work().version,
        results=RESULTS_VERSION,
        generator=str(bench.world.manifest.get("generator", "")),
        drawn_with=drawn_with(),
    )
    return Edition(
        format=FORMAT,
        id=edition_id(request, inputs, world, versions),
        title=request.title,
        dated=request.dated.isoformat(),
        origin=answer.provenance.origin,
        scaling=answer.provenance.scaling,
        intervals=answer.provenance.intervals,
        versions=versions,
        world=world,
        inputs=inputs,
        findings=tuple(findings(told)),
        notes=tuple(dict.fromkeys((*told.found.reference.notes, *told.notes))),
        withheld=withheld,
        definitions=definitions(shown),
        figures=shown,
        claims=tuple(one.claim for one in parts if one.claim),
        charts=tuple(
            Chart(id=one.id, title=one.picture.title, words=one.picture.words, table=one.file)
            for one in parts
        ),
    )


def edition_id(request: Request, inputs: Inputs, world: WorldTold, versions: Versions) -> str:
    """Ten digits that name what was published: inputs, world, words and results version."""
    told = [request.title, request.dated.isoformat(), versions.results]
    told += [inputs.model_dump(), world.fingerprint]
    return sha256(json.dumps(told, sort_keys=True).encode())[:10]


def world_told(world: World) -> WorldTold:
    """A world as an edition keeps it."""
    told = world.manifest
    return WorldTold(
        origin=told["origin"],
        fingerprint=world.fingerprint,
        seed=told.get("seed") if world.is_synthetic else None,
        n_children=world.rows("child"),
        fraction=world.fraction,
        window_days=world.window_days,
        period_start=told["period_start"],
        period_end=told["period_end"],
        parameters=str(told.get("parameters", "")),
    )


def files_of(edition: Edition, told: Scored, parts: list[Section]) -> dict[str, bytes]:
    """Every file, the checksums last."""
    request = told.request
    data = tables.files(edition, request.designs)
    made = {RECORD: record(edition)}
    made |= {one.path: one.csv() for one in data}
    made["datapackage.json"] = tables.data_package(edition, data)
    stills = {one.id: slim(to_svg(one.picture, made_on=request.dated)) for one in parts}
    made |= {f"charts/{id}.svg": content for id, content in stills.items()}
    made[f"charts/{parts[0].id}.png"] = to_png(stills[parts[0].id])  # for where SVG won't do
    made |= pack(edition, request.designs, request.assumptions)
    made["CITATION.cff"] = citation_file(edition)
    told_of = WHAT | {one.path: one.title for one in data}
    beside = [
        (path, told_of.get(path, "an impact assessment, as a draft"))
        for path in sorted(made)
        if "charts" not in path
    ]
    made["index.html"] = article(edition, list(request.designs), parts, stills, [*beside,
                                 (SUMS, WHAT[SUMS])])  # fmt: skip
    made[SUMS] = listed(made)
    return made


def record(edition: Edition) -> bytes:
    """edition.json: a line for each item of a list, so that two can be compared line by line."""
    told = edition.model_dump(mode="json", exclude_defaults=True)
    told["inputs"] = _by_line(told["inputs"], "  ")
    return f"{_by_line(told, ' ')}\n".encode()


class _Written(str):
    """JSON that is written already."""


def _by_line(told: dict, indent: str) -> _Written:
    lines = []
    for name, value in told.items():
        if isinstance(value, list) and value:
            items = f",\n{indent} ".join(_json(one) for one in value)
            value = _Written(f"[\n{indent} {items}\n{indent}]")
        lines.append(
            f"{indent}{_json(name)}: {value if isinstance(value, _Written) else _json(value)}"
        )
    return _Written("{\n" + ",\n".join(lines) + f"\n{indent[1:]}}}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def citation_file(edition: Edition) -> bytes:
    """CITATION.cff: every word in quotes, as YAML reads JSON's."""
    cited = work()
    lines = [
        "cff-version: 1.2.0",
        f"message: {_quoted(cite(edition))}",
        f"title: {_quoted(edition.title)}",
        "type: dataset",
        f"version: {_quoted(edition.id)}",
        f"date-released: {_quoted(edition.dated)}",
        "license: MIT",
        f"abstract: {_quoted(edition.origin)}",
        "authors:",
        f"  - name: {_quoted(cited.authors)}",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)
