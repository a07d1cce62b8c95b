"""The tables of a world, each column defined once.

From here come the generator's output checks, the import, the data dictionary and the
Arrow types on disk. Nothing here knows how a world is made or what is asked of it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

REFERENCE = Path(__file__).parent / "reference"


def _agencies() -> tuple[dict[str, str], ...]:
    with (REFERENCE / "agency.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


AGENCY_ROWS = _agencies()
AGENCIES: tuple[str, ...] = tuple(row["agency"] for row in AGENCY_ROWS)
AGENCY_LABELS: dict[str, str] = {row["agency"]: row["label"] for row in AGENCY_ROWS}
SENSITIVE_AGENCIES: tuple[str, ...] = tuple(
    row["agency"] for row in AGENCY_ROWS if row["is_sensitive"] == "true"
)

SEXES = ("female", "male")
ETHNIC_GROUPS = ("asian", "black", "mixed", "other", "white")
NEED_TIERS = ("none", "additional", "complex", "acute")
CONCERN_TYPES = (
    "neglect_or_abuse",
    "domestic_abuse",
    "exploitation",
    "missing",
    "self_harm",
    "violence",
    "extremism",
    "substance",
)
QUALITIES = ("exact", "variant", "stale", "wrong")
EPISODE_KINDS = (
    "referral",
    "child_in_need",
    "protection_plan",
    "looked_after",
    "sen_support",
    "ehcp",
    "home_educated",
    "missing_education",
    "mental_health_referral",
    "arrest",
    "missing",
    "prevent_referral",
)
EPISODE_SOURCES = ("police", "school", "health", "council", "individual", "other")
ACCESS_REASONS = (
    "new_concern",
    "assessment",
    "open_case",
    "routine_contact",
    "asked_by_colleague",
)
ACCESS_KINDS = (
    "work",
    "wrong_child",
    "relative",
    "former_partner",
    "curiosity",
    "public_figure",
    "trawl",
    "shared_login",
)

WORD = pa.dictionary(pa.int32(), pa.string())  # few distinct words, stored once each


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, what it means, and what an import must and may hold.

    ``required``: every world has it, in every row. ``nullable``: empty by its nature, also in a
    generated world; an import may leave any column empty that is not required.
    ``values``: the only words allowed. ``minimum``/``maximum``: inclusive bounds.
    """

    name: str
    type: pa.DataType
    description: str
    required: bool = False
    nullable: bool = False
    values: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    references: str = ""  # "table.column" that must hold this value

    @property
    def may_be_empty(self) -> bool:
        """Whether a row of an imported world may leave this column empty."""
        return not self.required


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its grain, its key (empty when rows have none) and its columns."""

    name: str
    grain: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def arrow(self) -> pa.Schema:
        """The table's types on disk, in the order of its columns."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns])


CHILD_ID = Column(
    "child_id",
    pa.int64(),
    "Our key for a child; no meaning outside this world",
    required=True,
    minimum=0,
    references="child.child_id",
)
AREA = Column(
    "area_code",
    pa.dictionary(pa.int16(), pa.string()),
    "Council (upper tier) by its ONS code",
)


def _word(name: str, description: str, values: tuple[str, ...], **kw) -> Column:
    kw.setdefault("type", pa.dictionary(pa.int8(), pa.string()))
    return Column(name=name, description=description, values=values, **kw)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "child",
            "one row per child",
            "Every child of the world, known to a service or not, as at the end of the period.",
            (
                Column("child_id", pa.int64(), CHILD_ID.description, required=True, minimum=0),
                Column("born_on", pa.date32(), "Date of birth"),
                _word("sex", "Sex as registered", SEXES),
                _word("ethnic_group", "Ethnic group, five census groups", ETHNIC_GROUPS),
                Column(
                    "name_origin",
                    pa.dictionary(pa.int8(), pa.string()),
                    "Where the family's names come from; drives spelling variants in records",
                ),
                AREA,
                Column(
                    "deprivation_decile",
                    pa.int8(),
                    "Deprivation decile of the home, 1 = most deprived tenth of England",
                    minimum=1,
                    maximum=10,
                ),
                Column("household_id", pa.int64(), "The household the child lives in", minimum=0),
                _word("need_tier", "Level of need over the year", NEED_TIERS),
                Column("is_shielded", pa.bool_(), "Whereabouts must be hidden, for safety"),
                Column("is_mobile", pa.bool_(), "Moved home within the year or before it"),
                Column("is_looked_after", pa.bool_(), "Looked after at the end of the period"),
            ),
            key=("child_id",),
            required=True,
        ),
        Table(
            "identity",
            "one row per child",
            "Names and addresses. Only linkage and the case view read this table.",
            (
                CHILD_ID,
                Column("forename", WORD, "Forename"),
                Column("surname", WORD, "Surname"),
                Column("address_line", pa.string(), "House and street"),
                Column("postcode", pa.string(), "Postcode with an inward part never allocated"),
                Column(
                    "school_id",
                    pa.int32(),
                    "School, empty for children who are not pupils",
                    nullable=True,
                    minimum=0,
                ),
                Column(
                    "gp_practice_id",
                    pa.int32(),
                    "General practice, empty when not registered",
                    nullable=True,
                    minimum=0,
                ),
                Column(
                    "single_identifier",
                    pa.string(),
                    "Our own identifier format with a check digit; no real scheme",
                ),
            ),
            key=("child_id",),
        ),
        Table(
            "household",
            "one row per household",
            "Homes and carers. Only linkage and the case view read this table.",
            (
                Column("household_id", pa.int64(), "Our key", required=True, minimum=0),
                AREA,
                Column("address_line", pa.string(), "House and street"),
                Column("postcode", pa.string(), "Postcode with an inward part never allocated"),
                Column("carer_1_name", pa.string(), "First carer"),
                Column("carer_2_name", pa.string(), "Second carer, if any", nullable=True),
            ),
            key=("household_id",),
        ),
        Table(
            "registration",
            "one row per child and agency that holds a record",
            "How well each agency's record describes the child.",
            (
                CHILD_ID,
                _word("agency", "Agency that holds the record", AGENCIES, required=True),
                _word("quality", "How the record differs from the truth", QUALITIES),
                Column("has_identifier", pa.bool_(), "The record carries the single identifier"),
            ),
            key=("child_id", "agency"),
        ),
        Table(
            "practitioner",
            "one row per practitioner",
            "People who record contacts. Always all of England's, also in a sampled world.",
            (
                Column("practitioner_id", pa.int64(), "Our key", required=True, minimum=0),
                _word("agency", "Agency they work for", AGENCIES, required=True),
                AREA,
            ),
            key=("practitioner_id",),
        ),
        Table(
            "episode",
            "one row per spell or event that official statistics count",
            "Statuses that published figures count. Calibration alone reads this table.",
            (
                CHILD_ID,
                _word("kind", "What was counted", EPISODE_KINDS, required=True),
                Column("started_on", pa.date32(), "First day", required=True),
                Column("ended_on", pa.date32(), "Last day, empty while open", nullable=True),
                _word("source", "Who referred", EPISODE_SOURCES, nullable=True),
            ),
        ),
        Table(
            "contact",
            "one row per contact",
            "A dated contact of an agency with a child, routine or because of a concern.",
            (
                CHILD_ID,
                _word("agency", "Agency that had the contact", AGENCIES, required=True),
                Column("area_code", AREA.type, "Council where the contact happened", nullable=True),
                Column("contacted_on", pa.date32(), "Day of the contact", required=True),
                Column("is_concern", pa.bool_(), "The contact records a concern", required=True),
                _word(
                    "concern_type",
                    "Kind of concern, empty for routine contacts",
                    CONCERN_TYPES,
                    nullable=True,
                ),
                Column("is_sensitive", pa.bool_(), "Mental health or sensitive health contact"),
                Column(
                    "practitioner_id",
                    pa.int64(),
                    "Practitioner who had the contact",
                    nullable=True,
                    minimum=0,
                ),
            ),
            required=True,
        ),
    )
}

LOG_TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "access_event",
            "one row per look-up of the index under one scenario that opened an entry",
            "Who opened whose entry, when and for what stated reason; in order of time.",
            (
                Column(
                    "event_id", pa.int64(), "Our key: 0, 1, ... in order of time", required=True
                ),
                Column(
                    "accessed_at",
                    pa.timestamp("ms"),
                    "Day and second of the look-up, by the clock on the wall",
                    required=True,
                ),
                Column(
                    "practitioner_id",
                    pa.int64(),
                    "Practitioner under whose sign-in the entry was opened",
                    nullable=True,
                    minimum=0,
                ),
                _word("agency", "Agency of that practitioner", AGENCIES, required=True),
                Column("area_code", AREA.type, "Council where the look-up was made", nullable=True),
                CHILD_ID,
                _word(
                    "reason",
                    "Reason that was stated, empty where none is asked for",
                    ACCESS_REASONS,
                    nullable=True,
                ),
            ),
            key=("event_id",),
        ),
        Table(
            "access_truth",
            "one row per look-up",
            "Why each look-up is in the log, known because it was planted. No detector reads it.",
            (
                Column(
                    "event_id",
                    pa.int64(),
                    "The look-up",
                    required=True,
                    references="access_event.event_id",
                ),
                _word("kind", "What the look-up was", ACCESS_KINDS, required=True),
                Column(
                    "is_out_of_area",
                    pa.bool_(),
                    "Improper, about a child who lives outside the user's own council",
                    required=True,
                ),
                Column(
                    "is_out_of_hours",
                    pa.bool_(),
                    "Improper, and meant to fall outside the hours of most look-ups",
                    required=True,
                ),
                Column(
                    "is_two_places",
                    pa.bool_(),
                    "Improper, while the owner of the sign-in was at work in another council",
                    required=True,
                ),
            ),
            key=("event_id",),
        ),
        Table(
            "practitioner_identity",
            "one row per practitioner who may look",
            "Surname and home postcode of staff, as an employer has them. Two detectors of the "
            "audit read this table, nothing else does.",
            (
                Column(
                    "practitioner_id",
                    pa.int64(),
                    "The practitioner",
                    required=True,
                    minimum=0,
                    references="practitioner.practitioner_id",
                ),
                Column("surname", WORD, "Surname", nullable=True),
                Column(
                    "postcode",
                    pa.string(),
                    "Home postcode with an inward part never allocated",
                    nullable=True,
                ),
            ),
            key=("practitioner_id",),
        ),
    )
}
"""The tables of an access log. They belong to a scenario, so they are no part of a world."""
