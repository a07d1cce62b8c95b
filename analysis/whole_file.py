"""A result file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from data.world import WorldError, remove_leftovers


@contextlib.contextmanager
def whole_file(out: str | Path, what: str) -> Iterator[Path]:
    """A path to write to, alone in its folder, that becomes ``out`` when the block ends well.

    A file that is there already is replaced; on any error it stays and nothing is left
    beside it. ``what`` begins the sentence of a WorldError, such as "The needs".
    """
    out = Path(out)
    scratch = out.parent / f".{out.name}.partial-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(out)
        scratch.mkdir()
        yield scratch / out.name
        os.replace(scratch / out.name, out)
    except OSError as error:
        raise WorldError(
            f"{what} could not be written to '{out}': {error.strerror or error}. "
            "Nothing was left behind; make room or choose another place."
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
