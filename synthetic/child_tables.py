"""The child, registration and episode tables of a part."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data.schema import (
    AGENCIES,
    EPISODE_KINDS,
    EPISODE_SOURCES,
    ETHNIC_GROUPS,
    NEED_TIERS,
    QUALITIES,
    SEXES,
)
from synthetic.cells import CARE
from synthetic.columns import dates_column, table_of, words_column
from synthetic.events import NO_SOURCE, OPEN, Episodes
from synthetic.lives import Lives
from synthetic.people import name_origins


def child_table(lives: Lives) -> pa.Table:
    """The child table of a part."""
    placed, homes, people, paths = lives.placed, lives.homes, lives.people, lives.paths
    home = placed.home
    born = lives.calendar.to_dates(lives.calendar.born_day(people.born))
    return table_of(
        "child",
        child_id=placed.child_id,
        born_on=dates_column(born),
        sex=words_column(people.sex, SEXES),
        ethnic_group=words_column(homes.ethnic_group[home], ETHNIC_GROUPS),
        name_origin=words_column(homes.name_origin[home], name_origins(lives.inputs.beliefs)),
        area_code=words_column(lives.council, lives.inputs.councils.codes),
        deprivation_decile=homes.decile[home],
        household_id=placed.household_id[home],
        need_tier=words_column(paths.tier, NEED_TIERS),
        is_shielded=paths.is_shielded,
        is_mobile=paths.is_mobile,
        is_looked_after=paths.state == CARE,
    )


def registration_table(lives: Lives, columns: dict[str, np.ndarray]) -> pa.Table:
    """The registration table of a part."""
    return table_of(
        "registration",
        child_id=columns["child"] + lives.placed.child_id[0],
        agency=words_column(columns["agency"], AGENCIES),
        quality=words_column(columns["quality"], QUALITIES),
        has_identifier=columns["has_identifier"],
    )


def episode_table(lives: Lives, episodes: Episodes) -> pa.Table:
    """The episode table of a part."""
    is_open = episodes.end == OPEN
    last = lives.calendar.to_dates(np.where(is_open, 0, episodes.end))
    return table_of(
        "episode",
        child_id=lives.placed.child_id[episodes.child],
        kind=words_column(episodes.kind, EPISODE_KINDS),
        started_on=dates_column(lives.calendar.to_dates(episodes.start)),
        ended_on=dates_column(last, empty=is_open),
        source=words_column(episodes.source, EPISODE_SOURCES, empty=episodes.source == NO_SOURCE),
    )
