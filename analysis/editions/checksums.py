"""The list of digests of an edition's files, in the form that `sha256sum -c` reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
MOST_FILES = 1_000


def sha256(content: bytes) -> str:
    """The digest of ``content`` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def listed(files: Mapping[str, bytes]) -> bytes:
    """The list for ``files``, by path, without itself."""
    lines = [f"{sha256(files[path])}  {path}" for path in sorted(files) if path != SUMS]
    return ("\n".join(lines) + "\n").encode("utf-8")


def found_wrong(folder: Path) -> dict[str, str]:
    """Path -> what is wrong with it, in words; empty where every file is as listed.

    A file that isn't listed counts as well, and so does a list that can't be read.
    """
    try:
        text = (folder / SUMS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {SUMS: "the list of checksums can't be read"}
    wrong: dict[str, str] = {}
    told: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = LINE.fullmatch(line)
        if match is None or not _is_inside(match[2]) or match[2] in told:
            wrong[SUMS] = f"line {number} of the list is no digest and name of a file, or a second"
            continue
        told[match[2]] = match[1]
    there = files_in(folder)
    for path, digest in told.items():
        if path not in there:
            wrong[path] = "listed, and missing"
        elif sha256((folder / path).read_bytes()) != digest:
            wrong[path] = "edited: its content has another digest than the list says"
    wrong |= {path: "there, and not listed" for path in there if path not in {*told, SUMS}}
    return wrong


def files_in(folder: Path) -> set[str]:
    """The files of an edition by their path; what a desktop leaves behind is not one of them."""
    found = set()
    for path in folder.rglob("*"):
        if (path.is_file() or path.is_symlink()) and path.name not in (".DS_Store", "Thumbs.db"):
            found.add(path.relative_to(folder).as_posix())
        if len(found) > MOST_FILES:
            break
    return found


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts
