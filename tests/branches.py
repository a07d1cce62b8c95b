"""Every way in which a plain piece of work with random draws can turn out, and how likely.

The work is run again and again; each time a draw is held against a chance for the first time,
one run goes on as if it had happened and another as if it had not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

Happens = Callable[[Hashable, float], bool]


def branches(work: Callable[[Happens], object]) -> Iterator[tuple[float, object]]:
    """The chance of each course of ``work`` and what came of it; the chances add up to 1.

    ``work`` takes a function that tells whether a draw falls below a chance. Draws that are
    equal are one draw, and happen or don't together.
    """
    waiting: list[tuple[bool, ...]] = [()]
    while waiting:
        begun = waiting.pop()
        course = _Course(begun)
        found = work(course.happens)
        taken = tuple(course.told.values())
        waiting += [(*taken[:place], False) for place in range(len(begun), len(taken))]
        yield course.chance, found


class _Course:
    """One course: the first draws turn out as ``begun`` says, those after it happen."""

    def __init__(self, begun: tuple[bool, ...]):
        self.begun, self.told, self.chance = begun, {}, 1.0

    def happens(self, draw: Hashable, chance: float) -> bool:
        if draw not in self.told:
            place = len(self.told)
            self.told[draw] = self.begun[place] if place < len(self.begun) else True
            self.chance *= chance if self.told[draw] else 1 - chance
        return self.told[draw]
