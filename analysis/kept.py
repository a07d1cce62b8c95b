"""Named sets of arrays kept on disk: written whole or not at all, read memory-mapped.

One set is one file: a line that says what is in it, then the arrays. It is written beside its
place and moved there by one rename, so a reader finds it whole or not at all, however many
processes write it and wherever one is killed. A file that is cut short counts as absent.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

Arrays = dict[str, np.ndarray]
FORMAT = 1  # of the file
SUFFIX = ".arrays"
MOST_BYTES = 4 << 30  # of all sets in one cache folder; the longest unused go first
_LOOKS = 64  # times that a process looks for room while it writes MOST_BYTES: looking takes long
_ALIGNED = 64  # bytes: arrays begin at multiples of it, as processors like it


@dataclass(frozen=True, slots=True)
class Shelf:
    """Sets of arrays by name, in ``folder``; in memory where that can't be written."""

    folder: Path | None
    spared: tuple[str, ...] = ()  # beginnings of names that never go to make room
    in_memory: dict[str, Arrays] = field(default_factory=dict, compare=False, repr=False)

    def keep(self, name: str, make: Callable[[], Arrays]) -> Arrays:
        """The set ``name``: as it is kept, else what ``make`` gives, kept from now on."""
        found = self.get(name)
        return self.put(name, make()) if found is None else found

    def get(self, name: str) -> Arrays | None:
        """The set ``name``, arrays read-only; None when there is none."""
        if name in self.in_memory:
            return self.in_memory[name]
        return None if self.folder is None else read_arrays(self._file(name))

    def put(self, name: str, arrays: Arrays) -> Arrays:
        """Keep ``arrays`` as the set ``name`` and return them as they will be read."""
        if self.folder is not None:
            with contextlib.suppress(OSError):
                self.folder.parent.mkdir(exist_ok=True)
                self.folder.mkdir(exist_ok=True)
                write_arrays(self._file(name), arrays)
                if _is_due(self.folder.parent, sum(one.nbytes for one in arrays.values())):
                    _remove_leftovers(self.folder.parent)
                    self._make_room(self._file(name))
                found = read_arrays(self._file(name))
                if found is not None:
                    return found
        self.in_memory[name] = {key: sealed(array) for key, array in arrays.items()}
        return self.in_memory[name]

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    def _make_room(self, just_written: Path) -> None:
        """Remove the sets of the whole cache that were not used for longest."""
        about = []
        for file in self.folder.parent.glob(f"*/*{SUFFIX}"):
            with contextlib.suppress(FileNotFoundError):
                told = file.stat()
                about.append((told.st_mtime, told.st_size, file))
        total = sum(size for _, size, _ in about)
        for _, size, file in sorted(about):
            if total <= MOST_BYTES:
                break
            own = file.parent == self.folder and file.name.startswith(self.spared)
            if file != just_written and not own:
                file.unlink(missing_ok=True)
                total -= size
                with contextlib.suppress(OSError):
                    file.parent.rmdir()  # if that was its last


def write_arrays(file: Path, arrays: Arrays) -> None:
    """Write ``arrays`` to ``file``, replacing it at the end. OSError leaves it as it was."""
    entries, at = [], 0
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise TypeError(f"{name!r} holds objects; numbers, flags or text were expected.")
        at += -at % _ALIGNED
        entries.append([name, array.dtype.str, list(array.shape), at])
        at += array.nbytes
    head = json.dumps({"format": FORMAT, "bytes": at, "arrays": entries}).encode() + b"\n"
    head = head[:-1] + b" " * (-len(head) % _ALIGNED) + b"\n"
    scratch = file.with_name(f".{file.name}.partial-{threading.get_ident()}-{os.getpid()}")
    try:
        with scratch.open("wb") as out:
            out.write(head)
            written = 0
            for (*_, start), array in zip(entries, arrays.values(), strict=True):
                out.write(bytes(start - written))
                out.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8))
                written = start + array.nbytes
        os.replace(scratch, file)
    finally:
        scratch.unlink(missing_ok=True)


def read_arrays(file: Path) -> Arrays | None:
    """What `write_arrays` wrote, memory-mapped and read-only; None unless all is there."""
    try:
        with file.open("rb") as source:
            head = source.readline()
            told = json.loads(head)
            if told["format"] != FORMAT or os.fstat(source.fileno()).st_size != (
                len(head) + told["bytes"]
            ):
                return None
            mapped = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
        with contextlib.suppress(OSError):
            os.utime(file)  # used now: the last to go when room is needed
        return {
            name: _mapped(mapped, np.dtype(kind), tuple(shape), len(head) + at)
            for name, kind, shape, at in told["arrays"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _mapped(mapped: mmap.mmap, kind: np.dtype, shape: tuple[int, ...], at: int) -> np.ndarray:
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return sealed(np.empty(shape, dtype=kind))
    return np.frombuffer(mapped, dtype=kind, count=count, offset=at).reshape(shape)


def sealed(array: np.ndarray) -> np.ndarray:
    """A view that can't be written to, as what comes from disk can't."""
    view = array.view()
    view.flags.writeable = False
    return view


_WRITTEN: dict[Path, int] = {}  # bytes by cache folder, since this process last made room there
_COUNTING = threading.Lock()


def _is_due(cache: Path, n_bytes: int) -> bool:
    """Whether to make room in ``cache``, now that ``n_bytes`` more were written to it."""
    with _COUNTING:
        written = _WRITTEN.get(cache, MOST_BYTES) + n_bytes
        is_due = written >= MOST_BYTES // _LOOKS
        _WRITTEN[cache] = 0 if is_due else written
    return is_due


def _remove_leftovers(cache: Path) -> None:
    """Remove what processes left that ended while they wrote."""
    for leftover in cache.glob(f"*/.*{SUFFIX}.partial-*"):
        if not Path(f"/proc/{leftover.name.rpartition('-')[2]}").exists():
            leftover.unlink(missing_ok=True)
