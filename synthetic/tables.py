"""From the columns of a part to Arrow tables of the schema, and to Parquet files.

Words are dictionary codes into a fixed list, so equal worlds are equal bytes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.schema import (
    AGENCIES,
    CONCERN_TYPES,
    EPISODE_KINDS,
    EPISODE_SOURCES,
    ETHNIC_GROUPS,
    NEED_TIERS,
    QUALITIES,
    SENSITIVE_AGENCIES,
    SEXES,
    TABLES,
    Table,
)
from synthetic.draws import below, bits, mix
from synthetic.events import NO_SOURCE, OPEN, Episodes
from synthetic.fit import CARE
from synthetic.lives import Lives
from synthetic.names import identifiers, load_pools, postcode_strings, postcodes, practitioner_table
from synthetic.packed import AGENCY_SHIFT, CHILD_SHIFT, DAY_SHIFT
from synthetic.parameters import load_inputs
from synthetic.people import name_origins

CODEC, LEVEL = "zstd", 1
    24453,
    6400,
)  # schools: DfE, January 2024; practices: judgement, near NHS counts
SEASON_BITS = 7  # a season of 128 days: the child sees the same practitioner
SENSITIVE = [AGENCIES.index(name) for name in SENSITIVE_AGENCIES]


def _column(values: np.ndarray, type: pa.DataType, empty: np.ndarray | None) -> pa.Array:
    """An Arrow array over ``values``, without a copy; rows that are ``empty`` are null."""
    if empty is None:
        return pa.Array.from_buffers(type, len(values), [None, pa.py_buffer(values)])
    valid = pa.py_buffer(np.packbits(~empty, bitorder="little"))
    return pa.Array.from_buffers(type, len(values), [valid, pa.py_buffer(values)])


def _words(codes: np.ndarray, words: tuple[str, ...], empty: np.ndarray | None = None) -> pa.Array:
    index = pa.int16() if len(words) > 127 else pa.int8()
    codes = codes.astype(index.to_pandas_dtype(), copy=False)
    if empty is not None:  # null rows hold a valid code, so the bytes never depend on luck
        codes = np.where(empty, codes.dtype.type(0), codes)
    return pa.DictionaryArray.from_arrays(_column(codes, index, empty), pa.array(words))


def _dates(days: np.ndarray, empty: np.ndarray | None = None) -> pa.Array:
    return _column(days.astype(np.int32, copy=False), pa.date32(), empty)


def _table(name: str, **columns) -> pa.Table:
    schema = TABLES[name].arrow
    arrays = [
        columns[f.name]
        if isinstance(columns[f.name], pa.Array)
        else pa.array(columns[f.name], f.type)
        for f in schema
    ]
    return pa.table(arrays, schema=schema)


def child_table(lives: Lives) -> pa.Table:
    """The child table of a part."""
    placed, homes, people, paths = lives.placed, lives.homes, lives.people, lives.paths
    home = placed.home
    born = lives.calendar.to_dates(lives.calendar.born_day(people.born))
    return _table(
        "child",
        child_id=placed.child_id,
        born_on=_dates(born),
        sex=_words(people.sex, SEXES),
        ethnic_group=_words(homes.ethnic_group[home], ETHNIC_GROUPS),
        name_origin=_words(homes.name_origin[home], name_origins(lives.inputs.beliefs)),
        area_code=_words(lives.council, lives.inputs.councils.codes),
        deprivation_decile=homes.decile[home],
        household_id=placed.household_id[home],
        need_tier=_words(paths.tier, NEED_TIERS),
        is_shielded=paths.is_shielded,
        is_mobile=paths.is_mobile,
        is_looked_after=paths.state == CARE,
    )


def home_tables(lives: Lives) -> tuple[pa.Table, pa.Table]:
    """The household and identity tables of a part."""
    pools, placed, homes = load_pools(), lives.placed, lives.homes
    seed, ids = lives.seed, placed.household_id
    word = bits(seed, "home.names", ids)
    surname = pools.surname.pick(homes.name_origin, word)
    address = below(bits(seed, "home.address", ids), len(pools.addresses))
    postcode = postcodes(seed, "home.postcode", ids, placed.council)
    first_carer = pools.female.names.take(
        pools.female.pick(homes.name_origin, mix(word + np.uint64(1)))
    )
    second_carer = pools.male.names.take(
        pools.male.pick(homes.name_origin, mix(word + np.uint64(2)))
    )
    surnames = pools.surname.names.take(surname)
    addresses = pools.addresses.take(address)
    second = pc.binary_join_element_wise(second_carer, surnames, " ")
    household = _table(
        "household",
        household_id=ids,
        area_code=_words(placed.council, lives.inputs.councils.codes),
        address_line=addresses,
        postcode=postcode_strings(postcode),
        carer_1_name=pc.binary_join_element_wise(first_carer, surnames, " "),
        carer_2_name=pc.if_else(pa.array(homes.has_two_carers), second, None),
    )
    home, origin = placed.home, homes.name_origin[placed.home]
    word = bits(seed, "child.forename", placed.child_id)
    boys = lives.people.sex == 1
    girls, word_of_girls = np.flatnonzero(~boys), word[~boys]
    forename = pools.male.pick(origin, word)
    forename[girls] = pools.female.pick(origin[girls], word_of_girls)
    school, has_school = _schools(lives)
    practice, has_practice = _practices(lives)
    identity = _table(
        "identity",
        child_id=placed.child_id,
        forename=pa.DictionaryArray.from_arrays(forename, pools.female.names),
        surname=pa.DictionaryArray.from_arrays(surname[home], pools.surname.names),
        address_line=addresses.take(home),
        postcode=postcode_strings(postcode[home]),
        school_id=_column(np.where(has_school, school, 0), pa.int32(), ~has_school),
        gp_practice_id=_column(np.where(has_practice, practice, 0), pa.int32(), ~has_practice),
        single_identifier=identifiers(seed, placed.child_id),
    )
    return household, identity


def _one_of(total: int, words: np.ndarray, council: np.ndarray) -> np.ndarray:
    """One of the council's places, when ``total`` places are shared out by child population."""
    children = load_inputs().councils.children
    ends = np.rint(np.cumsum(children) * (total / children.sum())).astype(np.int64)
    starts = np.concatenate([[0], ends[:-1]])
    counts = np.maximum(ends - starts, 1)
    return (starts[council] + below(words, counts[council])).astype(np.int32)


def _schools(lives: Lives) -> tuple[np.ndarray, np.ndarray]:
    placed, places = lives.placed, lives.inputs.beliefs["places"]
    secondary = (lives.people.age >= places["secondary_age"]).astype(np.int64)
    key = placed.household_id[placed.home] * 2 + secondary  # siblings share a school
    words = bits(lives.seed, "child.school_id", key)
    return _one_of(places["schools"], words, lives.council), lives.paths.is_pupil


def _practices(lives: Lives) -> tuple[np.ndarray, np.ndarray]:
    placed = lives.placed
    words = bits(lives.seed, "home.practice", placed.household_id)
    practice = _one_of(lives.inputs.beliefs["places"]["practices"], words, placed.council)[placed.home]
    return practice, ~lives.paths.is_unknown


def registration_table(lives: Lives, columns: dict[str, np.ndarray]) -> pa.Table:
    """The registration table of a part."""
    return _table(
        "registration",
        child_id=columns["child"] + lives.placed.child_id[0],
        agency=_words(columns["agency"], AGENCIES),
        quality=_words(columns["quality"], QUALITIES),
        has_identifier=columns["has_identifier"],
    )


def episode_table(lives: Lives, episodes: Episodes) -> pa.Table:
    """The episode table of a part."""
    is_open = episodes.end == OPEN
    last = lives.calendar.to_dates(np.where(is_open, 0, episodes.end))
    return _table(
        "episode",
        child_id=lives.placed.child_id[episodes.child],
        kind=_words(episodes.kind, EPISODE_KINDS),
        started_on=_dates(lives.calendar.to_dates(episodes.start)),
        ended_on=_dates(last, empty=is_open),
        source=_words(episodes.source, EPISODE_SOURCES, empty=episodes.source == NO_SOURCE),
    )


def contact_table(lives: Lives, packed: np.ndarray) -> pa.Table:
    """The contact table of a part from its packed words."""
    child = (packed >> np.uint64(CHILD_SHIFT)).view(np.int64)
    low = packed.astype(np.uint32)
    agency = ((low >> np.uint32(AGENCY_SHIFT)) & np.uint32(15)).astype(np.int8)
    concern = (low & np.uint32(15)).astype(np.int8)
    low >>= np.uint32(DAY_SHIFT)
    low &= np.uint32(0x7FF)
    day = low.view(np.int32)
    routine = concern == 0
    luck = _season_luck(lives, packed)
    council = _where(lives, child, luck)
    return _table(
        "contact",
        child_id=child + lives.placed.child_id[0],
        agency=_words(agency, AGENCIES),
        area_code=_words(council, lives.inputs.councils.codes),
        contacted_on=_dates(day + np.int32(lives.calendar.first)),
        is_concern=~routine,
        concern_type=_words(concern - np.int8(1), CONCERN_TYPES, empty=routine),
        is_sensitive=np.logical_or.reduce([agency == code for code in SENSITIVE]),
        practitioner_id=_practitioner(luck, agency, council),
    )


def _season_luck(lives: Lives, packed: np.ndarray) -> np.ndarray:
    """One word per child, agency and season of 128 days: where the child is seen, and by whom.

    The key is child, season and agency in one number, taken from the packed word by shifts.
    """
    key = packed >> np.uint64(DAY_SHIFT + SEASON_BITS)
    key <<= np.uint64(4)
    key |= (packed >> np.uint64(AGENCY_SHIFT)) & np.uint64(15)
    key += np.uint64(int(lives.placed.child_id[0]) << (CHILD_SHIFT - DAY_SHIFT - SEASON_BITS + 4))
    return bits(lives.seed, "contact.season", key)


def _where(lives: Lives, child: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """Council where each contact happened: home, or another of the region for some."""
    belief = lives.inputs.beliefs["moves"]["away_share"]
    share = np.full(len(lives.placed.child_id), belief["settled"])
    share[lives.paths.is_mobile] = belief["mobile"]
    share[lives.paths.state == CARE] = belief["looked_after"]
    council = lives.council[child]
    limit = (share * 2**32).astype(np.uint32)[child]
    away = np.flatnonzero(luck.astype(np.uint32) < limit)
    council[away] = _neighbour(council[away], mix(luck[away]))
    return council


@lru_cache(maxsize=1)
def _regions() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Councils in order of region; each council's region start and size in that order."""
    regions = np.array(load_inputs().councils.regions)
    order = np.argsort(regions, kind="stable")
    start = np.searchsorted(regions[order], regions, side="left")
    end = np.searchsorted(regions[order], regions, side="right")
    return order, start, end - start


def _neighbour(council: np.ndarray, words: np.ndarray) -> np.ndarray:
    order, start, size = _regions()
    return order[start[council] + below(words, size[council])]


@lru_cache(maxsize=1)
def _practitioners() -> tuple[np.ndarray, np.ndarray]:
    start, count = practitioner_table()
    if count.max() >= 2**14:
        raise ValueError(f"at most 16,383 practitioners per agency and council, got {count.max()}")
    return start.astype(np.uint32), count.astype(np.uint32)


def _practitioner(luck: np.ndarray, agency: np.ndarray, council: np.ndarray) -> np.ndarray:
    """One practitioner of the agency and council, the same for a child during a season.

    Counts stay below 2**14, so 18 bits of luck times a count fit 32 bits.
    """
    start, count = _practitioners()
    place = agency.astype(np.int64)
    place *= start.shape[1]
    place += council
    number = (luck >> np.uint64(46)).astype(np.uint32)
    number *= count.take(place)
    number >>= np.uint32(18)
    number += start.take(place)
    return number.astype(np.int64)


def all_practitioners() -> pa.Table:
    """The practitioner table: all of England's, whatever the size of the world."""
    _, count = practitioner_table()
    n_agencies, n_councils = count.shape
    each = count.ravel()
    return _table(
        "practitioner",
        practitioner_id=np.arange(each.sum()),
        agency=_words(np.repeat(np.repeat(np.arange(n_agencies), n_councils), each), AGENCIES),
        area_code=_words(
            np.repeat(np.tile(np.arange(n_councils), n_agencies), each),
            load_inputs().councils.codes,
        ),
    )


@lru_cache(maxsize=16)
def _encodings(table: Table) -> tuple[list[str], dict[str, str]]:
    """Words as dictionaries; whole numbers and dates as differences; other text plain."""
    words = [c.name for c in table.columns if pa.types.is_dictionary(c.type)]
    deltas = {
        c.name: "DELTA_BINARY_PACKED"
        for c in table.columns
        if pa.types.is_int64(c.type) or pa.types.is_int32(c.type) or pa.types.is_date32(c.type)
    }
    return words, deltas


def write_table(table: pa.Table, name: str, path: Path) -> None:
    """Write one part as one row group."""
    words, deltas = _encodings(TABLES[name])
    pq.write_table(
        table,
        path,
        compression=CODEC,
        compression_level=LEVEL,
        use_dictionary=words,
        column_encoding=deltas,
        row_group_size=max(table.num_rows, 1),
    )
