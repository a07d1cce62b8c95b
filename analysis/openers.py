"""How many people are able to open a child's entry, which is more than ever do.

Users are spread over England as those who work in the agencies that may look. Inside a
boundary a child's entry is open to the users of its own region or council.
"""

from __future__ import annotations

import numpy as np

from analysis import sql
from analysis.entries import CELLS, counted_children, entry_chance
from analysis.futures import Values
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.tally import REPLICATES, Tally

PLACE = {"regional": "region", "local": "area"}  # the grouping that each boundary follows


def users_with_access(levers: Levers) -> int:
    """People who may open the index; none without an index or an agency that may look."""
    return levers.authorised_users if levers.scope != "none" and levers.authorised_agencies else 0


def user_share(store, levers: Levers) -> np.ndarray:
    """The share of users inside the boundary of a child of each place.

    One per region or council in ``people.labels`` and then one for an unknown place, which is
    inside no boundary but the national one: there the answer is a single 1.
    """
    if levers.visibility not in PLACE:
        return np.ones(1)
    place = PLACE[levers.visibility]
    kept = store.keep(f"practitioners-by-{place}", lambda: _practitioners(store, place))
    who = [NUMBER[agency] for agency in levers.authorised_agencies]
    n, total = kept["n"][who].sum(axis=0), kept["total"][who].sum()
    if not total:  # the world knows no practitioner of these agencies: spread as children are
        n = counted_children(store, place).by(place, len(store.people.labels[place])).sum(axis=1)
        total = n.sum()
    return np.append(n / max(total, 1.0), 0.0)


def able_to_open(store, levers: Levers, value: Values) -> Tally:
    """People able to open a child's entry: the mean over children with an entry."""
    chance, users = entry_chance(levers, value), users_with_access(levers)
    entries = counted_children(store, "replicate").by("replicate", REPLICATES)
    inside = users * children_in_reach(store, levers, "replicate", REPLICATES)
    return Tally(
        "people_able_to_open",
        chance @ inside.sum(axis=0),
        chance @ entries.sum(axis=0),
        parts=np.stack([inside @ chance[0], entries @ chance[0]], axis=-1),
    )


def children_in_reach(store, levers: Levers, by: str, size: int) -> np.ndarray:
    """Children of each group and cell [size, CELLS], each counted as its share of all users."""
    share = user_share(store, levers)
    if levers.visibility not in PLACE:
        return counted_children(store, by).by(by, size)
    place = PLACE[levers.visibility]
    both = counted_children(store, by, place)
    return both.by(by, size, share[both.codes[place]]).reshape(size, CELLS)


def _practitioners(store, place: str) -> dict[str, np.ndarray]:
    """Practitioners by agency and place [10, places], and with a place that no child has."""
    with sql.connect(store.world) as con:
        rows = sql.run(con, "practitioners_by_area")
    names = {name: code for code, name in enumerate(store.people.labels[place])}
    n = np.zeros((len(AGENCY_NAMES), len(names)))
    total = np.zeros(len(AGENCY_NAMES))
    column = "area_code" if place == "area" else "region"
    for agency, where, count in rows.select("agency", column, "n_practitioners").iter_rows():
        total[NUMBER[agency]] += count
        if where in names:
            n[NUMBER[agency], names[where]] += count
    return {"n": n, "total": total}
