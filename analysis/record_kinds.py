"""Records that agencies hold, counted by what linking asks of them, by group of children.

A class of record is 2 x quality + has_identifier, as replay codes it: whether a record links
depends on its class and the design alone, so one pass over the world serves every design.
"""

from __future__ import annotations

import numpy as np

from analysis import sql
from analysis.chances import Chances
from analysis.child_groups import FAIR_DIMENSIONS, group_codes, group_labels
from analysis.child_ranges import child_ranges
from analysis.entries import cells
from analysis.luck import AGENCY_NAMES
from analysis.tally import REPLICATES
from data.schema import QUALITIES

LINK_CLASSES = 2 * len(QUALITIES)
N_AGENCIES = len(AGENCY_NAMES)
NO_RECORD = -1
_KINDS = N_AGENCIES * LINK_CLASSES


def link_chances(chances: Chances) -> np.ndarray:
    """The chance that a record of each class is linked [F, LINK_CLASSES]."""
    return chances.links.reshape(len(chances.links), LINK_CLASSES)


def records_by(store, dimension: str) -> np.ndarray:
    """Records counted by random group, group of the child, agency and class.

    float64 [REPLICATES, groups, agencies, LINK_CLASSES], for a dimension of FAIR_DIMENSIONS;
    children of no known group are left out. Only what table registration tells is counted.
    """
    return _kept(store)[dimension]


def shielded_children(store) -> dict[str, np.ndarray]:
    """Per shielded child its cell, random group and ``records``: the class at each agency.

    NO_RECORD where an agency holds none. One that had a concern about the child, and of whose
    record nothing is told, holds an exact one without the identifier: as in replay.
    """
    kept = _kept(store)
    return {name: kept[f"shielded-{name}"] for name in ("records", "cell", "replicate")}


def _kept(store) -> dict[str, np.ndarray]:
    return store.keep("records", lambda: _count(store))


def _count(store) -> dict[str, np.ndarray]:
    """All of it in one pass over the records."""
    replicate = np.asarray(store.people.replicate).astype(np.int64)
    group = {one: group_codes(store, one) for one in FAIR_DIMENSIONS}
    size = {one: len(group_labels(store, one)) for one in FAIR_DIMENSIONS}
    n = {one: np.zeros(REPLICATES * size[one] * _KINDS) for one in FAIR_DIMENSIONS}
    shielded, place = _shielded(store)
    for person, kind in _records(store):
        for one in FAIR_DIMENSIONS:
            code = group[one][person]
            told = np.flatnonzero(code >= 0)
            of_child = replicate[person[told]] * size[one] + code[told]
            n[one] += np.bincount(of_child * _KINDS + kind[told], minlength=len(n[one]))
        row = place[person]
        told = np.flatnonzero(row >= 0)
        agency, link_class = np.divmod(kind[told], LINK_CLASSES)
        shielded["records"][row[told], agency] = link_class
    shape = (N_AGENCIES, LINK_CLASSES)
    return {one: n[one].reshape(REPLICATES, size[one], *shape) for one in FAIR_DIMENSIONS} | {
        f"shielded-{name}": array for name, array in shielded.items()
    }


def _shielded(store) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Shielded children before any record is read, and where each child stands among them."""
    people = store.people
    rows = np.flatnonzero(people.is_shielded)
    place = np.full(len(people.child_id), -1, dtype=np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    records = np.full((len(rows), N_AGENCIES), NO_RECORD, dtype=np.int8)
    agencies = np.arange(N_AGENCIES, dtype=np.uint16)
    records[(people.agencies_year[rows][:, None] >> agencies & 1).astype(bool)] = 0
    about = {"cell": cells(people)[rows], "replicate": np.asarray(people.replicate)[rows]}
    return {"records": records} | about, place


def _records(store):
    """Row in people, and agency x LINK_CLASSES + class, of every record, run by run."""
    child_id = store.people.child_id
    if not len(child_id):
        return
    with sql.connect(store.world, memory_limit=store.memory_limit, threads=store.threads) as con:
        for first, last in child_ranges(store.world):
            told = sql.run(con, "record_facts", first_child=first, last_child=last)
            ids = told["child_id"].to_numpy()
            person = np.minimum(np.searchsorted(child_id, ids), len(child_id) - 1)
            link_class = 2 * told["quality"].to_numpy() + told["has_identifier"].to_numpy()
            kind = told["agency"].to_numpy().astype(np.int64) * LINK_CLASSES + link_class
            known = np.flatnonzero(child_id[person] == ids)
            yield person[known], kind[known]
