"""The detectors: each one SQL file over the log and contacts, with what it needs and looks for.

A detector tells of look-ups: event_id, raised_on (the day from which it can be told) and
strength (more is stranger; comparable within one detector alone). None sees what a look-up was.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis import sql
from analysis.oversight.door import Doors
from analysis.policy import Assumptions, load_assumptions

EXPLANATION = "explanation"
ALERTS = {
    "detector": pl.String,
    "event_id": pl.Int64,
    "raised_on": pl.Date,
    "strength": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class Detector:
    """One way to notice a look-up. ``params``: parameter of its query and its assumption."""

    id: str
    label: str
    says: str  # of one look-up, in neutral words: completes "This look-up: ..."
    looks_for: tuple[str, ...]  # kinds that it is made for, of LOOKED_FOR
    params: tuple[tuple[str, str], ...] = ()
    rests_on_names: bool = False

    @property
    def query(self) -> str:
        """The name of its SQL file in analysis/queries."""
        return f"audit_{self.id}"


_WAITS = (("explained_days", "explained_days"),)
DETECTORS = (
    Detector(
        "no_recorded_contact",
        "No recorded contact",
        "no recorded contact explains this",
        ("relative", "curiosity"),
        _WAITS,
    ),
    Detector(
        "same_name_or_address",
        "Same surname or postcode",
        "the user and the child have a surname or a postcode in common",
        ("relative", "former_partner", "curiosity"),
        rests_on_names=True,
    ),
    Detector(
        "volume_against_peers",
        "Volume against peers",
        "the user made many more look-ups that day than others of the agency do",
        ("trawl",),
        (("volume_ratio", "audit.volume_ratio"),),
    ),
    Detector(
        "repeat_views",
        "Repeat views of one child",
        "the user came back to this child on other days, without contacts of their own",
        ("former_partner",),
        _WAITS,
    ),
    Detector(
        "impossible_travel",
        "Two places at once",
        "the same sign-in was used in another council shortly before or after",
        ("shared_login",),
        (("travel_minutes", "audit.travel_minutes"),),
    ),
    Detector(
        "out_of_pattern_hours",
        "Out of pattern hours",
        "the agency hardly ever looks at this hour",
        ("out_of_hours",),
        (("rare_hours_share", "audit.rare_hours_share"),),
    ),
    Detector(
        "no_tie_to_place",
        "No tie to the place",
        "nobody in the council of the look-up is on record to have seen the child",
        ("out_of_area",),
        _WAITS,
    ),
    Detector(
        "untied_viewers",
        "Viewers with nothing in common",
        "several who looked at this child have no council and no other child in common",
        ("public_figure",),
    ),
)
BY_ID = {one.id: one for one in DETECTORS}


@dataclass(frozen=True, slots=True)
class Detected:
    """What the detectors tell of one log."""

    n_lookups: int
    explained: dict[str, int]  # look-ups by direct, group, referral (the first that holds), none
    alerts: pl.DataFrame  # columns of ALERTS
    left_out: tuple[str, ...]  # sentences on detectors that could not run

    def of(self, detector: str) -> pl.DataFrame:
        """The alerts of one detector."""
        return self.alerts.filter(pl.col("detector") == detector)

    @property
    def explained_share(self) -> float | None:
        """The share of look-ups that a contact or a concern explains; None without look-ups."""
        return 1 - self.explained["none"] / self.n_lookups if self.n_lookups else None


def detect(doors: Doors, assumptions: Assumptions | None = None) -> Detected:
    """Run every detector. Contacts are read once, for all of those that rest on them."""
    assumptions = assumptions or load_assumptions()
    days = int(assumptions.get("explained_days").central)
    sql.materialise(doors.log, EXPLANATION, "audit_explanation", explained_days=days)
    counts = sql.run(doors.log, "audit_explained").row(0, named=True)
    frames, left_out = [pl.DataFrame(schema=ALERTS)], []
    for one in DETECTORS:
        if one.rests_on_names and not doors.has_names:
            left_out.append(
                f"“{one.label}” was left out: surnames and postcodes of practitioners or of "
                "children are not known."
            )
            continue
        frames.append(told(doors, one, assumptions))
    n = counts.pop("n_lookups")
    return Detected(
        n_lookups=n,
        explained={name.removeprefix("n_"): count for name, count in counts.items()},
        alerts=pl.concat(frames),
        left_out=tuple(left_out),
    )


def told(doors: Doors, one: Detector, assumptions: Assumptions) -> pl.DataFrame:
    """The alerts of one detector: columns of ALERTS. `explanation` must be there."""
    con = doors.names if one.rests_on_names else doors.log
    params = {name: assumptions.get(id).central for name, id in one.params}
    if "explained_days" in params:
        params["explained_days"] = int(params["explained_days"])
    found = sql.run(con, one.query, **params)
    return found.select(
        pl.lit(one.id).alias("detector"),
        *(pl.col(name).cast(kind) for name, kind in ALERTS.items() if name != "detector"),
    )
