"""A folder of extracts to spoil, and the import of it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.importing import ImportReport, import_world

CHILD = """\
child_id,born_on,sex
1,2015-12-31,female
2,2016-02-29,male
3,2019-06-01,female
"""
CONTACT = """\
child_id,agency,contacted_on,is_concern,concern_type
1,police,2023-05-01,true,violence
1,school,2023-05-03,true,neglect_or_abuse
2,hospital,2022-10-03,false,
3,school,2024-03-31,false,
"""


class Extracts:
    """Sound extracts of three children; a test replaces or adds the files that it is about."""

    def __init__(self, folder: Path) -> None:
        self.src = folder / "extracts"
        self.out = folder / "world"
        self.src.mkdir()
        self.write("child.csv", CHILD)
        self.write("contact.csv", CONTACT)

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.src / name
        file.parent.mkdir(exist_ok=True)
        content = content.encode() if isinstance(content, str) else content
        file.write_bytes(content)
        return file

    def remove(self, name: str) -> None:
        (self.src / name).unlink()

    def load(self, **kw) -> ImportReport:
        kw = {"period_start": date(2023, 4, 1), "period_end": date(2024, 3, 31)} | kw
        return import_world(self.src, self.out, **kw)

    def rejected(self, table: str) -> list[dict[str, str]]:
        with (self.out / "rejected" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def extracts(tmp_path) -> Extracts:
    return Extracts(tmp_path)


@pytest.fixture
def rows() -> Callable[[ImportReport, str], list[dict]]:
    """The rows of one table of an imported world."""
    return lambda report, table: pl.read_parquet(report.world.files(table)).to_dicts()
