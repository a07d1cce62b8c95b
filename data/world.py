"""A world on disk: a folder of Parquet tables and a `world.json` that describes them.

A world is whole or absent. It is written beside its final place and moved there by one
rename after `world.json`, so a killed run never leaves half a world that could be opened.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from data.schema import TABLES

FORMAT = 1
MANIFEST = "world.json"


class WorldError(Exception):
    """Something a person can put right: one plain sentence says what and how."""


@dataclass(frozen=True, slots=True)
class World:
    """A world that has been opened and found whole."""

    path: Path
    manifest: dict

    @property
    def fingerprint(self) -> str:
        """Digest of the content of every table, 64 hexadecimal digits."""
        return self.manifest["fingerprint"]

    @property
    def period_start(self) -> date:
        return date.fromisoformat(self.manifest["period_start"])

    @property
    def period_end(self) -> date:
        return date.fromisoformat(self.manifest["period_end"])

    @property
    def window_days(self) -> int:
        """Days of contacts that the world holds before its period."""
        return self.manifest["window_days"]

    @property
    def fraction(self) -> float | None:
        """Share of England's children in this world; None for an imported world."""
        return self.manifest.get("fraction")

    @property
    def is_synthetic(self) -> bool:
        return self.manifest["origin"] == "synthetic"

    def rows(self, table: str) -> int:
        """Rows in ``table``; 0 when the world does not hold it."""
        return self.manifest["tables"].get(table, {}).get("rows", 0)

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the world holds ``table`` (and ``column`` of it)."""
        entry = self.manifest["tables"].get(table)
        return entry is not None and (column is None or column in entry["columns"])

    def files(self, table: str) -> list[str]:
        """Paths of the table's Parquet parts, in order."""
        entry = self.manifest["tables"].get(table, {"parts": []})
        return [str(self.path / part["file"]) for part in entry["parts"]]


def open_world(path: str | Path, *, verify: bool = False) -> World:
    """Open the world in ``path``; with ``verify`` every file's content is read and checked.

    Raises WorldError when there is no world, it is not whole, or it was changed.
    """
    path = Path(path)
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        found = (manifest["format"], manifest["tables"], manifest["fingerprint"])[0]
    except FileNotFoundError:
        raise WorldError(
            f"There is no world in '{path}': a folder with {MANIFEST} was expected. "
            f"Make one with: contactlens generate --fraction 0.1 --out '{path}'"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorldError(
            f"'{path / MANIFEST}' can't be read as a world's description ({error}). "
            "Generate or import the world again."
        ) from None
    if found != FORMAT:
        raise WorldError(
            f"'{path}' has world format {found}; this version reads format {FORMAT}. "
            "Generate or import the world again."
        )
    world = World(path, manifest)
    _check_parts(world, verify)
    return world


def _check_parts(world: World, verify: bool) -> None:
    for table, entry in world.manifest["tables"].items():
        for part in entry["parts"]:
            file = world.path / part["file"]
            size = file.stat().st_size if file.is_file() else None
            wrong = size != part["bytes"]
            if wrong or (verify and file_digest(file) != part["sha256"]):
                raise WorldError(
                    f"Table {table} of the world in '{world.path}' is not as it was written: "
                    f"'{part['file']}' is {'missing' if size is None else 'changed'}. "
                    "Generate or import the world again."
                )


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def part_entry(root: Path, file: Path, rows: int | None = None) -> dict:
    """What `world.json` keeps of one Parquet part below ``root``; ``rows`` saves a look."""
    return {
        "file": file.relative_to(root).as_posix(),
        "rows": pq.read_metadata(file).num_rows if rows is None else rows,
        "bytes": file.stat().st_size,
        "sha256": file_digest(file),
    }


def manifest_of(parts: dict[str, list[dict]], columns: dict[str, list[str]], **facts) -> dict:
    """`world.json` for these parts; ``facts`` says how the world came about.

    The fingerprint covers the content of every table, not where or when it was written.
    """
    tables = {
        name: {
            "rows": sum(part["rows"] for part in parts[name]),
            "columns": columns[name],
            "parts": parts[name],
        }
        for name in TABLES
        if name in parts
    }
    content = [(name, p["file"], p["sha256"]) for name in tables for p in tables[name]["parts"]]
    digest = hashlib.sha256(json.dumps([content, facts], sort_keys=True).encode()).hexdigest()
    return {"format": FORMAT, **facts, "fingerprint": digest, "tables": tables}


@contextlib.contextmanager
def building(
    out: str | Path, *, replace: bool = False, what: str = "world", manifest: str = MANIFEST
) -> Iterator[Path]:
    """A scratch folder that becomes the world in ``out`` when the block ends well.

    The block must leave ``manifest`` in it. On any error, and on the next run after a kill,
    the scratch folder is removed and ``out`` is as it was. Other folders that are whole or
    absent are made likewise: ``what`` says in a word what they are.
    """
    out = Path(out)
    if out.exists() and not replace and (not out.is_dir() or any(out.iterdir())):
        raise WorldError(
            f"'{out}' already exists and is not empty. Choose another folder, or say --replace."
        )
    is_other = out.is_file() or (out.exists() and any(out.iterdir()))
    if replace and is_other and not (out / manifest).is_file():
        kind = f"an {what}" if what[0] in "aeiou" else f"a {what}"
        raise WorldError(f"'{out}' is not {kind}, so it is left alone. Choose another folder.")
    scratch = out.parent / f".{out.name}.partial-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(out)
        scratch.mkdir()
        yield scratch
        _sync(scratch / manifest)
        old = out.parent / f".{out.name}.partial-old-{os.getpid()}"
        if out.exists():
            out.rename(old)
        scratch.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise WorldError(
            f"The {what} could not be written to '{out}': {error.strerror or error}. "
            "Nothing was left behind; make room or choose another folder."
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def write_manifest(root: Path, manifest: dict) -> None:
    """Write `world.json`, the last file of a world."""
    text = json.dumps(manifest, indent=1) + "\n"
    (root / MANIFEST).write_text(text, encoding="utf-8")


def remove_leftovers(out: Path) -> None:
    """Remove the scratch folders beside ``out`` whose process has ended."""
    for leftover in out.parent.glob(f".{out.name}.partial-*"):
        owner = leftover.name.rpartition("-")[2]
        if not (owner.isdigit() and Path(f"/proc/{owner}").exists()):
            shutil.rmtree(leftover, ignore_errors=True)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
