"""Where each child is placed: household, order of birth, council, and spread coordinates.

Child numbers are cut into blocks of 64. Every block holds the same mix of household sizes,
shuffled. Households of one size are sent by a keyed permutation to the slots of all England.
Each council owns a run of slots per deprivation decile, together as long as its published
number of children asks for. So England at full size has every council's children exactly, any
first n children are a plain random sample of them, and nobody's place depends on n.

Within a run the slot's rank feeds a lattice (a Kronecker sequence): coordinates
that are evenly spread over the council, which keeps small councils and rare states close
to their published counts instead of adding the noise of independent draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data.draws import GOLDEN, bits, mix, permute, stream_key
from synthetic.cells import DECILES
from synthetic.fit import fit_england
from synthetic.parameters import load_inputs

BLOCK = 64
TEMPLATES = 256
SIZES = (1, 2, 3, 4)
LATTICE_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)


@dataclass(frozen=True, slots=True)
class Placed:
    """One row per child of a part; ``home`` points into the part's households."""

    child_id: np.ndarray  # int64
    home: np.ndarray  # int64, index into the household arrays below
    order: np.ndarray  # int8, 0 = first child of the household
    household_id: np.ndarray  # int64, per household
    household_size: np.ndarray  # int8, per household, children in it
    council: np.ndarray  # int16, per household
    decile: np.ndarray  # int8, per household, deprivation decile 1..10
    rank: np.ndarray  # uint64, per household: its lattice index
    shift: np.ndarray  # uint64, per household: its lattice start


@lru_cache(maxsize=2)
def _templates(seed: int) -> tuple[np.ndarray, ...]:
    """Shuffles of one block: household of each child, its order; size and class of each home."""
    of_size = load_inputs().beliefs["households"]["of_size"]
    sizes = np.repeat(SIZES, of_size)
    if sizes.sum() != BLOCK:
        raise ValueError(f"household sizes in a block must add to {BLOCK}, got {sizes.sum()}")
    homes = len(sizes)
    ids = np.arange(TEMPLATES * homes, dtype=np.int64)
    luck = bits(seed, "placement.template", ids).reshape(TEMPLATES, homes)
    shuffled = sizes[np.argsort(luck, axis=1)]
    classes = np.zeros_like(shuffled)
    for size in SIZES:
        is_size = shuffled == size
        classes += np.where(is_size, np.cumsum(is_size, axis=1) - 1, 0)
    child_home = np.stack([np.repeat(np.arange(homes), row) for row in shuffled])
    starts = np.cumsum(shuffled, axis=1) - shuffled
    order = np.arange(BLOCK) - np.take_along_axis(starts, child_home, axis=1)
    return child_home, order, shuffled, classes


@lru_cache(maxsize=1)
def _slots() -> tuple[int, dict[int, np.ndarray], dict[int, np.ndarray]]:
    """Blocks of full England; by household size, the run of each slot and each run's first slot.

    A run belongs to a council and a deprivation decile, ten runs to a council.
    """
    inputs = load_inputs()
    of_size = inputs.beliefs["households"]["of_size"]
    children = inputs.councils.children.copy()
    blocks = -(-inputs.england // BLOCK)
    children[np.argmax(children)] += blocks * BLOCK - children.sum()
    wanted = np.rint(fit_england().decile_cdf * children[:, None]).astype(np.int64)
    left = np.diff(wanted, axis=1, prepend=0).ravel()
    ends, reached = {}, np.cumsum(left)
    for size in reversed(SIZES[1:]):
        slots = blocks * of_size[size - 1]
        ends[size] = np.rint(reached * (slots / reached[-1])).astype(np.int64)
        left -= size * np.diff(ends[size], prepend=0)
    # Rounding may ask a tiny run for fewer than no single children: its neighbour gives them.
    for run in np.flatnonzero(left < 0):
        other = run + 1 if (run + 1) % DECILES else run - 1
        left[other] += left[run]
        left[run] = 0
    if (left < 0).any():
        raise ValueError("a council is too small for its households")
    ends[1] = np.cumsum(left)
    runs = np.arange(len(left), dtype=np.int16)
    owners = {size: np.repeat(runs, np.diff(end, prepend=0)) for size, end in ends.items()}
    starts = {size: np.concatenate([[0], end[:-1]]) for size, end in ends.items()}
    return blocks, owners, starts


def place(seed: int, first: int, last: int) -> Placed:
    """Place children first..last-1; ``first`` is a multiple of the block."""
    child_home, order, sizes, classes = _templates(seed)
    homes = sizes.shape[1]
    block_ids = np.arange(first // BLOCK, -(-last // BLOCK), dtype=np.int64)
    template = (bits(seed, "placement.block", block_ids) % np.uint64(TEMPLATES)).astype(np.int64)
    child_id = np.arange(first, last, dtype=np.int64)
    home = (child_home[template] + np.arange(len(block_ids))[:, None] * homes).ravel()
    home = home[: len(child_id)]
    n_homes = int(home[-1]) + 1 if len(home) else 0
    size = sizes[template].ravel()[:n_homes]
    household_id = np.arange(n_homes, dtype=np.int64) + block_ids[0] * homes if n_homes else home
    run, rank = _runs(
        seed, np.repeat(block_ids, homes)[:n_homes], size, classes[template].ravel()[:n_homes]
    )
    # Every run of slots starts its lattice elsewhere; a later copy of England, elsewhere again.
    copy = household_id // (_slots()[0] * homes)
    start = (copy * len(load_inputs().councils) * DECILES + run) * (max(SIZES) + 1) + size
    return Placed(
        child_id=child_id,
        home=home,
        order=order[template].ravel()[: len(child_id)].astype(np.int8),
        household_id=household_id,
        household_size=size.astype(np.int8),
        council=(run // DECILES).astype(np.int16),
        decile=(run % DECILES + 1).astype(np.int8),
        rank=rank.astype(np.uint64),
        shift=bits(seed, "placement.lattice", start),
    )


def _runs(seed: int, block: np.ndarray, size: np.ndarray, place_in_block: np.ndarray):
    """Run and rank within it for each household."""
    blocks, owners, starts = _slots()
    of_size = load_inputs().beliefs["households"]["of_size"]
    run = np.empty(len(size), dtype=np.int64)
    rank = np.empty(len(size), dtype=np.int64)
    copies = block // blocks
    for copy in np.unique(copies):
        for n in SIZES:
            here = np.flatnonzero((size == n) & (copies == copy))
            number = (block[here] % blocks) * of_size[n - 1] + place_in_block[here]
            key = stream_key(seed, f"placement.slot.{n}.{copy}")
            slot = permute(number, blocks * of_size[n - 1], key)
            owner = owners[n].take(slot).astype(np.int64)
            run[here] = owner
            rank[here] = slot - starts[n].take(owner)
    return run, rank


def spread(rank: np.ndarray, shift: np.ndarray, dimension: int | np.ndarray) -> np.ndarray:
    """The lattice coordinate of one dimension, a uint64 word evenly spread over each run.

    The step of a dimension is the fractional part of the square root of a prime.
    """
    steps = np.array(
        [int((prime**0.5 % 1) * 2**53) << 11 | 1 for prime in LATTICE_PRIMES], dtype=np.uint64
    )
    words = rank * steps[dimension]
    words += mix(shift + GOLDEN * np.asarray(dimension).astype(np.uint64))
    return words
