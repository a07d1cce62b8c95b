"""How many children of the world stand behind each figure of needs, and which may be shown.

A figure of needs rests on the children who have one. Where those are few, it is withheld with
its share, its interval and its scaled count, whatever the design: the same rows for all designs,
so that no two of them together tell more than one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis import sql
from analysis.appetite import Appetite
from analysis.child_groups import group_codes, group_labels
from analysis.disclosure import Protected, protect, protect_cross
from analysis.luck import AGENCY_NAMES
from analysis.workbench import Workbench

NOT_TOLD = ""  # the id of children whose group is not recorded
PLACES = ("area", "region")  # told in one table: councils add up to regions
IN_WORLD = {"n_children": "children_in_world", "n_with_need": "with_need_in_world"}
"""What counts are called beside figures that are scaled to England."""
REGION = "region "  # begins the key of a region in that table


@dataclass(frozen=True, slots=True)
class Shown:
    """Which rows may be shown, by their key, and the sentence that says so."""

    counts: pl.DataFrame  # key columns, the counts (null where withheld) and is_withheld
    totals: pl.DataFrame  # what follows from it by adding up, likewise
    sentence: str


def children_shown(bench: Workbench, by: str, appetite: Appetite | None = None) -> Shown:
    """Children, and children with a need, by group: columns group_id,
    n_children, n_with_need, is_withheld.

    Councils and regions are looked at as one table. Children whose group is not recorded come
    last, as NOT_TOLD.
    """
    kind = "places" if by in PLACES else by

    def made() -> Shown:
        if by in PLACES:
            return _protected(
                _places(bench), appetite, within="is_in", words="councils and regions"
            )
        return _protected(_counts(bench, by), appetite, within=None, words="groups")

    told = bench.kept(("children shown", kind, appetite), made)
    if by in PLACES:
        is_region = pl.col("group_id").str.starts_with(REGION)
        counts = told.counts.filter(is_region if by == "region" else ~is_region)
        named = pl.col("group_id").str.strip_prefix(REGION)
        return Shown(counts.with_columns(group_id=named), told.totals, told.sentence)
    return told


def pairs_shown(bench: Workbench, appetite: Appetite | None = None) -> Shown:
    """Children by seeker and holder: columns seeker, holder, n_with_need, is_withheld.

    A child counts once for each seeker and holder that it has a need of.
    """
    rows = [
        (seeker, holder, int(n))
        for seeker, line in zip(AGENCY_NAMES, _children_of_pairs(bench), strict=True)
        for holder, n in zip(AGENCY_NAMES, line, strict=True)
        if seeker != holder
    ]
    return shown_pairs(
        pl.DataFrame(rows, ["seeker", "holder", "n_with_need"], orient="row"), appetite
    )


def shown_pairs(counts: pl.DataFrame, appetite: Appetite | None = None) -> Shown:
    """``counts`` (seeker, holder, n_with_need) with what must not be shown withheld."""
    told = protect_cross(
        counts,
        row="seeker",
        column="holder",
        count="n_with_need",
        groups="pairs of agencies",
        appetite=appetite,
    )
    return _flagged(told, ["n_with_need"])


def withhold(figures: pl.DataFrame, shown: Shown, on: list[str], kept: list[str]) -> pl.DataFrame:
    """``figures`` joined to the counts of ``shown`` on the key ``on``, null where withheld.

    ``kept``: columns that tell nothing, such as labels.
    """
    joined = figures.join(shown.counts, on=on, how="left", nulls_equal=True, maintain_order="left")
    hides = [name for name in figures.columns if name not in (*on, *kept)]
    return joined.with_columns(
        pl.when(~pl.col("is_withheld")).then(pl.col(name)).alias(name) for name in hides
    ).rename(IN_WORLD, strict=False)


def with_need(bench: Workbench) -> np.ndarray:
    """Per child of people: has it at least one sharing need?"""

    def made() -> np.ndarray:
        flags = np.zeros(len(bench.store.people), dtype=bool)
        for run in bench.store.situations():
            person = run.decisions.person[run.needs.decision]
            flags[person[person >= 0]] = True
        return flags

    return bench.kept(("with need", bench.store.key), made)


def _protected(counts: pl.DataFrame, appetite, *, within: str | None, words: str) -> Shown:
    told = protect(
        counts,
        key="group_id",
        counts=["n_with_need"],
        of="n_children",
        within=within,
        groups=words,
        appetite=appetite,
    )
    return _flagged(told, ["n_children", "n_with_need"])


def _counts(bench: Workbench, by: str) -> pl.DataFrame:
    """Children of each group that has any, and last of none."""
    labels = group_labels(bench.store, by)
    code = group_codes(bench.store, by).astype(np.int64)
    column = np.where(code < 0, len(labels), code)
    n = (np.bincount(column, some, len(labels) + 1) for some in (None, with_need(bench)))
    n_children, n_with_need = (one.astype(np.int64) for one in n)
    ids = [*labels, NOT_TOLD]
    counts = {"group_id": ids, "n_children": n_children, "n_with_need": n_with_need}
    return pl.DataFrame(counts).filter(pl.col("n_children") > 0)


def _places(bench: Workbench) -> pl.DataFrame:
    """Councils, each in its region, and regions; children of no region are one as well."""
    regions = dict(areas(bench).select("area_code", "region").rows())
    councils, of_regions = _counts(bench, "area"), _counts(bench, "region")
    is_in = [f"{REGION}{regions.get(code) or NOT_TOLD}" for code in councils["group_id"]]
    return pl.concat(
        [
            councils.with_columns(is_in=pl.Series(is_in, dtype=pl.String)),
            of_regions.with_columns(
                group_id=pl.concat_str(pl.lit(REGION), "group_id"),
                is_in=pl.lit(None, dtype=pl.String),
            ),
        ]
    )


def areas(bench: Workbench) -> pl.DataFrame:
    """Councils with their names and regions: area_code, area_name, region."""

    def made() -> pl.DataFrame:
        with sql.connect(bench.world) as con:
            return sql.run(con, "areas")

    return bench.kept("areas", made)


def _flagged(told: Protected, columns: list[str]) -> Shown:
    marks = [f"{name}_withheld" for name in columns]
    any_mark = pl.any_horizontal(marks).alias("is_withheld")
    frames = (one.with_columns(any_mark).drop(marks) for one in (told.frame, told.totals))
    return Shown(*frames, told.sentence)


def _children_of_pairs(bench: Workbench) -> np.ndarray:
    """Children with a need, by seeker and holder [seeker, holder]."""
    n_agencies = len(AGENCY_NAMES)

    def made() -> np.ndarray:
        n = np.zeros(n_agencies**2, dtype=np.int64)
        for run in bench.store.situations():
            first = np.flatnonzero(run.needs.ordinal == 1)
            decision = run.needs.decision[first]
            pair = run.decisions.seeker[decision].astype(np.int64) * n_agencies
            pair = (pair + run.needs.holder[first])[run.decisions.person[decision] >= 0]
            n += np.bincount(pair, minlength=n_agencies**2)
        return n.reshape(n_agencies, n_agencies)

    return bench.kept(("children of pairs", bench.store.key), made)
