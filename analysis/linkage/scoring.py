"""Every record held against the entries with Splink on DuckDB: the best candidate, and the next.

The method is learned from a part of the study without looking at the truth: chance agreement
from pairs of two children drawn with a seed, agreement within a child by expectation
maximisation. What is learned is kept to a few digits, so that adding up in another order
changes nothing.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from analysis.linkage.model import COMPARISONS, DETAILS, TRAINED_ON, blocking_rule, splink_settings
from data.linkage import linkage_beliefs
from data.sandbox import literal
from data.world import WorldError

PLACES = 4  # decimals of a weight: two that differ by less are one
Step = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """``best``: one row per record with a candidate; ``model``: what was learned."""

    best: pl.DataFrame
    model: dict[str, Any]


def score(
    entries: pl.DataFrame,
    records: pl.DataFrame,
    *,
    prior: float,
    seed: int,
    rarity: bool = False,
    memory_limit: str = "2GB",
    threads: int | None = None,
    on_step: Step = lambda doing, done, total: None,
) -> Scored:
    """The best entry for each record by names, birth date and address.

    ``entries``: entry (int), and DETAILS; ``records``: record (int, in no particular order),
    and DETAILS. Gives per record: record, entry, weight in bits, next_weight (null: no other),
    n_alike (entries with that same weight), and by comparison the weight that it added.
    """
    with _database(entries, records, memory_limit, threads) as con:
        on_step("learning what agreement is worth", 1, 4)
        model = _trained(con, splink_settings(prior, rarity=rarity), seed)
        on_step("holding records against entries", 2, 4)
        pairs = _pairs(con, model)
        on_step("finding the best candidates", 3, 4)
        return Scored(_best(pairs), model)


@contextlib.contextmanager
def _database(
    entries: pl.DataFrame, records: pl.DataFrame, memory_limit: str, threads: int | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database of both, that reaches nothing else but a folder to spill to."""
    con = duckdb.connect(":memory:")
    spill = tempfile.mkdtemp(prefix="contactlens-")
    try:
        for setting in (
            f"memory_limit = {literal(memory_limit)}",
            f"temp_directory = {literal(spill)}",
            "python_enable_replacements = false",
            "enable_progress_bar = false",
            "preserve_insertion_order = false",
            *([f"threads = {int(threads)}"] if threads else []),
        ):
            con.execute(f"set {setting}").fetchall()
        n = linkage_beliefs()["training"]["children"]
        for name, frame, key in (("entry", entries, "entry"), ("record", records, "record")):
            con.register("given", frame.select(pl.col(key).alias("unique_id"), *DETAILS).to_arrow())
            con.execute(f"create table {name} as select * from given").fetchall()
            con.unregister("given")
            part = frame.filter(pl.col("child_id").rank("dense") <= n)
            con.register("given", part.select(pl.col(key).alias("unique_id"), *DETAILS).to_arrow())
            con.execute(f"create table taught_{name} as select * from given").fetchall()
            con.unregister("given")
        con.execute("set enable_external_access = false").fetchall()
        yield con
    except duckdb.OutOfMemoryException as error:
        raise WorldError(
            f"The study does not fit in {memory_limit} of memory: choose fewer children."
        ) from error
    finally:
        con.close()
        shutil.rmtree(spill, ignore_errors=True)


def _linker(con: duckdb.DuckDBPyConnection, settings: dict[str, Any], prefix: str = ""):

    from splink import DuckDBAPI, Linker

    database = DuckDBAPI(con)
    tables = [
        database.register(f"{prefix}{name}", dataset_display_name=name)
        for name in ("entry", "record")
    ]
    return Linker(tables, settings, log_level=logging.ERROR)


def _trained(con: duckdb.DuckDBPyConnection, settings: dict[str, Any], seed: int) -> dict[str, Any]:
    """The settings with what was learned; the prior stays as it was given."""
    told = linkage_beliefs()["training"]
    linker = _linker(con, settings, "taught_")
    linker.training.estimate_u_using_random_sampling(max_pairs=told["pairs"], seed=seed)
    for block in TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(
            blocking_rule(block), estimate_without_term_frequencies=True
        )
    model = linker.misc.save_model_to_json()
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                for side in ("m_probability", "u_probability"):
                    learned = max(level.get(side) or 0.0, 1 / told["pairs"])  # or never seen
                    level[side] = float(f"{learned:.{told['digits'] - 1}e}")
    prior = "probability_two_random_records_match"
    return model | {prior: settings[prior]}


def _pairs(con: duckdb.DuckDBPyConnection, model: dict[str, Any]) -> pl.DataFrame:
    """All candidate pairs with their weights, and what each comparison adds to them."""
    found = _linker(con, model).inference.predict(warning_mode="never")
    held = set(con.sql(f"from {found.physical_name} limit 0").columns)
    parts = ", ".join(f"({_part(one.id, held)})::float as {one.id}" for one in COMPARISONS)
    return con.sql(
        f"select unique_id_r::bigint as record, unique_id_l::bigint as entry, "
        f"match_weight as weight, {parts} from {found.physical_name}"
    ).pl()


def _part(comparison: str, held: set[str]) -> str:
    """What ``comparison`` adds to a weight, the rarity of a name included, as SQL."""
    names = (f"mw_{comparison}", f"mw_tf_adj_{comparison}")
    return " + ".join(f"coalesce({name}, 0)" for name in names if name in held)


def _best(pairs: pl.DataFrame) -> pl.DataFrame:
    pairs = pairs.with_columns(pl.col("weight").round(PLACES))
    pairs = pairs.sort(["record", "weight", "entry"], descending=[False, True, False])
    return pairs.group_by("record", maintain_order=True).agg(
        pl.col("entry").first(),
        pl.col("weight").first(),
        next_weight=pl.col("weight").get(1, null_on_oob=True),
        n_alike=(pl.col("weight") == pl.col("weight").first()).sum(),
        **{one.id: pl.col(one.id).first() for one in COMPARISONS},
    )
