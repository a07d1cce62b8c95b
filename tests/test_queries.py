"""Every .sql file keeps the house's rules: a new query is tested by existing."""

from __future__ import annotations

import re
from datetime import date

import duckdb
import polars as pl
import pytest

from analysis import query_files, sql
from analysis.policy import load_assumptions
from analysis.prepared import practice_params, prepare
from data.schema import TABLES
from tests.tables import drawn_world

QUERIES = sql.query_names()
MACROS = (*sql.MACROS, *sql.MACROS_ON_PREPARED)
KEPT = ("need", "person")  # kept as tables, whose order nobody sees
# Put in order later:
COLUMNS = ("timeline", "child_facts", "record_facts", "concern_facts", "occasion_contacts")
FILES = [("queries", name) for name in QUERIES] + [("macros", name) for name in MACROS]
CHILD = """
    child_id | born_on    | sex    | ethnic_group | area_code | household_id | need_tier
    1        | 2010-05-01 | female | white        | E06000001 | 1            | acute
    2        | 2022-05-01 | male   | asian        | E06000002 | 1            | complex
    3        | 2015-05-01 | male   | -            | -         | 2            | none
"""
CONTACT = """
    child_id | agency      | area_code | contacted_on | is_concern
    1        | police      | E06000001 | 2023-06-01   | true
    1        | school      | E06000001 | 2023-06-05   | true
    1        | social_care | -         | 2023-06-07   | false
    1        | school      | E06000002 | 2023-07-05   | true
    2        | hospital    | E06000002 | 2023-08-01   | true
    2        | police      | E06000002 | 2023-08-03   | true
    3        | school      | E06000002 | 2023-03-01   | true
"""


REGISTRATION = """
    child_id | agency
    1        | school
    2        | primary_care
    3        | school
"""
PRACTITIONER = """
    practitioner_id | agency | area_code
    1               | school | E06000001
    2               | school | E06000001
    3               | police | -
"""
EPISODE = """
    child_id | kind                | started_on | ended_on | source
    1        | referral            | 2023-06-07 | -        | police
    1        | child_in_need       | 2023-06-08 | -        | -
    2        | missing             | 2023-08-03 | -        | police
"""
IDENTITY = """
    child_id | surname | postcode
    1        | Own     | QP14 1OI
    2        | Own     | QP14 1OI
"""
LOOKED_UP = """
    create or replace view access_event as
    select
        event_id::bigint as event_id, accessed_at::timestamp as accessed_at,
        practitioner_id::bigint as practitioner_id, agency, area_code, child_id::bigint as child_id,
        null::varchar as reason
    from (
        values
        (0, '2023-06-05 09:30:01', 7, 'school', 'E06000001', 1),
        (1, '2023-06-05 09:31:00', 7, 'school', 'E06000002', 2),
        (2, '2023-06-09 03:00:00', 7, 'school', 'E06000003', 2),
        (3, '2023-06-09 12:00:00', 8, 'police', 'E06000004', 2),
        (4, '2023-06-10 12:00:00', 9, 'police', 'E06000005', 2)
    ) as looked (event_id, accessed_at, practitioner_id, agency, area_code, child_id)
"""
OF_THE_AUDIT = (
    """
    create table practitioner_identity as
    select 7::bigint as practitioner_id, 'Own' as surname, 'QP14 1OI' as postcode
    """,
    """
    create table child_identity as
    select 2::bigint as child_id, 'Own' as surname, 'QP14 1OI' as postcode
    """,
    """
    create table explanation as
    select
        event_id::bigint as event_id, looked_on::date as looked_on,
        7::bigint as practitioner_id, 2::bigint as child_id, false as is_direct,
        false as is_group, false as is_referral, true as is_seen_near,
        false as is_seen_here, true as is_seen
    from (values (1, '2023-06-05'), (2, '2023-06-09')) as looked (event_id, looked_on)
    """,
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A prepared world of three children, one of whom was looked up."""
    folder = tmp_path_factory.mktemp("tiny")
    tables = {"child": CHILD, "contact": CONTACT, "registration": REGISTRATION}
    tables |= {"practitioner": PRACTITIONER, "identity": IDENTITY}
    prepared = prepare(drawn_world(folder, fraction=0.5, episode=EPISODE, **tables))
    prepared.con.execute(LOOKED_UP)
    for made in OF_THE_AUDIT:
        prepared.con.execute(made)
    return prepared


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A prepared world that holds nothing."""
    prepared = prepare(drawn_world(tmp_path_factory.mktemp("empty"), child=[], contact=[]))
    for made in OF_THE_AUDIT:
        prepared.con.execute(
            f"create table {made.split()[2]} as from ({made.split(' as', 1)[1]}) limit 0"
        )
    return prepared


def params_of(prepared, name: str) -> dict:
    """A value for each parameter of the query, by its name or else by its type."""
    values = {
        "period_start": prepared.world.period_start,
        "period_end": prepared.world.period_end,
        "first_on": prepared.world.period_start,
        "last_on": prepared.world.period_end,
        "first_child": 0,
        "last_child": 3,
        "dimension": "need_tier",
        "tiers": ["acute", "complex"],
        "children": [1, 2],
        **practice_params(load_assumptions()),
    }
    by_type = {"DATE": date(2023, 6, 30), "INTEGER": 180, "DOUBLE": 1.0, "BIGINT": 1}
    return {
        param: values[param] if param in values else by_type[kind]
        for param, kind in sql.load(name).params
    }


def bare(prepared, name: str) -> duckdb.DuckDBPyConnection:
    """An empty database whose tables hold nothing but what the query says it reads."""
    con = duckdb.connect()
    kind_of_agency = prepared.con.sql("select null::agency_name as a").types[0]
    con.execute(f"create type agency_name as {kind_of_agency}")
    for table, columns in sql.load(name).reads:
        kinds = {name: kind for name, kind, *_ in prepared.con.sql(f"describe {table}").fetchall()}
        made = ", ".join(f"{column} {kinds[column]}" for column in columns)
        con.execute(f"create table {table} ({made})".replace(str(kind_of_agency), "agency_name"))
    sql.add_macros(con, _uses_deeply(name))
    return con


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_the_heading_is_complete_and_the_text_is_in_house_style(folder, name):
    query = (sql.load if folder == "queries" else sql.load_macro)(name)
    source = query_files.HERE.joinpath(folder, f"{name}.sql").read_text()
    code = re.sub(r"--[^\n]*|'[^']*'", "", source)
    assert code == code.lower(), "SQL is written in lower case"
    assert not re.search(r"group by (all|\d)", code), "grouping columns are written out"
    assert max(map(len, source.splitlines())) <= 110
    assert "\t" not in source
    if folder == "queries" and name not in (*KEPT, *COLUMNS):
        ordered = re.search(r"order by\s+([^;]*)$", code)
        assert ordered, "a query ends with order by"
        words = re.findall(r"\w+", ordered[1])
        assert all(column in words for column in query.key), "on the key"


def test_no_file_is_forgotten():
    assert set(MACROS) == {path.stem for path in (query_files.HERE / "macros").glob("*.sql")}
    used = {name for query in QUERIES for name in _uses_deeply(query)}
    assert used == set(MACROS), "a macro that no query uses"


def _uses_deeply(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"^create macro (\w+)", sql.text(name), re.MULTILINE))


@pytest.mark.parametrize("name", QUERIES)
def test_declared_parameters_are_those_used(tiny, name):
    declared = {param for param, _ in sql.load(name).params}
    assert declared == sql.used_params(tiny.con, sql.load(name).body)


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_declared_macros_are_those_used(folder, name):
    query = (sql.load if folder == "queries" else sql.load_macro)(name)
    called = {found for found in re.findall(r"\b(\w+)\(", query.body) if found in MACROS}
    assert set(query.uses) == called - {name}


@pytest.mark.parametrize("name", QUERIES)
def test_declared_tables_are_those_read(tiny, name):
    kinds = dict(sql.load(name).params)
    plain = {"DATE": "date '2023-06-30'", "INTEGER": "180", "DOUBLE": "1.0"}
    body = re.sub(r"\$(\w+)", lambda used: plain.get(kinds[used[1]], "null"), sql.load(name).body)
    body = body.replace("asof ", "")  # which tables are joined matters here, not how
    with bare(tiny, name) as con:
        assert {table for table, _ in sql.load(name).reads} == set(con.get_table_names(body))


@pytest.mark.parametrize("name", QUERIES)
def test_declared_columns_are_enough(tiny, name):
    """The query runs over tables that hold nothing but the columns it says it reads."""
    with bare(tiny, name) as con:
        frame = sql.run(con, name, **params_of(tiny, name))
    assert tuple(frame.columns) == sql.load(name).returns


@pytest.mark.parametrize("name", QUERIES)
def test_an_empty_world_gives_the_right_columns(empty, name):
    frame = sql.run(empty.con, name, **params_of(empty, name))
    assert tuple(frame.columns) == sql.load(name).returns
    counted = frame.select(pl.col("^n_.*$").sum())
    assert not any(counted.row(0)) if counted.width else True


@pytest.mark.parametrize("name", QUERIES)
def test_a_tiny_world_gives_rows_unique_by_key(tiny, name):
    query = sql.load(name)
    frame = sql.run(tiny.con, name, **params_of(tiny, name))
    assert not frame.is_empty()
    if query.key:
        assert frame.select(query.key).is_unique().all()
    elif name not in COLUMNS:
        assert frame.height == 1


@pytest.mark.parametrize("name", QUERIES)
def test_names_match_types(tiny, name):
    frame = sql.run(tiny.con, name, **params_of(tiny, name))
    for column, kind in frame.schema.items():
        if column.startswith("n_"):
            assert kind.is_integer(), column
        if column.startswith(("is_", "has_")):
            assert kind == pl.Boolean, column
        if column.endswith("_on"):
            assert kind == pl.Date, column
        if column.endswith("_share"):
            assert kind == pl.Float64, column


@pytest.mark.parametrize("table", list(TABLES))
def test_every_table_of_the_schema_can_be_asked(empty, table):
    """Tables and columns that a world lacks are there, empty and of the right type."""
    found = empty.con.execute(f"describe {table}").fetchall()
    assert [column for column, *_ in found] == [column.name for column in TABLES[table].columns]


@pytest.mark.parametrize("name", QUERIES)
def test_the_shown_sql_holds_the_macros_it_rests_on(name):
    shown = sql.text(name)
    for macro in sql.load(name).uses:
        assert f"create macro {macro}(" in shown
    assert shown.endswith(f"{sql.load(name).body};")
