"""Rules follow from the schema, so that nothing is listed twice."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from data.rules import Period, id_columns, owner_of, owners_first, row_rules
from data.sandbox import parquet, sandbox
from data.schema import TABLES

PERIOD = Period(date(2023, 4, 1), date(2024, 3, 31), 180)


def test_columns_that_name_rows_of_other_tables():
    owners = {
        (table.name, column.name): owner.name
        for table in TABLES.values()
        for column in table.columns
        if (owner := owner_of(table, column.name))
    }
    assert owners == {
        ("child", "household_id"): "household",
        ("identity", "child_id"): "child",
        ("registration", "child_id"): "child",
        ("episode", "child_id"): "child",
        ("contact", "child_id"): "child",
        ("contact", "practitioner_id"): "practitioner",
    }
    declared = {
        (table.name, column.name): column.references.partition(".")[0]
        for table in TABLES.values()
        for column in table.columns
        if column.references
    }
    assert declared.items() <= owners.items()


def test_ids_and_the_order_in_which_tables_are_judged():
    assert set(id_columns()) == {"child_id", "household_id", "practitioner_id"}
    order = owners_first(list(TABLES))
    assert sorted(order) == sorted(TABLES)
    assert order.index("household") < order.index("child") < order.index("contact")
    assert order.index("practitioner") < order.index("contact")


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_rule_is_a_condition_on_the_tables_own_columns(table):
    con = duckdb.connect()
    con.register("rows", table.arrow.empty_table())
    rules = row_rules(table, table.arrow.names, period=PERIOD)
    assert len(rules) < 60  # one bit each
    for rule in rules:
        assert rule.column in table.arrow.names
        assert con.sql(f"select {rule.broken} from rows").types == ["BOOLEAN"]


def test_the_sandbox_sees_its_folders_and_no_others(tmp_path):
    inside, outside, scratch = tmp_path / "in", tmp_path / "it's out", tmp_path / "scratch"
    for folder in inside, outside, scratch:
        folder.mkdir()
    with sandbox([inside], scratch) as con:
        con.execute(f"copy (select 1 as n) to '{inside}/a.parquet'")
        assert con.sql(f"select n from {parquet([inside / 'a.parquet'])}").fetchall() == [(1,)]
        for forbidden in (
            f"copy (select 1) to '{str(outside).replace(chr(39), chr(39) * 2)}/a.parquet'",
            f"select * from {parquet([outside / 'a.parquet'])}",
            "set enable_external_access = true",
            "install spatial",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(forbidden)
