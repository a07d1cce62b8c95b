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
_BLOCK = 1 << 15


def stream_key(seed: int, stream: str) -> np.uint64:
    """The 64-bit address of one named stream under one seed."""
    digest = hashlib.blake2b(f"{seed}\0{stream}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def mix(words: np.ndarray) -> np.ndarray:
    """Scramble uint64 ``words`` in place and return them; a bijection of 64-bit words.

    Long columns go through in blocks that fit a core's cache, twice as fast as whole passes.
    """
    shifted = np.empty(min(len(words), _BLOCK), dtype=np.uint64)
    for start in range(0, len(words), _BLOCK):
        block = words[start : start + _BLOCK]
        spare = shifted[: len(block)]
        np.right_shift(block, np.uint64(30), out=spare)
        block ^= spare
        block *= _MIX_1
        np.right_shift(block, np.uint64(27), out=spare)
        block ^= spare
        block *= _MIX_2
        np.right_shift(block, np.uint64(31), out=spare)
        block ^= spare
    return words


def bits(seed: int, stream: str, ids: np.ndarray) -> np.ndarray:
    """One uniform 64-bit word per id; each depends on its own id alone."""
    words = as_words(ids) * GOLDEN
    words += stream_key(seed, stream)
    return mix(words)


def as_words(ids: np.ndarray) -> np.ndarray:
    """Whole numbers as uint64, without a copy where their width allows."""
    return ids.view(np.uint64) if ids.dtype == np.int64 else ids.astype(np.uint64)


def uniform(seed: int, stream: str, ids: np.ndarray) -> np.ndarray:
    """One number in [0, 1) per id, float64."""
    return bits(seed, stream, ids) * (1.0 / _WORD)


def below(words: np.ndarray, n: int | np.ndarray) -> np.ndarray:
    """Uniform whole numbers in [0, n) from the upper 32 bits of each word, n < 2**32."""
    high = words >> np.uint64(32)
    high *= n.astype(np.uint64) if isinstance(n, np.ndarray) else np.uint64(n)
    high >>= np.uint64(32)
    return high.view(np.int64)


def below_32(halves: np.ndarray, n: int) -> np.ndarray:
    """Uniform whole numbers in [0, n) from 32-bit draws, n far below 2**32."""
    return (halves.astype(np.uint64) * np.uint64(n) >> np.uint64(32)).view(np.int64)


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
    if half > 16:
        raise ValueError(f"permute reaches 2**32 places, got {size}")
    shift, mask = np.uint32(half), np.uint32((1 << half) - 1)
    keys = mix(np.arange(1, rounds + 1, dtype=np.uint64) * GOLDEN + key)
    places = np.asarray(ranks).astype(np.uint32)
    walking = slice(None)
    left_over = np.arange(len(places))
    while len(left_over):
        now = places[walking]
        left, right = now >> shift, now & mask
        for round_key in keys.astype(np.uint32):
            left, right = right, left ^ (_mix_32(right + round_key) & mask)
        now = (left << shift) | right
        places[walking] = now
        left_over = left_over[now >= np.uint32(size)]
        walking = left_over
    return places.astype(np.int64)


def _mix_32(words: np.ndarray) -> np.ndarray:
    """The 32-bit finaliser of MurmurHash3 (Appleby), in place."""
    words ^= words >> np.uint32(16)
    words *= np.uint32(0x85EBCA6B)
    words ^= words >> np.uint32(13)
    words *= np.uint32(0xC2B2AE35)
    words ^= words >> np.uint32(16)
    return words


def lanes(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two independent 32-bit draws from each word: its upper and its lower half."""
    return (words >> np.uint64(32)).astype(np.uint32), words.astype(np.uint32)


def threshold_32(probability: np.ndarray | float) -> np.ndarray:
    """The half word below which a fair 32-bit draw falls with ``probability``, up to 2**-32."""
    scaled = np.rint(np.clip(np.asarray(probability, dtype=np.float64), 0.0, 1.0) * 2**32)
    return np.minimum(scaled, 2**32 - 1).astype(np.uint32)
