"""Names, addresses, postcodes, identifiers: keyed draws from pools that Faker filled once.

Faker supplies decoration, never distributions: no measure reads a name. Postcodes and
identifiers are built so that they can't be anybody's: outward parts begin with Q, V or X,
inward parts use letters that are never allocated, and the identifier is our own format.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa

from data.draws import below, below_32, bits, lanes, stream_key
from synthetic.columns import strings
from synthetic.parameters import NAMES, load_inputs
from synthetic.people import name_origins

POOLS = NAMES  # made by synthetic/name_pools.py
NUMBERS = 120  # house numbers per street
SCATTER = 618_033_989  # shares no factor with 10**9, so identifiers never meet
INWARD_LETTERS = "CIKMOV"  # never used in inward codes
OUTWARD_LETTERS = "QVX"  # never used as a first letter
DISTRICTS, SECTORS = 20, 10


@dataclass(frozen=True, slots=True)
class Pool:
    """Names of every origin; origin i owns members[start[i]] .. members[start[i] + count[i]]."""

    names: pa.Array  # distinct: Parquet dictionaries may not repeat a word
    members: np.ndarray  # index into ``names``
    start: np.ndarray
    count: np.ndarray

    def pick(self, origin: np.ndarray, words: np.ndarray) -> np.ndarray:
        """Indices into ``names``, one per row."""
        return self.members[self.start[origin] + below(words, self.count[origin])]


@dataclass(frozen=True, slots=True)
class Pools:
    """Everything that names are drawn from."""

    female: Pool
    male: Pool  # shares its ``names`` with ``female``
    surname: Pool
    addresses: pa.Array  # house and street, NUMBERS per street


def _rows() -> dict[tuple[str, str], list[str]]:
    """Names by kind and origin, from the file that Faker filled."""
    names: dict[tuple[str, str], list[str]] = {}
    with POOLS.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for kind, origin, name in rows:
            names.setdefault((kind, origin), []).append(name)
    return names


def _pools(rows: dict[tuple[str, str], list[str]], *kinds: str) -> tuple[Pool, ...]:
    """One pool per kind over one shared list of distinct names."""
    origins, pools = name_origins(load_inputs().beliefs), []
    names = sorted({name for kind in kinds for origin in origins for name in rows[kind, origin]})
    code = {name: i for i, name in enumerate(names)}
    shared = strings(names)
    for kind in kinds:
        found = [rows[kind, origin] for origin in origins]
        count = np.array([len(of_origin) for of_origin in found])
        members = np.array([code[n] for of_origin in found for n in of_origin], dtype=np.int32)
        pools.append(Pool(shared, members, np.cumsum(count) - count, count))
    return tuple(pools)


def _addresses(streets: list[str]) -> pa.Array:
    numbers = range(1, NUMBERS + 1)
    return strings(f"{number} {street}" for street in streets for number in numbers)


@lru_cache(maxsize=1)
def _postcode_halves() -> tuple[np.ndarray, np.ndarray]:
    """Outward parts by council and district, inward parts: bytes of one 8-byte word each."""
    outward = []
    for council in range(len(load_inputs().councils)):
        pair, group = council % 78, council // 78
        letters = OUTWARD_LETTERS[pair // 26] + chr(ord("A") + pair % 26)
        first = 10 + group * DISTRICTS
        outward += [f"{letters}{district} \0\0\0" for district in range(first, first + DISTRICTS)]
    units = [a + b for a in INWARD_LETTERS for b in INWARD_LETTERS]
    inward = [f"\0\0\0\0\0{sector}{unit}" for sector in range(SECTORS) for unit in units]
    return tuple(np.frombuffer("".join(half).encode(), dtype="<u8") for half in (outward, inward))


def postcodes(seed: int, stream: str, ids: np.ndarray, council: np.ndarray) -> np.ndarray:
    """A postcode of the council for each id, as the eight bytes of a uint64 word."""
    outward, inward = _postcode_halves()
    district, unit = lanes(bits(seed, stream, ids))
    place = council.astype(np.int64) * DISTRICTS + below_32(district, DISTRICTS)
    return outward[place] | inward[below_32(unit, len(inward))]


def postcode_strings(words: np.ndarray) -> pa.Array:
    """The words of ``postcodes`` as text."""
    return fixed_width_strings(words.astype("<u8", copy=False).view(np.uint8).reshape(-1, 8))


@lru_cache(maxsize=1)
def load_pools() -> Pools:
    """Read the pools once per process."""
    rows = _rows()
    female, male = _pools(rows, "female", "male")
    (surname,) = _pools(rows, "surname")
    return Pools(
        female=female,
        male=male,
        surname=surname,
        addresses=_addresses(rows["street", ""]),
    )


def identifiers(seed: int, child_id: np.ndarray) -> pa.Array:
    """``CL-123-456-789-C``: nine digits and a check digit, distinct per child, our own scheme.

    The check digit makes the digits, weighted 3, 1, 3, 1, ..., add to a multiple of ten with it.
    """
    offset = int(stream_key(seed, "identity.identifier")) % 10**9
    number = (child_id % 10**9 * SCATTER + offset) % 10**9
    high, rest = np.divmod(number, 10**6)
    middle, low = np.divmod(rest, 1000)
    text = np.empty((len(child_id), 2), dtype="<u8")  # sixteen bytes as two words
    parts, sums = _identifier_parts()
    text[:, 0] = parts[0][high] | parts[1][middle]
    check = (sums[0][high] + sums[1][middle] + sums[0][low]) * np.uint64(9) % np.uint64(10)
    text[:, 1] = parts[2][middle] | parts[3][low] | (check + np.uint64(ord("0")) << np.uint64(56))
    return fixed_width_strings(text.view(np.uint8))


@lru_cache(maxsize=1)
def _identifier_parts() -> tuple[list[np.ndarray], list[np.ndarray]]:
    """For 0..999: its bytes at each place of an identifier, and its weighted digit sums."""
    numbers = [f"{number:03d}" for number in range(1000)]
    texts = (
        [f"CL-{n}-\0" for n in numbers],  # first word: high digits, first of the middle
        ["\0" * 7 + n[0] for n in numbers],
        [n[1:] + "-" + "\0" * 5 for n in numbers],  # second word: rest of the middle, low digits
        ["\0" * 3 + n + "-\0" for n in numbers],
    )
    digits = np.array([[int(d) for d in n] for n in numbers])
    sums = [(digits @ weights).astype(np.uint64) for weights in ((3, 1, 3), (1, 3, 1))]
    return [np.frombuffer("".join(text).encode(), dtype="<u8") for text in texts], sums


def fixed_width_strings(text: np.ndarray) -> pa.Array:
    """An Arrow string array from rows of equal length, without copying each string."""
    n, width = text.shape
    offsets = np.arange(n + 1, dtype=np.int32) * width
    return pa.StringArray.from_buffers(
        n, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(text))
    )
