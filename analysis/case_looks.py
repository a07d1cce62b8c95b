"""Who looked one child up for work: the rows that the access log of a design has about it.

They are drawn by the modules that write the log, for this child alone, so they are the same
look-ups; a test holds them to a written log. Look-ups that find no entry leave no row in a log:
they are here too, marked so. Misuse and mistaken children are drawn for a whole world and are
not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from analysis.access_log.design import Design, design_of
from analysis.access_log.events import DAY_SECONDS
from analysis.access_log.gate import gate_of
from analysis.access_log.places import Children, Councils, Staff, known_councils, read_staff
from analysis.access_log.runs import AGENCY_BITS, Run
from analysis.access_log.unrecorded import move_some
from analysis.access_log.work import looks_of, views_of
from analysis.case_child import child_row, connection
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES, LINE
from analysis.timeline import DAY_BITS
from analysis.workbench import Workbench

MILLI = 1_000
SCHEMA = {
    "agency": pl.String,
    "contact_on": pl.Date,  # of the contact that brought the look-up
    "is_concern": pl.Boolean,  # at a decision; else at a routine contact
    "is_opened": pl.Boolean,  # the child's entry was found and opened
    "logged_at": pl.Datetime("ms"),  # as the log has it; empty where nothing was opened
    "is_moved": pl.Boolean,  # in the log far from any contact, for a contact nobody recorded
}


@dataclass(frozen=True, slots=True)
class Places:
    """Councils as numbers, and who works where."""

    councils: Councils
    staff: Staff


def looks_at(
    bench: Workbench, child_id: int, levers: Levers, occasions: pl.DataFrame
) -> pl.DataFrame:
    """Every look-up of a child for work under a design, by contact; columns of SCHEMA.

    ``occasions``: those of `case_child.occasions_of`.
    """
    design = design_of(bench.world, levers, bench.assumptions, bench.store.window_days)
    if not design.may_look.any() or occasions.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    places = bench.kept("case places", partial(_places, bench))
    children, run = _as_children(bench, child_id, places), _as_run(occasions, design)
    gate = gate_of(run, children, design)
    looks = looks_of(run, gate, design, children)
    views = views_of(run, looks, design)
    at_contact = views.at.copy()
    move_some(views, looks.words[looks.is_seen], run, gate, design, children, places.staff)
    seen = np.flatnonzero(looks.is_seen)
    logged = np.full(len(looks), np.datetime64("NaT", "ms"))
    first = np.datetime64(bench.world.period_start, "ms")
    logged[seen] = first + views.at.astype(np.int64) * np.timedelta64(MILLI, "ms")
    moved = np.zeros(len(looks), dtype=bool)
    moved[seen] = views.at // DAY_SECONDS != at_contact // DAY_SECONDS
    return pl.DataFrame(
        {
            "agency": [AGENCY_NAMES[number] for number in run.agency[looks.row]],
            "contact_on": pl.Series(run.day[looks.row]).cast(pl.Int32).cast(pl.Date),
            "is_concern": looks.is_decision,
            "is_opened": looks.is_seen,
            "logged_at": pl.Series(logged).cast(pl.Datetime("ms")),
            "is_moved": moved,
        },
        schema=SCHEMA,
    ).sort("contact_on", "agency")


def _as_run(occasions: pl.DataFrame, design: Design) -> Run:
    """The occasions of one child as a run of the log; who had the contact is not asked here."""
    day, agency = occasions["day"].to_numpy(), occasions["number"].to_numpy()
    first_day = min(int(day.min()), design.first_day)
    key = (day - first_day).astype(np.int64) << AGENCY_BITS | LINE[agency]
    assert int(key.max()) < 1 << (DAY_BITS + AGENCY_BITS)
    order = np.argsort(key, kind="stable")
    unknown = np.full(len(order), -1)
    return Run(
        first_child=0,
        n_children=1,
        first_day=first_day,
        key=key[order],
        child=np.zeros(len(order), dtype=np.int32),
        day=day[order],
        agency=agency[order],
        area=unknown.astype(np.int16),
        is_concern=occasions["n_concerns"].to_numpy()[order] > 0,
        practitioner=unknown.astype(np.int64),
    )


def _as_children(bench: Workbench, child_id: int, places: Places) -> Children:
    """One child as the log knows children."""
    people = bench.store.people
    row = child_row(bench, child_id)
    code = people.labels["area"][people.area[row]] if people.area[row] >= 0 else None
    return Children(
        child_id=people.child_id[row : row + 1],
        household=people.household[row : row + 1],
        area=np.array([places.councils.numbers.get(code, -1)], dtype=np.int16),
        is_shielded=people.is_shielded[row : row + 1],
    )


def _places(bench: Workbench) -> Places:
    councils, _ = known_councils(connection(bench))
    areas = bench.store.people.labels["area"]
    if areas:
        councils(list(areas))  # before staff, as in the log: children give numbers first
    return Places(councils, read_staff(bench.world, councils))
