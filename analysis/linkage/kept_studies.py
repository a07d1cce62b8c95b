"""Linkage studies in folders: written whole or not at all, read again, and found by their world."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import polars as pl

from analysis.linkage.study import Chosen, Study
from analysis.store_key import cache_folder
from analysis.version import RESULTS_VERSION
from data.world import World, WorldError, building

MANIFEST, RECORDS, EXAMPLES = "study.json", "records.parquet", "examples.parquet"
FORMAT, FOLDER = 1, "linkage"


def write_study(study: Study, out: Path, *, replace: bool = False) -> None:
    """Keep the study in the folder ``out``, whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    facts = {
        "format": FORMAT,
        "synthetic": True,
        "results_version": RESULTS_VERSION,
        "world": study.world_fingerprint,
        "chosen": asdict(study.chosen),
        "n_entries": study.n_entries,
        "index_share": study.index_share,
        "prior_bits": study.prior_bits,
        "model": study.model,
    }
    with building(out, replace=replace, what="linkage study", manifest=MANIFEST) as root:
        study.records.write_parquet(root / RECORDS, compression="zstd")
        study.examples.write_parquet(root / EXAMPLES, compression="zstd")
        (root / MANIFEST).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def read_study(folder: Path) -> Study:
    """The study in ``folder``. WorldError when there is none, or of another version."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if (told["format"], told["results_version"]) != (FORMAT, RESULTS_VERSION):
            raise WorldError(f"The study in '{folder}' is of another version: make it again.")
        chosen = {
            name: tuple(v) if isinstance(v, list) else v for name, v in told["chosen"].items()
        }
        return Study(
            records=pl.read_parquet(folder / RECORDS),
            examples=pl.read_parquet(folder / EXAMPLES),
            chosen=Chosen(**chosen),
            n_entries=told["n_entries"],
            index_share=told["index_share"],
            prior_bits=told["prior_bits"],
            world_fingerprint=told["world"],
            model=told["model"],
        )
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise WorldError(
            f"There is no linkage study in '{folder}' ({type(error).__name__}). "
            "Make one with: contactlens linkage --world DIR"
        ) from None


def study_folder(world: World, chosen: Chosen) -> Path:
    """Where the study of ``chosen`` is kept beside what is prepared of ``world``."""
    told = json.dumps([FORMAT, RESULTS_VERSION, world.fingerprint, asdict(chosen)])
    return cache_folder(world) / FOLDER / hashlib.sha256(told.encode()).hexdigest()[:16]


def kept_studies(world: World) -> list[Path]:
    """The folders of studies of ``world`` that are whole, the latest first."""
    found = (cache_folder(world) / FOLDER).glob(f"*/{MANIFEST}")
    dated = sorted(((file.stat().st_mtime, file.parent) for file in found), reverse=True)
    return [folder for _, folder in dated if _world_of(folder) == world.fingerprint]


def _world_of(folder: Path) -> str:
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return told["world"] if told["results_version"] == RESULTS_VERSION else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
