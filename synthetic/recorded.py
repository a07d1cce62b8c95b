"""What agencies' records say: the true identity after named error processes.

The registration table says how each record differs (`quality`); here the difference is
written out, for linkage studies. Each process is named, its share stated in generator.toml,
and the table keeps the process that spoilt each record, so the truth is never lost.

Limits: a record has at most one process; in life a stale address and a nickname go together.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from data.draws import again, as_words, below, bits, lanes
from data.schema import AGENCIES, QUALITIES
from data.world import World, WorldError
from synthetic.names import load_pools, postcode_strings, postcodes
from synthetic.parameters import load_inputs
from synthetic.recorded_identifiers import recorded_identifiers

KEEP = 3  # letters that a shortened forename keeps


def processes() -> dict[str, dict[str, float]]:
    """Share of each named process among the records of one quality."""
    return load_inputs().beliefs["record_processes"]["share"]


def recorded_identity(
    world: World, agency: str, child_ids: pl.Series | None = None
) -> pl.DataFrame:
    """The details in ``agency``'s records, one row per record it holds, by child_id.

    ``child_ids``: of these children alone; what a record says does not depend on the others.
    Columns: child_id, forename, surname, born_on, address_line, postcode,
    single_identifier (null where the record lacks it), quality, process (null when exact).
    Raises WorldError for an unknown agency, or a world that was not generated.
    """
    if agency not in AGENCIES:
        raise WorldError(f"'{agency}' is no agency; expected one of {', '.join(AGENCIES)}.")
    if not world.is_synthetic:
        raise WorldError("Only a generated world has recorded identities; this one was imported.")
    truth = pl.scan_parquet(world.files("identity")).join(
        pl.scan_parquet(world.files("child")).select("child_id", "born_on", "area_code"),
        on="child_id",
    )
    held = pl.scan_parquet(world.files("registration"))
    if child_ids is not None:
        wanted = pl.LazyFrame({"child_id": child_ids})
        held, truth = (one.join(wanted, on="child_id", how="semi") for one in (held, truth))
    records = (
        held.filter(pl.col("agency").cast(pl.String) == agency)
        .join(truth, on="child_id", how="left")
        .collect()
        .sort("child_id")
        .with_columns(pl.col("forename", "surname", "quality", "area_code").cast(pl.String))
    )
    return spoil(records, seed=world.manifest["seed"], agency=agency)


def spoil(records: pl.DataFrame, *, seed: int, agency: str) -> pl.DataFrame:
    """Apply each record's process to its true details; rows keep their order."""
    words = bits(seed, f"recorded.{agency}", records["child_id"].to_numpy())
    which, luck = lanes(words)
    records = records.with_columns(
        process=pl.Series(_pick(records["quality"].to_numpy(), which), dtype=pl.String)
    )
    address, postcode = _other_address(seed, agency, records, words)
    other = load_pools().female.names
    names = pl.Series(other.take(below(again(words, 2), len(other))).to_pylist(), dtype=pl.String)
    shift = pl.Series(1 + below(again(words, 3), 27)).cast(pl.Int64)
    place = pl.Series((luck % 4 + 1).astype(np.int64))
    numbers = pl.lit(recorded_identifiers(seed, agency, records["child_id"].to_numpy()))
    process = pl.col("process")
    surname, born = pl.col("surname"), pl.col("born_on")
    swapped = pl.date(born.dt.year(), born.dt.day(), born.dt.month())
    can_swap = (born.dt.day() <= 12) & (born.dt.day() != born.dt.month())
    return records.with_columns(
        forename=pl.when(process == "nickname")
        .then(pl.col("forename").str.slice(0, KEEP))
        .when(process == "other_child")
        .then(names)
        .otherwise(pl.col("forename")),
        surname=pl.when(process == "spelling")
        .then(surname.str.slice(0, place) + surname.str.slice(place + 1))  # one letter lost
        .otherwise(surname),
        born_on=pl.when((process == "swapped_birth_date") & can_swap)
        .then(swapped)
        .when(process.is_in(["swapped_birth_date", "mistyped_birth_date"]))
        .then(born.dt.offset_by(pl.format("{}d", shift)))
        .otherwise(born),
        address_line=pl.when(process == "earlier_address")
        .then(address)
        .otherwise(pl.col("address_line")),
        postcode=pl.when(process.is_in(["earlier_address", "mistyped_birth_date", "other_child"]))
        .then(postcode)
        .otherwise(pl.col("postcode")),
        single_identifier=pl.when(pl.col("has_identifier")).then(numbers),
    ).select(
        "child_id", "forename", "surname", "born_on", "address_line", "postcode",
        "single_identifier", "quality", "process",
    )  # fmt: skip


def _pick(quality: np.ndarray, luck: np.ndarray) -> list[str | None]:
    """The process of each record, by its quality."""
    picked = np.full(len(quality), None, dtype=object)
    for name in QUALITIES[1:]:
        shares = processes()[name]
        rows = np.flatnonzero(quality == name)
        edges = np.cumsum(list(shares.values())) * 2**32
        slot = np.searchsorted(edges[:-1], luck[rows], side="right")
        picked[rows] = np.array(list(shares), dtype=object)[slot]
    return picked.tolist()


def _other_address(seed: int, agency: str, records: pl.DataFrame, words: np.ndarray):
    """Where the family lived before, or somebody else's home: another one of the council."""
    pools, councils = load_pools(), load_inputs().councils
    code = {area: i for i, area in enumerate(councils.codes)}
    council = records["area_code"].replace_strict(code, return_dtype=pl.Int64).to_numpy()
    line = pools.addresses.take(below(again(words, 1), len(pools.addresses)))
    ids = as_words(records["child_id"].to_numpy())
    postcode = postcodes(seed, f"recorded.postcode.{agency}", ids, council)
    return (
        pl.Series(line.to_pylist(), dtype=pl.String),
        pl.Series(postcode_strings(postcode).to_pylist(), dtype=pl.String),
    )
