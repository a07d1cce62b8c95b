"""What changed between two editions: designs, levers, assumptions, world, figures."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from markupsafe import Markup

from analysis.editions.article import digest, style
from analysis.editions.check import DIFFERS, compare_figures
from analysis.editions.format import Assumed, Edition
from analysis.editions.pages import template
from analysis.editions.request import request_of
from analysis.levers import load_levers
from analysis.policy import LEVELS
from data.world import WorldError

KINDS = ("about", "design", "lever", "assumption", "figure")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not the same. ``kind``: one of KINDS."""

    kind: str
    name: str
    before: str
    after: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes from ``before`` to ``after``, in the order of KINDS."""

    before: Edition
    after: Edition
    changes: tuple[Change, ...]
    n_same: int  # figures that both have and that are the same

    def of(self, kind: str) -> list[Change]:
        """The changes of one kind."""
        return [one for one in self.changes if one.kind == kind]

    @property
    def sentence(self) -> str:
        """How much changed, in one sentence."""
        if not self.changes:
            return f"Nothing changed: all {self.n_same:,} figures are the same."
        told = [f"{len(self.of(kind)):,} {kind}{'s' if len(self.of(kind)) != 1 else ''}"
                for kind in KINDS[1:] if self.of(kind)]  # fmt: skip
        changed = ", ".join(told) or "words alone"
        return f"Changed: {changed}; {self.n_same:,} figures are the same."

    def as_dict(self) -> dict:
        """For JSON."""
        return {
            "before": self.before.id,
            "after": self.after.id,
            "figures_the_same": self.n_same,
            "changes": [asdict(one) for one in self.changes],
        }


def changes(before: Edition, after: Edition) -> Changes:
    """What is not the same in ``after`` as in ``before``."""
    figures = list(compare_figures(before, after))
    differing = [
        Change("figure", f"{one.label} ({one.id})", one.published, one.found, _worded(one.by))
        for one in figures
        if one.verdict == DIFFERS
    ]
    told = (*_about(before, after), *_designs(before, after), *_assumptions(before, after))
    return Changes(before, after, (*told, *differing), len(figures) - len(differing))


def as_page(told: Changes) -> str:
    """The changes as a page of HTML that stands on its own."""
    return template("changes.html").render(
        told=told,
        kinds=[(kind, told.of(kind)) for kind in KINDS],
        style=Markup(style()),
        style_digest=digest(style()).removeprefix("sha256-"),
    )


def _about(before: Edition, after: Edition) -> list[Change]:
    pairs = (
        ("Title", before.title, after.title),
        ("Dated", before.dated, after.dated),
        ("Results version", before.versions.results, after.versions.results),
        ("World", before.world.fingerprint[:16], after.world.fingerprint[:16]),
        ("Children", f"{before.world.n_children:,}", f"{after.world.n_children:,}"),
        ("Seed", str(before.world.seed), str(after.world.seed)),
        ("Window in days", str(before.inputs.window_days), str(after.inputs.window_days)),
        ("Futures", f"{before.inputs.futures:,}", f"{after.inputs.futures:,}"),
        ("Risk appetite", _digits(before.inputs.appetite), _digits(after.inputs.appetite)),
    )
    return [Change("about", name, one, other) for name, one, other in pairs if one != other]


def _designs(before: Edition, after: Edition) -> list[Change]:
    one, other = ({told.id: told for told in edition.inputs.designs} for edition in (before, after))
    found = [Change("design", told.label, "in it", "not in it")
             for id, told in one.items() if id not in other]  # fmt: skip
    found += [Change("design", told.label, "not in it", "in it")
              for id, told in other.items() if id not in one]  # fmt: skip
    try:
        levers = [{told.id: told for told in request_of(e).designs} for e in (before, after)]
    except WorldError:  # levers of another version: their texts can be compared, no more
        return found + [
            Change("lever", told.label, "as its file says", "otherwise")
            for id, told in one.items()
            if id in other and told.toml != other[id].toml
        ]
    for id in [id for id in one if id in other]:
        mine, theirs = (known[id].levers for known in levers)
        for lever in load_levers():
            values = getattr(mine, lever.id), getattr(theirs, lever.id)
            if values[0] != values[1]:
                name = f"{one[id].label}: {lever.label}"
                found.append(Change("lever", name, *map(lever.show, values)))
    return found


def _assumptions(before: Edition, after: Edition) -> list[Change]:
    one, other = (
        {told.id: told for told in edition.inputs.assumptions} for edition in (before, after)
    )
    found = []
    for id in dict.fromkeys((*one, *other)):
        mine, theirs = one.get(id), other.get(id)
        if _range(mine) != _range(theirs):
            name = f"{(mine or theirs).label} ({id})"
            found.append(Change("assumption", name, _range(mine), _range(theirs)))
    return found


def _range(one: Assumed | None) -> str:
    if one is None:
        return "not there"
    low, central, high = (f"{getattr(one, level):.12g}" for level in LEVELS)
    return central if low == high else f"{central} ({low} to {high}, {one.distribution})"


def _digits(text: str) -> str:
    """The rules of an appetite without its words."""
    return "; ".join(line for line in text.splitlines() if line.startswith(("[", "value")))


def _worded(by: str) -> str:
    return (
        by.replace("left out of the edition", "only in the second")
        .replace("this version works out no such figure", "only in the first")
        .replace(" there,", " before,")
        .replace(" here", " after")
    )
