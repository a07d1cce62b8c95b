"""Names and streets. Faker fills these pools once; keyed draws then pick from them.

Faker supplies decoration, never distributions: no measure reads a name. Postcodes and
identifiers are built so that they can't be anybody's: outward parts begin with Q, V or X,
inward parts use letters that are never allocated, and the identifier is our own format.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa

from data.schema import AGENCIES
from synthetic.draws import below, bits, permute, stream_key
from synthetic.parameters import load_inputs
from synthetic.people import name_origins

LOCALES = {
    "arabic": ("fr_DZ",),
    "british": ("en_GB",),
    "east_european": ("pl_PL", "ro_RO"),
    "iberian": ("pt_PT", "es_ES"),
    "irish": ("en_IE",),
    "south_asian": ("en_IN", "en_PK"),
    "turkish": ("tr_TR",),
    "west_african": ("yo_NG", "ig_NG", "tw_GH"),
}
TRIES = 1500  # names asked of Faker per locale and kind; repeats fall together
STREETS, NUMBERS = 900, 120
INWARD_LETTERS = "CIKMOV"  # never used in inward codes
OUTWARD_LETTERS = "QVX"  # never used as a first letter
DISTRICTS, SECTORS = 20, 10
UNITS = len(INWARD_LETTERS) ** 2


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
    postcodes: pa.Array  # council by council, DISTRICTS x SECTORS x UNITS each


def _faker(locale: str, provider: str):
    from faker import Faker  # slow to load, and only the process that fills the pools needs it

    return Faker(locale, providers=[f"faker.providers.{provider}"], use_weighting=False)


def _ask(kind: str) -> list[list[str]]:
    """Distinct names of one kind for each origin."""
    of_origin = []
    for origin in name_origins(load_inputs().beliefs):
        found: set[str] = set()
        for locale in LOCALES[origin]:
            faker = _faker(locale, "person")
            faker.seed_instance(f"contact lens {locale} {kind}")
            make = getattr(faker, kind)
            found.update(make() for _ in range(TRIES))
        of_origin.append(sorted(found))
    return of_origin


def _pools(*kinds: str) -> tuple[Pool, ...]:
    """One pool per kind over one shared list of distinct names."""
    asked = [_ask(kind) for kind in kinds]
    names = sorted({name for of_origin in asked for found in of_origin for name in found})
    code = {name: i for i, name in enumerate(names)}
    shared = pa.array(names, pa.string())
    pools = []
    for of_origin in asked:
        count = np.array([len(found) for found in of_origin])
        members = np.array([code[name] for found in of_origin for name in found], dtype=np.int32)
        pools.append(Pool(shared, members, np.cumsum(count) - count, count))
    return tuple(pools)


def _addresses() -> pa.Array:
    # Street names are made of the locale's person names, so both providers are needed.
    from faker import Faker

    faker = Faker("en_GB", providers=["faker.providers.person", "faker.providers.address"])
    faker.seed_instance("contact lens streets")
    streets = list(dict.fromkeys(faker.street_name() for _ in range(3 * STREETS)))[:STREETS]
    return pa.array(
        [f"{number} {street}" for street in streets for number in range(1, NUMBERS + 1)]
    )


def _postcodes() -> pa.Array:
    units = [a + b for a in INWARD_LETTERS for b in INWARD_LETTERS]
    codes = []
    for council in range(len(load_inputs().councils)):
        pair, group = council % 78, council // 78
        letters = OUTWARD_LETTERS[pair // 26] + chr(ord("A") + pair % 26)
        for district in range(group * DISTRICTS + 1, (group + 1) * DISTRICTS + 1):
            outward = f"{letters}{district} "
            codes.extend(
                outward + str(sector) + unit for sector in range(SECTORS) for unit in units
            )
    return pa.array(codes, pa.string())


_given: list[Pools] = []


def use_pools(pools: Pools) -> None:
    """Take pools that another process has filled, instead of filling them again."""
    _given[:] = [pools]


def load_pools() -> Pools:
    """The pools: those given to this process, else filled once (about a second)."""
    return _given[0] if _given else _fill_pools()


@lru_cache(maxsize=1)
def _fill_pools() -> Pools:
    """Ask Faker; the same answer everywhere for one Faker version."""
    female, male = _pools("first_name_female", "first_name_male")
    (surname,) = _pools("last_name")
    return Pools(
        female=female,
        male=male,
        surname=surname,
        addresses=_addresses(),
        postcodes=_postcodes(),
    )


def postcode_index(seed: int, stream: str, ids: np.ndarray, council: np.ndarray) -> np.ndarray:
    """A postcode of the council for each id, as an index into ``Pools.postcodes``."""
    each = DISTRICTS * SECTORS * UNITS
    return council.astype(np.int64) * each + below(bits(seed, stream, ids), each)


def identifiers(seed: int, child_id: np.ndarray) -> pa.Array:
    """``CL-`` + nine digits + ``-`` + check digit: distinct per child, our own scheme.

    The check digit makes the digits, weighted 3, 1, 3, 1, ..., add to a multiple of ten with it.
    """
    number = permute(child_id % 10**9, 10**9, stream_key(seed, "identity.identifier"))
    digits, odd_first, even_first = _three_digits()
    high, rest = np.divmod(number, 10**6)
    middle, low = np.divmod(rest, 1000)
    text = np.empty((len(child_id), 14), dtype=np.uint8)
    text[:] = np.frombuffer(b"CL-000000000-0", dtype=np.uint8)
    text[:, 3:6], text[:, 6:9], text[:, 9:12] = digits[high], digits[middle], digits[low]
    text[:, 13] += (odd_first[high] + even_first[middle] + odd_first[low]) * np.uint8(9) % 10
    return fixed_width_strings(text)


@lru_cache(maxsize=1)
def _three_digits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For 0..999: its three digits as text, and their sums weighted 3, 1, 3 and 1, 3, 1, mod 10."""
    numbers = np.arange(1000)
    digits = np.stack([numbers // 100, numbers // 10 % 10, numbers % 10], axis=1)
    sums = [(digits @ weights % 10).astype(np.uint8) for weights in ((3, 1, 3), (1, 3, 1))]
    return (digits + ord("0")).astype(np.uint8), *sums


def fixed_width_strings(text: np.ndarray) -> pa.Array:
    """An Arrow string array from rows of equal length, without copying each string."""
    n, width = text.shape
    offsets = np.arange(n + 1, dtype=np.int32) * width
    return pa.StringArray.from_buffers(
        n, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(text))
    )


def practitioner_table() -> tuple[np.ndarray, np.ndarray]:
    """First practitioner number and count for each agency and council (two matrices)."""
    inputs = load_inputs()
    per_1000 = np.array([inputs.beliefs["workforce"]["per_1000"][name] for name in AGENCIES])
    count = np.maximum(
        np.rint(per_1000[:, None] * inputs.councils.children[None, :] / 1000), 1
    ).astype(np.int64)
    start = (np.cumsum(count.ravel()) - count.ravel()).reshape(count.shape)
    return start, count
