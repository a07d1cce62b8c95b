"""A childhood of looks: who could look, and how often somebody does, up to each birthday.

The life table of `lifetime` at every age, with intervals; `lifetime_tallies` are its last ages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from analysis.access import views_by_life
from analysis.answer import Answer
from analysis.answers import provenance
from analysis.estimates import Estimate, estimate
from analysis.evaluation import Evaluation, frame_of
from analysis.intrusiveness import DIMENSIONS
from analysis.levers import Levers
from analysis.lifetime import AGES, BY_LIFE, LIVES, lifetime
from analysis.tally import Tally
from analysis.workbench import Workbench

VIEWS, PEOPLE = "lifetime_views", "lifetime_people_able_to_look"
BY_BIRTHDAY = "life_and_birthday"
LABELS = dict(next(one.groups for one in DIMENSIONS if one.id == BY_LIFE))
"""Words for each life, in the order of `LIVES`."""
NOTE = (
    "A period life table: the rates of one year's children at each age, added up as if one child "
    "lived through them all. Tier and concern are those of the one year."
)


def childhood(bench: Workbench, evaluations: Sequence[Evaluation]) -> Answer:
    """People able to look and views from birth to each birthday, by life, of each design.

    Columns of `evaluation.SCHEMA`; a group is a life and a birthday, such as "acute 05".
    """
    frames = [
        frame_of(one.scenario.id, _estimates(bench, one.scenario.levers)) for one in evaluations
    ]
    told = provenance(bench, evaluations, (VIEWS, PEOPLE), "A childhood of looks")
    return Answer(pl.concat(frames), replace(told, notes=(*told.notes, NOTE)))


def with_ages(answer: Answer) -> pl.DataFrame:
    """The frame of `childhood` with the columns life and age (years, 0 to 18)."""
    words = pl.col("group").str.split(" ")
    return answer.frame.with_columns(life=words.list.first(), age=words.list.last().cast(pl.Int64))


def _estimates(bench: Workbench, levers: Levers) -> tuple[Estimate, ...]:
    def made() -> tuple[Estimate, ...]:
        store, futures = bench.store_for(levers), bench.futures
        found = lifetime(store, levers, futures, views_by_life(store, levers, futures))
        return tuple(
            estimate(_tally(outcome, life, age, figure[:, row]), bench.sample)
            for outcome, figure in ((VIEWS, found.views), (PEOPLE, found.could_look))
            for row, life in enumerate(LIVES)
            for age in range(AGES + 1)
        )

    return bench.kept(("childhood", levers), made)


def _tally(outcome: str, life: str, age: int, figure: np.ndarray) -> Tally:
    """``figure`` [F, ages]: from birth to the end of each year of age."""
    until = figure[:, age - 1] if age else np.zeros(len(figure))
    return Tally(outcome, until, None, BY_BIRTHDAY, f"{life} {age:02d}", is_national=True)
