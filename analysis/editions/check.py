"""Is an edition what its inputs make? Figure by figure, file by file, with reasons.

check(found, world)     works everything out again on a world that was made anew

Nothing of the edition is believed but its inputs. Checksums alone prove nothing, since whoever
edits a file can write a new list; so every file is made again and held against what is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.charts.rendered import drawn_with
from analysis.citation import work
from analysis.editions.checksums import SUMS, files_in, found_wrong
from analysis.editions.folder import Found
from analysis.editions.format import Edition, Figure
from analysis.editions.press import Pressed, press
from analysis.editions.reasons import reasons
from analysis.editions.request import request_of
from analysis.editions.scored import DIGITS, OnProgress
from analysis.version import RESULTS_VERSION
from analysis.workbench import workbench
from data.world import World

SAME, DIFFERS = "same", "differs"
ALIKE = 2 * 10.0 ** (1 - DIGITS)  # relative: two numbers that differ in the last digit alone
NOT_FIGURES = ("versions", "inputs", "figures")


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure: as published and as found. ``by``: how they differ, in words."""

    id: str
    label: str
    verdict: str
    published: str
    found: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What came of a check. ``files``: path -> what is wrong with it; ``reasons`` in sentences."""

    edition: Edition
    figures: tuple[Judged, ...]
    files: Mapping[str, str]
    reasons: tuple[str, ...]
    n_files: int  # compared byte by byte

    @property
    def differing(self) -> tuple[Judged, ...]:
        """The figures that are not the same."""
        return tuple(one for one in self.figures if one.verdict != SAME)

    @property
    def is_same(self) -> bool:
        """Whether every figure and every file is the same."""
        return not self.differing and not self.files

    @property
    def sentence(self) -> str:
        """What came of it, in one sentence."""
        n, wrong = len(self.figures), len(self.differing)
        files = f"{self.n_files} files" if self.n_files else "no file but the record"
        if self.is_same:
            return f"Same: all {n:,} figures, and {files} compared byte by byte."
        told = f"{wrong:,} of {n:,} figures differ" if wrong else f"All {n:,} figures are the same"
        is_one = len(self.files) == 1
        broken = f"{len(self.files)} file{' is' if is_one else 's are'} not as published"
        return f"Differs: {told}; {broken}." if self.files else f"Differs: {told}."


def check(found: Found, world: World, *, on_progress: OnProgress | None = None) -> Check:
    """The edition ``found`` made again on ``world``, which should be made anew from its seed.

    Raises WorldError where the edition asks for what this version can't do.
    """
    edition, told = found.edition, request_of(found.edition)
    bench = workbench(
        world,
        assumptions=told.assumptions,
        window_days=told.window_days,
        n_futures=told.n_futures,
    )
    again = press(bench, told, on_progress=on_progress)
    return judged(found, again) if found.folder else _record_alone(found, edition, again)


def judged(found: Found, again: Pressed) -> Check:
    """An edition with all its files, against the same made again."""
    files = dict(found_wrong(found.folder))
    made = dict(_files(found, again, files))
    files |= {path: why for path, why in made.items() if path not in files}
    why = reasons(found.edition, again.edition, files)
    figures = tuple(compare_figures(found.edition, again.edition))
    return Check(found.edition, figures, files, why, len(again.files))


def _record_alone(found: Found, edition: Edition, again: Pressed) -> Check:
    """An edition.json without the files around it."""
    files = {}
    parts = [
        name
        for name in Edition.model_fields
        if name not in NOT_FIGURES and getattr(edition, name) != getattr(again.edition, name)
    ]
    if parts or edition.inputs != again.edition.inputs:
        words = ", ".join([*parts, *(["inputs"] if edition.inputs != again.edition.inputs else [])])
        files[found.file.name] = f"says otherwise than its own inputs make it: {words}"
    figures = tuple(compare_figures(edition, again.edition))
    return Check(edition, figures, files, reasons(edition, again.edition, files), 0)


def other_versions(edition: Edition) -> list[str]:
    """Which versions here are not those that made ``edition``, in words."""
    here = drawn_with() | {"program": work().version, "results": RESULTS_VERSION}
    told = edition.versions
    theirs = dict(told.drawn_with) | {"program": told.program, "results": told.results}
    return [
        f"{name} {theirs.get(name, 'none')} there, {here.get(name, 'none')} here"
        for name in sorted({*here, *theirs})
        if here.get(name) != theirs.get(name)
    ]


def _files(found: Found, again: Pressed, wrong: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Files that are not byte for byte what they should be, though the checksums agree."""
    folder, other = found.folder, other_versions(found.edition)
    for path, content in again.files.items():
        if path == SUMS and wrong:
            continue  # it differs because of those files
        if not (folder / path).is_file():
            yield path, "missing"
        elif (folder / path).read_bytes() != content:
            if path == SUMS:
                yield path, "not the list that the files make"
            elif other:
                yield path, f"can't be compared: made by other versions ({'; '.join(other)})"
            else:
                yield (
                    path,
                    "not what the inputs of this edition make, although its digest is listed",
                )
    for path in sorted(files_in(folder) - set(again.files)):
        yield path, "no file of this edition, although it is listed"


def compare_figures(edition: Edition, again: Edition) -> Iterator[Judged]:
    """Every figure of either, in the order published; those left out stand last."""
    known = {one.id: one for one in again.figures}
    seen = set()
    for one in edition.figures:
        if one.id in seen:
            yield Judged(one.id, one.label, DIFFERS, _words(one), "", "stands there twice")
            continue
        seen.add(one.id)
        yield _judged(one, known.get(one.id))
    for id, one in known.items():
        if id not in seen:
            yield Judged(id, one.label, DIFFERS, "", _words(one), "left out of the edition")


def _judged(one: Figure, other: Figure | None) -> Judged:
    if other is None:
        told = "this version works out no such figure"
        return Judged(one.id, one.label, DIFFERS, _words(one), "", told)
    by = "; ".join(_differences(one, other))
    verdict = DIFFERS if by else SAME
    return Judged(one.id, one.label, verdict, _words(one), _words(other), by)


def _differences(one: Figure, other: Figure) -> Iterator[str]:
    for name in Figure.model_fields:
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine == theirs:
            continue
        if isinstance(mine, float) and isinstance(theirs, float):
            if abs(mine - theirs) > ALIKE * max(abs(mine), abs(theirs)):
                yield f"{name} by {theirs - mine:+,.6g}"
        else:
            yield f"{name}: {_short(mine)} there, {_short(theirs)} here"


def _short(value: object) -> str:
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _words(one: Figure) -> str:
    return f"{one.text} ({one.interval})" if one.interval not in ("", one.text) else one.text
