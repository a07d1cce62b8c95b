"""A linkage study: which children and agencies, and every record scored once.

What agencies' records say comes from whoever made the world (``recorded``), for analysis knows
no generator. The truth is kept beside each score, and nothing that links may read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.linkage.model import COMPARISONS, DETAILS
from analysis.linkage.scoring import Step, score
from data.linkage import linkage_beliefs
from data.schema import AGENCIES
from data.world import World, WorldError

DEFAULT_AGENCIES = ("school", "social_care")
EXAMPLES = 6  # of each process
GROUPS = ("ethnic_group", "name_origin", "deprivation_decile")
FLAGS = ("is_mobile", "is_looked_after", "is_shielded")
OLDEST = 17
AGES = {"under_2": range(2), "2_to_10": range(2, 11), "11_to_17": range(11, OLDEST + 1)}
BANDS = {age: band for band, ages in AGES.items() for age in ages}
Recorded = Callable[[World, str, pl.Series], pl.DataFrame]
"""World, agency and child_ids to what the agency's records of these children say."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a study is of. Children: all of ``areas`` (none: of the world), or the first of them."""

    agencies: tuple[str, ...] = DEFAULT_AGENCIES
    areas: tuple[str, ...] = ()  # council codes
    n_children: int | None = None
    seed: int = 7  # of learning what agreement is worth
    rarity: bool = False  # whether rare names count for more

    def __post_init__(self) -> None:
        unknown = [one for one in self.agencies if one not in AGENCIES]
        if unknown or not self.agencies:
            raise WorldError(
                f"One or more of {', '.join(AGENCIES)} was expected as agencies, got "
                f"{', '.join(unknown) or 'none'}."
            )
        if len(set(self.agencies)) < len(self.agencies):
            raise WorldError("An agency stands twice in the list: name each once.")


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Every record of the study with its best entry; columns as in docs/methods-linkage.md."""

    records: pl.DataFrame
    examples: pl.DataFrame  # some records of each process with the details of both sides
    chosen: Chosen
    n_entries: int
    index_share: float  # of the children that such an index would hold, those in the study
    prior_bits: float
    world_fingerprint: str
    model: dict

    @property
    def key(self) -> str:
        """What its figures rest on, as a short word for keys of caches."""
        areas = "-".join(self.chosen.areas) or "all"
        told = (self.world_fingerprint[:16], areas, *self.chosen.agencies, self.n_entries)
        return "-".join(str(one) for one in (*told, self.chosen.seed, int(self.chosen.rarity)))

    @property
    def default_bits(self) -> float:
        """The threshold of data/reference/linkage.toml as a weight."""
        chance = linkage_beliefs()["threshold"]["central"]
        return float(np.log2(chance / (1 - chance)))


def make_study(
    world: World,
    chosen: Chosen,
    recorded: Recorded,
    *,
    memory_limit: str = "2GB",
    threads: int | None = None,
    on_step: Step = lambda doing, done, total: None,
) -> Study:
    """Score every record that the chosen agencies hold of the chosen children.

    WorldError where the world has no identities, lacks an area, or holds nobody chosen.
    """
    on_step("reading records", 0, 4)
    children, share = _children(world, chosen)
    entries = _entries(world, children)
    records = pl.concat(
        [
            recorded(world, agency, children["child_id"]).with_columns(agency=pl.lit(agency))
            for agency in chosen.agencies
        ]
    ).with_row_index("record")
    if records.is_empty():
        raise WorldError("None of these agencies holds a record of these children.")
    # The index would hold every child of the area, and a sample of them stands for it.
    prior = share / len(entries)
    scored = score(
        entries,
        records,
        prior=prior,
        seed=chosen.seed,
        rarity=chosen.rarity,
        memory_limit=memory_limit,
        threads=threads,
        on_step=on_step,
    )
    told = _told(children, entries, records, scored.best)
    return Study(
        records=told.drop("record"),
        examples=_examples(told, entries, records),
        chosen=chosen,
        n_entries=len(entries),
        index_share=share,
        prior_bits=float(np.log2(prior / (1 - prior))),
        world_fingerprint=world.fingerprint,
        model=scored.model,
    )


def _children(world: World, chosen: Chosen) -> tuple[pl.DataFrame, float]:
    """The children of the study with their groups, and the share of an index that they are."""
    if not (world.has("identity") and world.has("registration") and world.is_synthetic):
        raise WorldError(
            "A generated world was expected, for the truth of every record must be known; "
            "this one was imported, or has no table identity."
        )
    wanted = ["child_id", "born_on", "area_code", *GROUPS, *FLAGS]
    held = pl.scan_parquet(world.files("child")).select(wanted)
    if chosen.areas:
        held = held.filter(pl.col("area_code").cast(pl.String).is_in(list(chosen.areas)))
    children = held.collect().sort("child_id")
    missing = set(chosen.areas) - set(children["area_code"].cast(pl.String).unique())
    if missing:
        raise WorldError(
            f"No child of this world lives in {', '.join(sorted(missing))}: a council's code "
            "such as E09000001 was expected."
        )
    some = children.head(chosen.n_children) if chosen.n_children else children
    share = (world.fraction or 1.0) * len(some) / len(children)
    return some.with_columns(_age(world)), share


def _age(world: World) -> pl.Expr:
    """Age on the first day of the period, in bands."""
    first, born = world.period_start, pl.col("born_on")
    month, day = born.dt.month(), born.dt.day()
    is_to_come = (month > first.month) | ((month == first.month) & (day > first.day))
    age = (first.year - born.dt.year() - is_to_come.cast(pl.Int32)).clip(0, OLDEST)
    return age.replace_strict(BANDS, return_dtype=pl.String).alias("age")


def _entries(world: World, children: pl.DataFrame) -> pl.DataFrame:
    """The index's entries: what is true of each child today, as the index would have it."""
    identity = pl.scan_parquet(world.files("identity")).select(
        "child_id", "forename", "surname", "address_line", "postcode", "single_identifier"
    )
    return (
        identity.join(children.lazy().select("child_id", "born_on"), on="child_id", how="inner")
        .with_columns(pl.col("forename", "surname").cast(pl.String), entry=pl.col("child_id"))
        .collect()
        .sort("child_id")
    )


def _told(
    children: pl.DataFrame, entries: pl.DataFrame, records: pl.DataFrame, best: pl.DataFrame
) -> pl.DataFrame:
    """One row per record: whose it is, how it differs, its best entry, and that by identifier."""
    by_number = entries.select("single_identifier", numbered_entry="child_id")
    return (
        records.select(
            "record",
            "agency",
            "child_id",
            "quality",
            "process",
            "single_identifier",
            has_identifier=pl.col("single_identifier").is_not_null(),
        )
        .join(by_number, on="single_identifier", how="left")
        .drop("single_identifier")
        .join(children.drop("born_on", "area_code"), on="child_id", how="left")
        .join(best.with_columns(pl.col("record").cast(pl.UInt32)), on="record", how="left")
        .with_columns(pl.col(pl.Categorical).cast(pl.String))
        .sort("record")
    )


def _examples(told: pl.DataFrame, entries: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The first records of each process that have a candidate, with the details of both."""
    chosen = told.filter(pl.col("entry").is_not_null()).group_by("process").head(EXAMPLES)
    said = records.select("record", *DETAILS).rename({one: f"record_{one}" for one in DETAILS})
    held = entries.select("entry", *DETAILS).rename({one: f"entry_{one}" for one in DETAILS})
    weights = ("weight", "n_alike", *(one.id for one in COMPARISONS))
    return (
        chosen.select("record", "agency", "child_id", "quality", "process", "entry", *weights)
        .join(said, on="record")
        .join(held, on="entry")
        .sort("process", "record", nulls_last=False)
    )
