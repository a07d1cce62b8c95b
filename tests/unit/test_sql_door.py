"""The one door: what it lets through, what it refuses, and how it says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from analysis import query_files, sql
from analysis.__main__ import main
from analysis.steps import cut, steps
from data.world import WorldError
from tests.tables import PERIOD, drawn_world

CONTACT = """
    child_id | agency | contacted_on | is_concern
    1        | police | 2023-06-01   | true
    1        | school | 2023-06-09   | true
"""
NEEDS = {**PERIOD, "window_days": 180}


@pytest.fixture
def world(tmp_path):
    return drawn_world(tmp_path, child="child_id\n1\n", contact=CONTACT)


@pytest.fixture
def con(world):
    con = sql.connect(world, memory_limit="500MB", threads=1)
    yield con
    con.close()


def test_a_query_gives_a_frame_with_the_columns_it_declares(con):
    frame = sql.run(con, "sharing_needs", **NEEDS)
    assert tuple(frame.columns) == sql.load("sharing_needs").returns
    assert frame.height == 1


def test_missing_surplus_and_misspelt_parameters_are_refused(con):
    for params in ({}, {**NEEDS, "more": 1}, {**PERIOD, "window": 180}):
        with pytest.raises(sql.QueryError, match="takes the parameters"):
            sql.run(con, "sharing_needs", **params)


def test_an_unknown_query_is_refused_with_those_there_are(con):
    with pytest.raises(sql.QueryError, match="sharing_needs"):
        sql.run(con, "sharing_gapz")
    with pytest.raises(sql.QueryError, match="plain lower-case name"):
        sql.run(con, "../secret")


def test_threads_may_ask_one_connection_at_once(con):
    with ThreadPoolExecutor(8) as pool:
        frames = list(pool.map(lambda _: sql.run(con, "sharing_needs", **NEEDS), range(24)))
    assert all(frame.equals(frames[0]) for frame in frames)


@pytest.mark.parametrize(
    "attempt",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_parquet('{outside}')",
        "copy (select 1) to '{outside}.copy'",
        "attach '{outside}.db'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '90GB'",
        "set allowed_directories = ['/']",
    ],
)
def test_nothing_outside_the_world_can_be_reached(con, tmp_path, attempt):
    outside = tmp_path / "outside.parquet"
    with pytest.raises(duckdb.Error):
        con.cursor().execute(attempt.format(outside=outside))
    assert not list(tmp_path.glob("outside*"))


def test_a_python_variable_is_no_table(con):
    frame = pytest.importorskip("polars").DataFrame({"x": [1]})
    assert frame.height == 1
    with pytest.raises(duckdb.Error):
        con.cursor().sql("select * from frame")


def test_an_agency_that_the_reference_lacks_is_told(tmp_path):
    contact = CONTACT.replace("police", "circus")
    con = sql.connect(drawn_world(tmp_path, contact=contact))
    with pytest.raises(WorldError, match=r"circus.*Known agencies: school"):
        sql.run(con, "sharing_needs", **NEEDS)


def test_a_table_that_cannot_be_read_is_named(world):
    (world.path / "contact" / "part-00000.parquet").write_bytes(b"no parquet")
    with pytest.raises(WorldError, match="Table contact .* can't be read"):
        sql.connect(world)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("-- title:   A\n", "lacks"),
        ("-- no field\n", "heading field was expected"),
    ],
)
def test_a_file_with_a_wrong_heading_is_refused(tmp_path, monkeypatch, heading, words):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "wrong.sql").write_text(heading + "select 1 as one")
    monkeypatch.setattr(query_files, "HERE", tmp_path)
    with pytest.raises(sql.QueryError, match=words):
        sql.load("wrong")


def test_a_query_that_returns_other_columns_is_refused(con, tmp_path, monkeypatch):
    (tmp_path / "queries").mkdir()
    fields = ("title", "grain", "key", "uses", "reads", "params", "why")
    heading = "".join(f"-- {field}: none\n" for field in fields) + "-- returns: two\n"
    (tmp_path / "queries" / "other.sql").write_text(heading + "select 1 as one")
    (tmp_path / "queries" / "broken.sql").write_text(heading + "select one")
    monkeypatch.setattr(query_files, "HERE", tmp_path)
    with pytest.raises(sql.QueryError, match="heading says"):
        sql.run(con, "other")
    with pytest.raises(sql.QueryError, match=r"broken\.sql failed"):
        sql.run(con, "broken")


def test_steps_count_the_rows_of_each_cte(world):
    found = {name: n_rows for name, n_rows, _ in steps(world, "funnel")}
    assert list(found) == ["child", "placed", "everyone", "by_unit", "answer"]
    counts = {name: n_rows for name, n_rows, _ in steps(world, "gaps_by_group")}
    assert counts == {"by_unit": 1, "answer": 1}


def test_a_query_is_cut_at_its_ctes_only():
    body = "with a as (select ')' as x, (1) as y), -- (\nb as (select 1) select * from a, b"
    assert cut(body.replace("-- (\n", "")) == [
        ("a", "select ')' as x, (1) as y"),
        ("b", "select 1"),
        ("answer", "select * from a, b"),
    ]
    assert cut("select 1") == [("answer", "select 1")]
    with pytest.raises(sql.QueryError, match="balanced"):
        cut("with a as (select (1 select 2")


def test_steps_on_the_command_line(world, capsys):
    assert main(["steps", "sharing_needs", "--world", str(world.path), "--rows", "1"]) == 0
    assert "answer: 1 rows" in capsys.readouterr().out
    assert main(["steps", "nothing", "--world", str(world.path)]) == 1
    assert "There is no queries/nothing.sql" in capsys.readouterr().err
