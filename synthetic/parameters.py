"""The generator's inputs: published margins, councils, and what it believes beyond them."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from data.schema import REFERENCE

PARAMETERS = REFERENCE / "generator.toml"
NAMES = Path(__file__).with_name("names.csv")
FILES = (
    PARAMETERS,
    NAMES,
    *(REFERENCE / name for name in ("council.csv", "age.csv", "margin.csv")),
)

SEXES = ("female", "male")
CARE_STATES = (
    "none",
    "referred_only",
    "in_need_ended",
    "in_need",
    "on_plan",
    "looked_after",
)
SEN = ("none", "support", "ehcp")
AGES = 18
BOY_SHARE = 0.51  # DfE, Children looked after in England 2024: boys among all children


@dataclass(frozen=True, slots=True)
class Councils:
    """The 153 councils in the order of the reference table; counts are children."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[str, ...]
    counts: dict[str, np.ndarray]

    @property
    def children(self) -> np.ndarray:
        return self.counts["children_mid2023"]

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything the generator reads, loaded once; ``digest`` changes when any of it does."""

    beliefs: dict
    margins: dict[str, float]
    councils: Councils
    age_share: np.ndarray  # 18 shares that add to 1
    digest: str

    @property
    def england(self) -> int:
        """Children aged 0-17 in England, mid-2023."""
        return int(self.margins["children"])


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def load_inputs() -> Inputs:
    """Read the parameter file and the reference tables."""
    rows = _rows("council.csv")
    words = {"area_code", "area_name", "region", "estimated"}
    councils = Councils(
        codes=tuple(r["area_code"] for r in rows),
        names=tuple(r["area_name"] for r in rows),
        regions=tuple(r["region"] for r in rows),
        counts={
            name: np.array([int(r[name]) for r in rows], dtype=np.int64)
            for name in rows[0]
            if name not in words
        },
    )
    ages = np.array([float(r["children_mid2023_approx"]) for r in _rows("age.csv")])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in FILES)).hexdigest()
    return Inputs(
        beliefs=tomllib.loads(PARAMETERS.read_text(encoding="utf-8")),
        margins={r["id"]: float(r["target"]) for r in _rows("margin.csv")},
        councils=councils,
        age_share=ages / ages.sum(),
        digest=digest[:16],
    )


def by_age(bands: list[float], starts: tuple[int, ...]) -> np.ndarray:
    """One value per single age 0..17 from a value per band; ``starts`` are first ages."""
    return np.asarray(bands, dtype=np.float64)[
        np.searchsorted(starts, np.arange(AGES), side="right") - 1
    ]


def by_word(values: dict[str, float], words: tuple[str, ...]) -> np.ndarray:
    """The values in the order of ``words``."""
    return np.array([values[word] for word in words], dtype=np.float64)
