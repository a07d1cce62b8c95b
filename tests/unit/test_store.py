"""A prepared world: the same as read anew, made once, never out of date."""

from __future__ import annotations

import errno
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from dataclasses import fields, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from analysis import kept, store_key
from analysis import store as store_module
from analysis.levers import levers_with
from analysis.policy import load_assumptions
from analysis.replay_file import replays, write_replay
from analysis.scenarios import read_scenario
from analysis.situations import Situations, joined, read_situations
from analysis.store import closed_store, open_store
from data.checks import check_world
from data.schema import AGENCIES
from data.world import WorldError, building, open_world
from tests.tables import drawn_world

CHILDREN = range(1, 9)
CHILD = [{"child_id": id, "household_id": id, "is_shielded": id == 3} for id in CHILDREN]
HEAD = "child_id | agency | contacted_on | is_concern | area_code"
CONTACT = "\n".join(
    [
        HEAD,
        *(
            f"{id} | {agency} | 2023-06-0{day} | {concern} | E06000001"
            for id in CHILDREN
            for day, agency, concern in (
                (1, "police", "true"),
                (3, "school", "true"),
                (4, "social_care", "false"),
                (5, "hospital", "true"),
            )
        ),
    ]
)
AWAY = load_assumptions().fixed({"avoidance_share": 0.3})


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A world of eight children in four files, each a run of its own."""
    monkeypatch.setattr("analysis.child_ranges.MOST_CONTACTS", 1)
    return drawn_world(tmp_path, child=CHILD, contact=CONTACT, parts=4)


def columns(situations: Situations) -> dict[str, list]:
    return {
        f"{one.name}": getattr(rows, one.name).tolist()
        for rows in (situations.decisions, situations.needs)
        for one in fields(rows)
    }


def refuse(*_, **__):
    raise AssertionError("the world was read again")


@pytest.fixture
def unread(monkeypatch):
    """From here on the world may not be read again."""

    def forbid():
        monkeypatch.setattr("analysis.store.read_situations", refuse)
        monkeypatch.setattr("analysis.store.read_people", refuse)

    return forbid


def test_situations_are_those_of_the_world_and_stay_so(world, unread):
    fresh = joined(list(read_situations(world, window_days=180, open_case_days=90)))
    first = open_store(world)
    unread()
    for store in (first, open_store(world), open_store(open_world(world.path))):
        parts = store.situations()
        assert columns(joined(parts)) == columns(fresh)
        assert [part.children for part in parts] == [part.children for part in store.runs()]
        assert {part.seed for part in parts} == {store.seed} == {7}
        assert store.people.child_id.tolist() == list(CHILDREN)


def test_what_is_kept_stands_in_the_world_s_own_folder(world):
    store = open_store(world)
    assert (world.path / ".prepared" / store.key / "situations.arrays").is_file()
    assert not store.shelf.in_memory


def test_or_where_the_environment_says(world, tmp_path, monkeypatch, unread):
    monkeypatch.setenv("CONTACTLENS_CACHE", str(tmp_path / "some" / "where"))
    key = open_store(world).key
    assert (tmp_path / "some" / "where" / key / "people.arrays").is_file()
    assert not (world.path / ".prepared").exists()
    unread()
    open_store(world).situations()


def test_where_nothing_can_be_written_all_is_in_memory(world, unread):
    expected = columns(joined(open_store(world).situations()))
    remade = drawn_world(world.path.parent / "other", child=CHILD, contact=CONTACT, parts=4)
    (remade.path / ".prepared").write_text("a file in the way")
    store = open_store(remade)
    unread()
    assert columns(joined(store.situations())) == expected
    assert len(store.people) == 8
    assert store.keep("more", lambda: {"n": np.arange(3)})["n"].tolist() == [0, 1, 2]
    assert store.keep("more", refuse)["n"].tolist() == [0, 1, 2]


def test_structural_assumptions_change_the_key_and_others_do_not(world):
    base = load_assumptions()
    structural = [
        closed_store(world),
        closed_store(world, window_days=60),
        closed_store(world, assumptions=base.fixed({"open_case_days": 60})),
        closed_store(world, assumptions=AWAY),
    ]
    assert len({store.key for store in structural}) == 4
    assert structural[1].window_days == 60
    assert structural[2].open_case_days == 60
    assert structural[3].avoidance == 0.3
    same = closed_store(world, assumptions=base.fixed({"window_days": 60, "adoption_share": 0.1}))
    assert same.key == structural[1].key


def test_another_world_or_other_code_has_another_key(world, tmp_path, monkeypatch):
    key = open_store(world).key
    less = drawn_world(tmp_path, child=CHILD[1:], contact=CONTACT, parts=4)
    assert less.path == world.path
    assert closed_store(less).key != key
    assert not (less.path / ".prepared").exists()
    assert len(open_store(less).people) == 7
    monkeypatch.setattr(store_key, "_code", lambda: "other")
    assert closed_store(less).key not in (key, open_store(world).key)


def test_a_window_out_of_bounds_is_refused(world):
    with pytest.raises(WorldError, match="30 to 730"):
        open_store(world, window_days=10)


def test_a_world_replaced_meanwhile_keeps_nothing_of_the_old_one(world, tmp_path):
    old = closed_store(world)
    less = drawn_world(tmp_path, child=CHILD[1:], contact=CONTACT, parts=4)
    old.keep("more", lambda: {"n": np.arange(3)})
    assert not (less.path / ".prepared").exists()


def test_a_run_of_work_that_is_broken_off_is_taken_up_again(world):
    runs = closed_store(world).runs()
    first = next(runs)
    runs.close()
    again = closed_store(world)
    assert again.shelf.get("situations") is None
    assert columns(next(again.runs())) == columns(first)
    assert len(open_store(world).situations()) == 4


@pytest.mark.parametrize("name", ["situations", "situations-00002", "people"])
@pytest.mark.parametrize("harm", ["gone", "cut short"])
def test_a_file_that_is_gone_or_damaged_is_made_again(world, name, harm):
    expected = columns(joined(open_store(world).situations()))
    file = next((world.path / ".prepared").glob(f"*/{name}.arrays"))
    whole = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[:-1])
    store = open_store(world)
    assert columns(joined(store.situations())) == expected
    assert len(store.people) == 8
    assert file.read_bytes() == whole


def _opened(path: Path) -> list[int]:
    return [len(part.needs.holder) for part in open_store(open_world(path)).situations()]


def test_two_processes_may_make_the_same_at_once(world):
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as hands:
        one, other = hands.map(_opened, [world.path] * 2)
    assert one == other
    assert sum(one) == sum(len(part.needs.holder) for part in open_store(world).situations())
    assert not [file for file in world.path.rglob("*") if "partial" in file.name]


def test_threads_wait_for_one_another(world, monkeypatch):
    read = []
    monkeypatch.setattr(
        "analysis.store.read_situations",
        lambda *told, **more: read.append(1) or read_situations(*told, **more),
    )
    with ThreadPoolExecutor(max_workers=4) as hands:
        opened = list(hands.map(lambda _: open_store(world), range(4)))
    assert len(read) == 1
    assert len({store.key for store in opened}) == 1


@pytest.mark.parametrize("name", ["", "Types", "a b", "../up", "a.b", "é"])
def test_a_name_is_plain(world, name):
    with pytest.raises(ValueError, match="a-z, 0-9 and -"):
        closed_store(world).keep(name, dict)


def test_the_world_stays_sound_and_is_replaced_with_all_that_was_kept(world):
    open_store(world)
    assert check_world(world) == []
    assert open_world(world.path, verify=True).fingerprint == world.fingerprint
    with building(world.path, replace=True) as root:
        (root / "world.json").write_text("{}")
    assert [path.name for path in world.path.iterdir()] == ["world.json"]
    assert [path.name for path in world.path.parent.iterdir()] == ["world"]


def test_progress_rises_to_the_end_and_is_not_told_when_there_is_nothing_to_do(world):
    told = []
    open_store(world, on_progress=told.append)
    assert told == [number / 8 for number in range(1, 9)]
    open_store(world, on_progress=told.append)
    assert len(told) == 8


def test_what_families_keep_away_from_is_gone_for_good_or_not_at_all(world):
    def n_decisions(share):
        store = open_store(world, assumptions=load_assumptions().fixed({"avoidance_share": share}))
        return sum(len(part.decisions.day) for part in store.situations()), store.people

    (all_of_them, people), (some, fewer), (none, nobody) = map(n_decisions, (0.0, 0.3, 1.0))
    assert all_of_them == 24
    assert 0 < some < 24
    assert none == 0
    assert people.is_known.all()
    assert not nobody.is_known.any()
    assert (fewer.n_agencies_seen <= people.n_agencies_seen).all()


def test_replay_reads_the_prepared_world_and_writes_the_same(world, tmp_path, unread):
    design = read_scenario("contactpoint_2009")
    write_replay(world, design, tmp_path / "first.parquet")
    assert (world.path / ".prepared").is_dir()
    unread()
    write_replay(world, design, tmp_path / "again.parquet")
    assert (tmp_path / "first.parquet").read_bytes() == (tmp_path / "again.parquet").read_bytes()


def test_without_an_index_there_is_nothing_to_keep_away_from(world):
    index = levers_with({"scope": "universal", "connected_agencies": list(AGENCIES)})
    n_needs = {
        scope: sum(len(met_by) for _, met_by in replays(world, levers, assumptions=AWAY))
        for scope, levers in (("none", levers_with({})), ("universal", index))
    }
    assert n_needs["none"] == 24
    assert 0 < n_needs["universal"] < 24


def test_making_room_never_takes_what_is_needed(world, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 0)
    store = open_store(world)
    assert len(store.situations()) == 4
    open_store(world, window_days=60)  # takes the room of the other
    assert len(open_store(world).situations()) == 4


def waited_for(found) -> None:
    """Sets are written by one thread, in their order."""
    assert wait([store_module._HAND.submit(lambda: None)], timeout=60).done, found


def test_what_somebody_waits_for_is_there_before_it_is_on_disk(world, monkeypatch):
    store = open_store(world)
    written, go = [], threading.Event()
    write = kept.write_arrays

    def slowly(file, arrays):
        assert go.wait(60)
        write(file, arrays)
        written.append(file.name)

    monkeypatch.setattr(kept, "write_arrays", slowly)
    n = store_module.MOST_UNDER_WAY
    for number in range(n + 2):
        found = store.keep(f"some-{number}", lambda: {"n": np.arange(3)}, soon=True)
        assert found["n"].tolist() == [0, 1, 2]
        with pytest.raises(ValueError, match="read-only"):
            found["n"][0] = 1
    assert written == []
    go.set()
    waited_for(written)
    assert written == [f"some-{number}.arrays" for number in range(n)]  # the others weren't queued
    again = open_store(world)
    assert again.keep("some-0", dict, soon=True)["n"].tolist() == [0, 1, 2]
    assert store.keep("some-0", dict)["n"].tolist() == [0, 1, 2]


def test_a_disk_that_fails_behind_a_reader_loses_nothing(world, monkeypatch):
    store = open_store(world)

    def refuse(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("analysis.kept.os.replace", refuse)
    for _ in range(2 * store_module.MOST_UNDER_WAY):  # each gives its turn back
        assert store.keep("some", lambda: {"n": np.arange(3)}, soon=True)["n"].tolist() == [0, 1, 2]
        waited_for("some")
        store._open.clear()
    assert store.keep("some", dict)["n"].tolist() == [0, 1, 2]


def test_what_may_be_for_nothing_is_kept_in_memory_alone(world):
    store = open_store(world)
    quiet = replace(store, writes=False)
    for soon in (True, False):
        name = f"some-{soon}".lower()
        assert quiet.keep(name, lambda: {"n": np.arange(3)}, soon=soon)["n"].tolist() == [0, 1, 2]
        waited_for(name)
        assert store.keep(name, dict)["n"].tolist() == [0, 1, 2]  # both see what is open
        assert store.shelf.get(name) is None
