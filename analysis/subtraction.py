"""Which counts of a table must be withheld so that none that is small can be worked out.

Every total is an equation, and so whoever reads the table may subtract. The counts flow: from
the overall total through region and council into a row, and back through the row's total. A
withheld count is safe when some of the flow can be led another way over withheld counts alone:
that way is another table which nobody can tell from the true one. So each small count is given
one such table in which it is as low as a count that is withheld can be, and one in which it
reaches the threshold. Where no way exists, counts along the cheapest are withheld as well.

This holds because a table whose rows form a tree and whose columns have one total is a network:
each count stands in two equations, with opposite signs.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from analysis.appetite import Appetite

GROUND = ("ground",)
REST = ("rest",)  # what a total holds beyond its parts; never shown
SHARED = 2**10  # what a total costs for each count in it: the larger, the more tables show it

Place = tuple[Hashable, Hashable]  # (row, column)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A count of children, from equation ``tail`` to equation ``head``; ``value`` >= 0."""

    place: Place
    tail: Hashable
    head: Hashable
    value: int
    is_hidden: bool  # it is in no table, so no reader knows it and it may be 0
    n_inside: int  # counts that it is the total of; 1 if it is none


def withheld_places(
    values: Mapping[Place, int],
    parents: Mapping[Hashable, Hashable | None],
    columns: Iterable[Hashable],
    of: Hashable | None,
    appetite: Appetite,
) -> set[Place]:
    """The places of a table that must not be shown.

    ``values``: whole counts, 0 or more, by (row, column). ``parents``: the row that each row is
    a part of; None for a row that is part of nothing shown. ``columns``: the counts; with ``of``,
    a column among them, the others are its parts (children with a gap, of all children). Parts
    may leave a rest, or overlap. ValueError if a part is larger than its total.
    """
    cells = _cells(values, parents, list(columns), of)
    least = 0 if appetite.withhold_zeros else 1
    small = [i for i, cell in enumerate(cells) if least <= cell.value < appetite.threshold]
    secret = {i for i, cell in enumerate(cells) if cell.is_hidden} | set(small)
    if appetite.secondary:
        links = _links(cells)
        for goal in (appetite.threshold, least):
            reached: set[int] = set()  # in a table that was found for another count
            for i in small:
                if i not in reached:
                    other = _other_table(cells, links, secret, i, goal, least)
                    secret |= other.keys()
                    reached |= {j for j, count in other.items() if _is_past(count, goal, least)}
    return {cells[i].place for i in secret if not cells[i].is_hidden}


def _is_past(count: int, goal: int, least: int) -> bool:
    return count <= goal if goal == least else count >= goal


def _cells(values, parents, columns: list, of) -> list[_Cell]:
    """All counts, with those that are in no table but follow from it: what a total holds more."""
    known, up = dict(values), dict(parents)
    if of is not None:
        for row in parents:
            parts = [known[row, column] for column in columns if column != of]
            known[row, REST] = known[row, of] - sum(parts)
            if max(parts, default=0) > known[row, of]:
                raise ValueError(f"row {row!r}: a part exceeds its total in column {of!r}")
        columns = [*columns, REST]
    totals = dict.fromkeys(parent for parent in parents.values() if parent is not None)
    for total in totals:
        up[REST, total] = total
        for column in columns:
            parts = [known[row, column] for row, parent in parents.items() if parent == total]
            known[(REST, total), column] = known[total, column] - sum(parts)
            if column != REST and max(parts) > known[total, column]:
                raise ValueError(f"column {column!r}: a part exceeds its total in row {total!r}")
    inside: Counter[Hashable] = Counter()
    for row in (row for row in parents if row not in totals):
        while row is not None:
            inside[row] += 1
            row = parents[row]
    cells = []
    for (row, column), value in known.items():
        is_hidden = column == REST or row not in parents
        if is_hidden and not value:
            continue
        tail = GROUND if up[row] is None else (up[row], column)
        head = (row, column) if row in totals else GROUND if of is None else ("row", row)
        if (column == of) != (value < 0):  # an overlap runs against the parts, as a total does
            tail, head = head, tail
        n_inside = inside[row] * (max(len(columns) - 2, 1) if column == of else 1)
        cells.append(_Cell((row, column), tail, head, abs(value), is_hidden, n_inside))
    return cells


def _links(cells: list[_Cell]) -> dict[Hashable, list[tuple[int, int, Hashable]]]:
    """From each equation: (cell, +1 if it grows on the way and -1 if it shrinks, to)."""
    links: dict[Hashable, list] = {}
    for i, cell in enumerate(cells):
        links.setdefault(cell.tail, []).append((i, 1, cell.head))
        links.setdefault(cell.head, []).append((i, -1, cell.tail))
    return links


def _other_table(cells, links, secret: set[int], i: int, goal: int, least: int) -> dict[int, int]:
    """A table like the true one to all who see what is not secret, but with ``goal`` in cell i.

    Only the counts that differ, by cell; they must be withheld for that. A table with more always
    exists: at worst all totals that the cell is a part of grow with it. With less, a total ends
    at the number of its parts that are not 0, since zeros are shown.
    """
    cell = cells[i]
    ends = (cell.head, cell.tail) if goal > cell.value else (cell.tail, cell.head)
    amount, change = abs(goal - cell.value), {}
    while amount:
        way = _cheapest(cells, links, secret | change.keys(), change, i, ends, least)
        if way is None:
            assert goal < cell.value, "more is always possible"
            break
        room = (_room(cells[j], change.get(j, 0), least) for j, sign in way if sign < 0)
        step = min([amount, *room])
        for j, sign in way:
            change[j] = change.get(j, 0) + sign * step
        amount -= step
    reached = goal + amount * (1 if goal < cell.value else -1)
    return {i: reached} | {j: cells[j].value + by for j, by in change.items() if by}


def _cheapest(cells, links, free, change, but: int, ends, least: int):
    """The way, ``but`` for one cell, that withholds least: its cells with signs. None: no way.

    Dijkstra's algorithm.
    """
    start, end = ends
    costs, came = {start: 0}, {}
    queue, order = [(0, 0, start)], 0
    while queue:
        cost, _, node = heapq.heappop(queue)
        if node == end:
            break
        if cost > costs[node]:
            continue
        for i, sign, to in links[node]:
            cell = cells[i]
            if i == but or (i not in free and not cell.value):
                continue  # a zero that is shown stays shown
            if sign < 0 and _room(cell, change.get(i, 0), least) <= 0:
                continue
            # The power of two alone, so that the choice tells little of the count.
            price = 0 if i in free else cell.value.bit_length() + SHARED * (cell.n_inside - 1)
            if cost + price < costs.get(to, float("inf")):
                costs[to], came[to], order = cost + price, (i, sign, node), order + 1
                if to == end and not price:
                    queue.clear()  # no way can be cheaper
                    break
                heapq.heappush(queue, (cost + price, order, to))
    if end not in costs:
        return None
    way = []
    while end != start:
        i, sign, end = came[end]
        way.append((i, sign))
    return way


def _room(cell: _Cell, change: int, least: int) -> int:
    """How far a cell can shrink before a reader would know better."""
    return cell.value + change - (0 if cell.is_hidden else least)
