"""Randomness with an address: a draw is a pure function of (seed, stream name, keys).

One 64-bit mix in NumPy (the finaliser of SplitMix64, Steele, Lea and Flood 2014), so a draw
never depends on how many others were made, on the order of rows, on workers or on the clock.
"""

from __future__ import annotations

import hashlib

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_WORD = 2.0**64


def stream_key(seed: int, stream: str) -> np.uint64:
    """The 64-bit address of one named stream under one seed."""
    digest = hashlib.blake2b(f"{seed}\0{stream}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def mix(words: np.ndarray) -> np.ndarray:
    """Scramble uint64 ``words`` in place and return them; a bijection of 64-bit words."""
    shifted = words >> np.uint64(30)
    words ^= shifted
    words *= _MIX_1
    np.right_shift(words, np.uint64(27), out=shifted)
    words ^= shifted
    words *= _MIX_2
    np.right_shift(words, np.uint64(31), out=shifted)
    words ^= shifted
    return words


def bits(seed: int, stream: str, ids: np.ndarray) -> np.ndarray:
    """One uniform 64-bit word per id; each depends on its own id alone."""
    words = np.multiply(ids, GOLDEN, dtype=np.uint64, casting="unsafe")
    words += stream_key(seed, stream)
    return mix(words)


def uniform(seed: int, stream: str, ids: np.ndarray) -> np.ndarray:
    """One number in [0, 1) per id, float64."""
    return bits(seed, stream, ids) * (1.0 / _WORD)


def below(words: np.ndarray, n: int | np.ndarray) -> np.ndarray:
    """Uniform whole numbers in [0, n) from the upper 32 bits of each word, n < 2**32."""
    return ((words >> np.uint64(32)) * np.uint64(n) >> np.uint64(32)).astype(np.int64)


def threshold(probability: np.ndarray | float) -> np.ndarray:
    """The word below which a fair 64-bit draw falls with ``probability`` (clipped to 0..1)."""
    scaled = np.clip(np.asarray(probability, dtype=np.float64), 0.0, 1.0) * _WORD
    top = np.nextafter(_WORD, 0.0)  # the largest double below 2**64
    return np.minimum(scaled, top).astype(np.uint64)


def again(words: np.ndarray, step: int) -> np.ndarray:
    """A fresh independent word from each word: the ``step``-th child of the same draw."""
    return mix(words + np.uint64(int(GOLDEN) * step % 2**64))


def permute(ranks: np.ndarray, size: int, key: np.uint64, rounds: int = 4) -> np.ndarray:
    """Where each rank goes under one keyed random permutation of 0..size-1.

    A balanced Feistel network on the next even number of bits, walked until the value is
    inside the range (Black and Rogaway 2002): a bijection that needs no table, so any
    rank's place is known without the others.
    """
    half = max(1, (max(size - 1, 1).bit_length() + 1) // 2)
    shift, mask = np.uint64(half), np.uint64((1 << half) - 1)
    keys = mix(np.arange(1, rounds + 1, dtype=np.uint64) * GOLDEN + key)
    places = np.asarray(ranks).astype(np.uint64)
    walking = np.arange(len(places))
    while len(walking):
        left, right = places[walking] >> shift, places[walking] & mask
        for round_key in keys:
            left, right = right, left ^ (mix(right * GOLDEN + round_key) & mask)
        places[walking] = (left << shift) | right
        walking = walking[places[walking] >= np.uint64(size)]
    return places.astype(np.int64)
