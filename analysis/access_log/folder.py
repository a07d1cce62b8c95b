"""An access log on disk: a folder with `access.json`, access_event and access_truth.

`access.json` says of which world, under which design and by which assumptions the log was
drawn. It is written last, so a log is whole or absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.policy import Assumptions
from analysis.scenarios import Scenario
from analysis.situations import seed_of
from analysis.version import RESULTS_VERSION
from data.schema import LOG_TABLES
from data.world import World, WorldError, building

FORMAT = 1
MANIFEST = "access.json"
EVENT, TRUTH, STAFF = "access_event", "access_truth", "practitioner_identity"
_AGAIN = "Write the log again with: contactlens access-log"


@dataclass(frozen=True, slots=True)
class Log:
    """A log that has been opened and found whole. Its truth is not read through it."""

    path: Path
    manifest: dict

    @property
    def n_rows(self) -> int:
        """Look-ups in the log."""
        return self.manifest["tables"][EVENT]["rows"]

    @property
    def fingerprint(self) -> str:
        """Digest of the log's content and of what it was drawn by."""
        return self.manifest["fingerprint"]

    @property
    def event_files(self) -> list[str]:
        """The Parquet parts of access_event, in order of time."""
        return self._files(EVENT)

    @property
    def staff_files(self) -> list[str]:
        """The Parquet parts of practitioner_identity; none where names are not known."""
        return self._files(STAFF)

    @property
    def has_truth(self) -> bool:
        """Whether what each look-up was is known: of a drawn log, not of an imported one."""
        return TRUTH in self.manifest["tables"]

    @property
    def is_synthetic(self) -> bool:
        """Whether the log was drawn here."""
        return self.manifest.get("origin", "synthetic") == "synthetic"

    def _files(self, table: str) -> list[str]:
        parts = self.manifest["tables"].get(table, {"parts": []})["parts"]
        return [str(self.path / part["file"]) for part in parts]


def open_log(path: str | Path) -> Log:
    """Open the log in ``path``. Raises WorldError, one sentence, where it is not whole."""
    path = Path(path)
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        found = (manifest["format"], manifest["fingerprint"], manifest["tables"][EVENT]["rows"])[0]
    except FileNotFoundError:
        raise WorldError(
            f"There is no access log in '{path}': a folder with {MANIFEST} was expected. "
            "Make one with: contactlens access-log SCENARIO --world DIR --out DIR"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorldError(
            f"'{path / MANIFEST}' can't be read as the description of an access log ({error}). "
            f"{_AGAIN}."
        ) from None
    if found != FORMAT:
        raise WorldError(
            f"'{path}' has log format {found}; this version reads format {FORMAT}. {_AGAIN}."
        )
    for table in LOG_TABLES:
        for part in manifest["tables"].get(table, {"parts": []})["parts"]:
            _check(path / part["file"], table, part["bytes"])
    return Log(path, manifest)


def building_log(
    out: str | Path, *, replace: bool = False
) -> contextlib.AbstractContextManager[Path]:
    """A scratch folder that becomes the log in ``out`` when the block ends well."""
    return building(out, replace=replace, what="log", manifest=MANIFEST)


def write_manifest(root: Path, manifest: dict) -> None:
    """Write `access.json`, the last file of a log."""
    (root / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def manifest_of(
    world: World,
    scenario: Scenario,
    assumptions: Assumptions,
    window_days: int,
    parts: dict[str, list[dict]],
) -> dict:
    """`access.json` of a log with these ``parts``. Nothing in it depends on when or where."""
    facts = {
        "scenario": scenario.id,
        "levers": _digest(asdict(scenario.levers)),
        "assumptions": _digest([(one.id, one.central) for one in assumptions]),
        "world": world.fingerprint,
        "seed": seed_of(world),
        "misuse_rate": assumptions.get("misuse_rate").central,
        "fraction": world.fraction,
        "window_days": window_days,
        "period_start": world.period_start.isoformat(),
        "period_end": world.period_end.isoformat(),
        "results_version": RESULTS_VERSION,
    }
    tables = {
        name: {
            "rows": sum(part["rows"] for part in parts[name]),
            "columns": table.arrow.names,
            "parts": parts[name],
        }
        for name, table in LOG_TABLES.items()
        if name in parts
    }
    content = [(name, p["file"], p["sha256"]) for name in tables for p in parts[name]]
    return {
        "format": FORMAT,
        **facts,
        "fingerprint": _digest([content, facts]),
        "tables": tables,
    }


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _check(file: Path, table: str, size: int) -> None:
    """WorldError unless ``file`` is there, as long as it was, with the columns of ``table``."""
    held = file.stat().st_size if file.is_file() else None
    if held is None:
        raise WorldError(f"The access log lacks its file '{file}'. {_AGAIN}.")
    try:
        found = pq.read_schema(file)
    except (OSError, pa.ArrowInvalid) as error:
        raise WorldError(
            f"'{file}' can't be read as Parquet ({str(error).splitlines()[0]}). {_AGAIN}."
        ) from None
    wanted = LOG_TABLES[table].arrow
    if [(one.name, one.type) for one in found] != [(one.name, one.type) for one in wanted]:
        raise WorldError(
            f"'{file}' should have the columns {', '.join(wanted.names)} of table {table}, in "
            f"their types; it has {', '.join(f'{one.name} ({one.type})' for one in found)}. "
            f"{_AGAIN}."
        )
    if held != size:
        raise WorldError(f"'{file}' is not as it was written: {held:,} bytes, not {size:,}.")
