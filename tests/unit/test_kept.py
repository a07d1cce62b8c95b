"""Named sets of arrays: whole or absent, whatever happens to those who write and read them."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from analysis.kept import Shelf, read_arrays, write_arrays

SOME = {
    "ids": np.array([1, -(2**62)], dtype=np.int64),
    "flags": np.array([True, False, True]),
    "words": np.array(["E06000001", "é"], "U"),
    "chances": np.arange(12.0).reshape(2, 3, 2)[:, ::2],
    "none": np.zeros((0, 4), dtype=np.int16),
    "one": np.array(7, dtype=np.uint16),
}


def same(one: dict, other: dict) -> bool:
    assert one.keys() == other.keys()
    return all(
        one[name].dtype == other[name].dtype
        and one[name].shape == other[name].shape
        and (one[name] == other[name]).all()
        for name in one
    )


@pytest.fixture
def shelf(tmp_path):
    (tmp_path / "cache").mkdir()
    return Shelf(tmp_path / "cache" / "key")


def files(shelf: Shelf) -> list[str]:
    return sorted(path.name for path in shelf.folder.iterdir())


def test_arrays_of_any_shape_come_back_as_they_were(tmp_path):
    write_arrays(tmp_path / "a.arrays", SOME)
    assert same(read_arrays(tmp_path / "a.arrays"), SOME)
    write_arrays(tmp_path / "b.arrays", {})
    assert read_arrays(tmp_path / "b.arrays") == {}


def test_what_is_kept_cannot_be_written_to(shelf, tmp_path):
    for arrays in (shelf.put("some", SOME), Shelf(None).put("some", SOME)):
        for array in arrays.values():
            with pytest.raises(ValueError, match="read-only"):
                array[...] = array
    SOME["ids"][0] = 1  # what was handed over is left as it was


def test_objects_are_refused(tmp_path):
    with pytest.raises(TypeError, match="'odd' holds objects"):
        write_arrays(tmp_path / "a.arrays", {"odd": np.array([None])})
    assert not list(tmp_path.iterdir())


def test_a_set_is_made_once_and_read_afterwards(shelf):
    made = []

    def make():
        made.append(1)
        return SOME

    assert same(shelf.keep("some", make), SOME)
    assert same(Shelf(shelf.folder).keep("some", make), SOME)
    assert made == [1]
    assert files(shelf) == ["some.arrays"]


def test_a_file_that_is_cut_short_or_damaged_counts_as_absent(shelf):
    shelf.put("some", SOME)
    file = shelf.folder / "some.arrays"
    whole = file.read_bytes()
    for damaged in (b"", whole[:40], whole[:-1], whole + b"x", b"{}\n", b"\xff" + whole, b"[]\n"):
        file.write_bytes(damaged)
        assert shelf.get("some") is None
    assert same(shelf.keep("some", lambda: SOME), SOME)
    assert file.read_bytes() == whole


def test_a_kill_while_writing_leaves_nothing_that_could_be_read(shelf, monkeypatch):
    """The process ends before the rename: its scratch file stays, and goes at the next write."""
    ended = 2**22 + 1  # above the largest process id there can be
    shelf.folder.mkdir()
    left = shelf.folder / f".some.arrays.partial-1-{ended}"
    left.write_bytes(b"half")
    own = shelf.folder / f".some.arrays.partial-2-{os.getpid()}"
    own.write_bytes(b"still being written")
    assert shelf.get("some") is None
    shelf.put("some", SOME)
    assert not left.exists()
    assert own.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_where_nothing_can_be_written_all_is_kept_in_memory(shelf, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("analysis.kept.os.replace", refuse)
    assert same(shelf.put("some", SOME), SOME)
    assert files(shelf) == []
    assert same(shelf.get("some"), SOME)
    assert same(shelf.keep("some", dict), SOME)


def test_a_folder_that_is_no_folder_is_left_alone(tmp_path):
    (tmp_path / "cache").write_text("mine")
    shelf = Shelf(tmp_path / "cache" / "key")
    assert same(shelf.put("some", SOME), SOME)
    assert (tmp_path / "cache").read_text() == "mine"


def test_many_may_write_and_read_the_same_set_at_once(shelf):
    large = {"n": np.arange(200_000)}

    def write_and_read(_):
        assert same(Shelf(shelf.folder).put("large", large), large)

    with ThreadPoolExecutor(max_workers=8) as hands:
        list(hands.map(write_and_read, range(40)))
    assert files(shelf) == ["large.arrays"]


def test_what_was_not_used_for_longest_makes_room(tmp_path, monkeypatch):
    one = {"n": np.zeros(1_000, dtype=np.int8)}
    mine, other = (Shelf(tmp_path / name, spared=("base",)) for name in ("mine", "other"))
    for number, (shelf, name) in enumerate(
        [(other, "base"), (mine, "base"), (other, "old"), (mine, "old"), (mine, "used")]
    ):
        shelf.put(name, one)
        os.utime(shelf.folder / f"{name}.arrays", (number, number))
    mapped = other.get("base")  # used last
    size = (mine.folder / "old.arrays").stat().st_size
    monkeypatch.setattr("analysis.kept.MOST_BYTES", 3 * size)
    mine.put("new", one)
    assert files(mine) == ["base.arrays", "new.arrays"]
    assert files(other) == ["base.arrays"]
    monkeypatch.setattr("analysis.kept.MOST_BYTES", 0)
    mine.put("newest", one)
    assert files(mine) == ["base.arrays", "newest.arrays"]  # its own base stays
    assert not other.folder.exists()
    assert same(mapped, one)  # and what was open stays readable


def test_room_is_made_by_the_first_write_and_then_now_and_again(tmp_path, monkeypatch):
    """Looking through the whole cache takes longer than writing what a design is counted by."""
    looked = []
    monkeypatch.setattr(Shelf, "_make_room", lambda _, file: looked.append(file.name))
    monkeypatch.setattr("analysis.kept.MOST_BYTES", 64 * 100)
    shelf = Shelf(tmp_path / "cache" / "key")
    for number in range(6):
        shelf.put(f"of-40-bytes-{number}", {"n": np.zeros(40, dtype=np.int8)})
    assert looked == ["of-40-bytes-0.arrays", "of-40-bytes-3.arrays"]
