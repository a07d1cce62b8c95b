"""Can anybody work out a withheld count? An attacker tries every table that fits what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analysis.appetite import read_appetite
from analysis.disclosure import protect, protect_cross
from tests.attacker import bounds
from tests.examples import examples

APPETITE = replace(read_appetite(), rounding_base=1)
appetites = st.builds(
    partial(replace, APPETITE),
    threshold=st.sampled_from([APPETITE.threshold, APPETITE.threshold, 2, 4]),
    withhold_zeros=st.sampled_from([False, False, True]),
)
counts = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 8, 9, 9, 10, 11, 14, 20, 60, 300])


@dataclass
class Reader:
    """What a reader of a protected table knows: the rule, what is shown and what adds up."""

    appetite: object
    truth: dict = field(default_factory=dict)
    shown: dict = field(default_factory=dict)
    floors: dict = field(default_factory=dict)  # the least that each other count can be
    equations: list = field(default_factory=list)
    sums: set = field(default_factory=set)  # made here to subtract with; no counts of children

    def reads(self, cell, count: int, shown: int | None) -> None:
        least = 0 if self.appetite.withhold_zeros else 1
        self.truth[cell] = count
        if shown is None:
            self.floors[cell] = least
        else:
            assert shown == count
            assert not least <= shown < self.appetite.threshold, "a small count is shown"
            self.shown[cell] = shown

    def infers(self, total, parts, rest=None) -> None:
        """``rest``: how far total and parts differ; it is in no table, but its sign is known."""
        parts = list(parts)
        beyond = self.truth[total] - sum(self.truth[part] for part in parts)
        if beyond:
            self.truth[rest], self.floors[rest] = abs(beyond), 0
        if beyond >= 0:
            self.equations.append((total, [*parts, rest] if beyond else parts))
        else:
            added = ("sum", total)
            self.truth[added], self.floors[added] = self.truth[total] - beyond, 0
            self.sums.add(added)
            self.equations += [(added, parts), (added, [total, rest])]

    def finds_nothing(self) -> None:
        """Fail if a count can be bounded more tightly than the appetite allows."""
        threshold, least = self.appetite.threshold, 0 if self.appetite.withhold_zeros else 1
        found = bounds(self.shown, self.floors, self.equations)
        zeros = {cell: 0 for cell, count in self.truth.items() if count < least}
        others = {cell: self.floors.get(cell, least) for cell in self.truth if cell not in zeros}
        unavoidable = bounds(zeros, others, self.equations)  # by somebody who sees zeros alone
        for cell in found.keys() - self.sums:
            count, (low, high) = self.truth[cell], found[cell]
            assert low <= count <= high
            if count < threshold:
                assert high >= threshold, f"{cell} must be small"
                assert low <= max(unavoidable[cell][0], least), f"{cell} is {low} at least"
            elif self.floors[cell]:  # withheld to protect another: to no purpose if it is known
                assert low < high, f"{cell} must be {low}"


@examples(150)
@given(list_of=st.lists(counts, min_size=1, max_size=6), appetite=appetites)
def test_nothing_can_be_worked_out_of_a_list_with_its_total(list_of, appetite):
    frame = pl.DataFrame({"group": range(len(list_of)), "n": list_of})
    told = protect(frame, key="group", counts=["n"], appetite=appetite)
    reader = Reader(appetite)
    for group, count, shown in zip(range(len(list_of)), list_of, told.frame["n"], strict=True):
        reader.reads(group, count, shown)
    reader.reads("total", sum(list_of), told.totals["n"].item())
    reader.infers("total", range(len(list_of)))
    reader.finds_nothing()


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.tuples(*[counts] * width), min_size=1, max_size=5)
)
large_tables = st.lists(st.tuples(*[counts] * 8), min_size=20, max_size=20)


@examples(5)
@given(table=large_tables)
def test_nothing_can_be_worked_out_of_a_large_table(table):
    nothing_is_found_in(table, APPETITE)


@examples(150)
@given(table=tables, appetite=appetites)
def test_nothing_can_be_worked_out_of_a_table_with_margins(table, appetite):
    nothing_is_found_in(table, appetite)


def nothing_is_found_in(table, appetite):
    rows, columns = range(len(table)), range(len(table[0]))
    frame = pl.DataFrame(
        [(r, c, table[r][c]) for r, c in product(rows, columns)],
        schema=["r", "c", "n"],
        orient="row",
    )
    told = protect_cross(frame, row="r", column="c", count="n", appetite=appetite)
    reader = Reader(appetite)
    for r, c, shown in told.frame.select("r", "c", "n").rows():
        reader.reads((r, c), table[r][c], shown)
    for r, c, shown in told.totals.select("r", "c", "n").rows():
        inside = product(rows if r is None else [r], columns if c is None else [c])
        reader.reads((r, c), sum(table[i][j] for i, j in inside), shown)
    for r in [*rows, None]:
        reader.infers((r, None), [(r, c) for c in columns])
    for c in [*columns, None]:
        reader.infers((None, c), [(r, c) for r in rows])
    reader.finds_nothing()


@st.composite
def hierarchies(draw):
    """Counts by area, and what each area is a part of: councils, two regions, the country.

    Each area has parts "a" and "b" of "all", which leave a rest or overlap. With rows for
    totals, a region may hold children whose council is not known.
    """

    do_overlap = draw(st.booleans())

    def line():
        a, b, more = draw(counts), draw(counts), draw(st.sampled_from([0, 0, 1, 2, 7, 40]))
        return {"a": a, "b": b, "all": max(a, b, a + b - more) if do_overlap else a + b + more}

    def added(lines):
        return {name: sum(one[name] for one in lines) for name in ("a", "b", "all")}

    within = dict(zip(range(5), ["north", "south", "south", "south", "north"], strict=True))
    within = {i: within[i] for i in range(draw(st.integers(2, 5)))}
    truth = {council: line() for council in within}
    has_rows_for_totals = draw(st.booleans())
    for region in ("north", "south"):
        inside = [truth[council] for council in within if within[council] == region]
        unplaced = [line()] if has_rows_for_totals and draw(st.booleans()) else []
        truth[region] = added([*inside, *unplaced])
    truth["country"] = added([truth["north"], truth["south"]])
    within |= {"north": "country", "south": "country", "country": None}
    return truth, within, list(truth) if has_rows_for_totals else list(truth)[:-3]


@examples(150)
@given(drawn=hierarchies(), appetite=appetites)
def test_nothing_can_be_worked_out_of_councils_regions_and_the_country(drawn, appetite):
    truth, within, rows = drawn
    frame = pl.DataFrame(
        [{"area": str(row), "within": within[row]} | truth[row] for row in rows],
        schema_overrides={"within": pl.String},
    )
    told = protect(
        frame, key="area", counts=["a", "b"], of="all", within="within", appetite=appetite
    )
    names = {str(area): area for area in truth} | {None: "country"}
    reader = Reader(appetite)
    for table in (told.frame, told.totals):
        for area, *shown in table.select("area", "a", "b", "all").rows():
            for column, count in zip(("a", "b", "all"), shown, strict=True):
                reader.reads((names[area], column), truth[names[area]][column], count)
    for total in ("north", "south", "country"):
        inside = [area for area, parent in within.items() if parent == total]
        for column in ("a", "b", "all"):
            parts = [(area, column) for area in inside]
            reader.infers((total, column), parts, (f"unplaced in {total}", column))
    for area in [*truth, "unplaced in north", "unplaced in south"]:
        if (area, "all") in reader.truth:
            parts = [(area, part) for part in ("a", "b") if (area, part) in reader.truth]
            reader.infers((area, "all"), parts, (area, "more"))
    reader.finds_nothing()
