"""The household and identity tables: names, addresses, school and practice."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.draws import below, bits, mix
from synthetic.columns import column, table_of, words_column
from synthetic.lives import Lives
from synthetic.names import (
    fixed_width_strings,
    identifiers,
    load_pools,
    postcode_strings,
    postcodes,
)
from synthetic.parameters import load_inputs


def home_tables(lives: Lives) -> tuple[pa.Table, pa.Table]:
    """The household and identity tables of a part."""
    pools, placed, homes = load_pools(), lives.placed, lives.homes
    family = homes.name_origin.astype(np.int64)
    seed, ids = lives.seed, placed.household_id
    word = bits(seed, "home.names", ids)
    surname = pools.surname.pick(family, word)
    address = below(bits(seed, "home.address", ids), len(pools.addresses))
    postcode = postcodes(seed, "home.postcode", ids, placed.council)
    woman = pools.female.pick(family, mix(word + np.uint64(1)))
    man = pools.male.pick(family, mix(word + np.uint64(2)))
    first_carer = pools.female.names.take(column(woman))
    second_carer = pools.male.names.take(column(man))
    surnames = pools.surname.names.take(column(surname))
    addresses = pools.addresses.take(column(address))
    space = fixed_width_strings(np.full((len(ids), 1), ord(" "), dtype=np.uint8))
    nobody = pa.nulls(len(ids), pa.string())
    second = pc.binary_join_element_wise(second_carer, surnames, space)
    household = table_of(
        "household",
        household_id=ids,
        area_code=words_column(placed.council, lives.inputs.councils.codes),
        address_line=addresses,
        postcode=postcode_strings(postcode),
        carer_1_name=pc.binary_join_element_wise(first_carer, surnames, space),
        carer_2_name=pc.if_else(column(homes.has_two_carers), second, nobody),
    )
    home, origin = placed.home, family[placed.home]
    word = bits(seed, "child.forename", placed.child_id)
    boys = lives.people.sex == 1
    girls, word_of_girls = np.flatnonzero(~boys), word[~boys]
    forename = pools.male.pick(origin, word)
    forename[girls] = pools.female.pick(origin[girls], word_of_girls)
    school, has_school = _schools(lives)
    practice, has_practice = _practices(lives)
    identity = table_of(
        "identity",
        child_id=placed.child_id,
        forename=pa.DictionaryArray.from_arrays(column(forename), pools.female.names),
        surname=pa.DictionaryArray.from_arrays(column(surname[home]), pools.surname.names),
        address_line=addresses.take(column(home)),
        postcode=postcode_strings(postcode[home]),
        school_id=column(np.where(has_school, school, 0), pa.int32(), ~has_school),
        gp_practice_id=column(np.where(has_practice, practice, 0), pa.int32(), ~has_practice),
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
    practices = lives.inputs.beliefs["places"]["practices"]
    practice = _one_of(practices, words, placed.council)[placed.home]
    return practice, ~lives.paths.is_unknown
