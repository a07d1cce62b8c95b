"""Records that agencies hold, counted by what linking asks of them, by group of children.

A class of record is 2 x quality + has_identifier, as replay codes it: whether a record links
depends on its class and the design alone, so one pass over the world serves every design.
"""

from __future__ import annotations

import numpy as np

from analysis import sql
from analysis.chances import Chances
from analysis.child_groups import group_codes, group_labels
from analysis.child_ranges import child_ranges
from analysis.entries import cells
from analysis.luck import AGENCY_NAMES
from analysis.tally import REPLICATES
from data.schema import QUALITIES

LINK_CLASSES = 2 * len(QUALITIES)
N_AGENCIES = len(AGENCY_NAMES)
NO_RECORD = -1


def link_chances(chances: Chances) -> np.ndarray:
    """The chance that a record of each class is linked [F, LINK_CLASSES]."""
    return chances.links.reshape(len(chances.links), LINK_CLASSES)


def records_by(store, dimension: str) -> np.ndarray:
    """Records counted by random group, group of the child, agency and class.

    float64 [REPLICATES, groups, agencies, LINK_CLASSES]; children of no known group are left
    out. Only what table registration tells is counted.
    """
    name = f"records-by-{dimension}".replace("_", "-")
    return store.keep(name, lambda: {"n": _count(store, dimension)})["n"]


def shielded_children(store) -> dict[str, np.ndarray]:
    """Per shielded child its cell, random group and ``records``: the class at each agency.

    NO_RECORD where an agency holds none. One that had a concern about the child, and of whose
    record nothing is told, holds an exact one without the identifier: as in replay.
    """
    return store.keep("shielded-children", lambda: _shielded(store))


def _count(store, dimension: str) -> np.ndarray:
    people = store.people
    group = group_codes(store, dimension).astype(np.int64)
    size = len(group_labels(store, dimension))
    of_child = np.asarray(people.replicate).astype(np.int64) * size + group
    kinds = N_AGENCIES * LINK_CLASSES
    n = np.zeros(REPLICATES * size * kinds)
    for person, agency, link_class in _records(store):
        told = group[person] >= 0
        person, agency, link_class = person[told], agency[told], link_class[told]
        at = of_child[person] * kinds + agency * LINK_CLASSES + link_class
        n += np.bincount(at, minlength=len(n))
    return n.reshape(REPLICATES, size, N_AGENCIES, LINK_CLASSES)


def _shielded(store) -> dict[str, np.ndarray]:
    people = store.people
    rows = np.flatnonzero(people.is_shielded)
    place = np.full(len(people.child_id), -1, dtype=np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    records = np.full((len(rows), N_AGENCIES), NO_RECORD, dtype=np.int8)
    agencies = np.arange(N_AGENCIES, dtype=np.uint16)
    had_concern = (np.asarray(people.agencies_year)[rows][:, None] >> agencies & 1).astype(bool)
    records[had_concern] = 0
    for person, agency, link_class in _records(store):
        shielded = np.flatnonzero(place[person] >= 0)
        records[place[person[shielded]], agency[shielded]] = link_class[shielded]
    return {
        "records": records,
        "cell": cells(people)[rows],
        "replicate": np.asarray(people.replicate)[rows],
    }


def _records(store):
    """Row in people, agency and class of every record, one run of children after another."""
    child_id = np.asarray(store.people.child_id)
    with sql.connect(store.world) as con:
        for first, last in child_ranges(store.world):
            told = sql.run(con, "record_facts", first_child=first, last_child=last)
            ids = told["child_id"].to_numpy()
            person = np.minimum(np.searchsorted(child_id, ids), max(len(child_id) - 1, 0))
            link_class = 2 * told["quality"].to_numpy() + told["has_identifier"].to_numpy()
            known = np.flatnonzero(child_id[person] == ids) if len(child_id) else person[:0]
            agency = told["agency"].to_numpy().astype(np.int64)
            yield person[known], agency[known], link_class[known].astype(np.int64)
