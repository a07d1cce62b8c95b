"""Detectors can't reach the truth, nor any table that is none of theirs."""

from __future__ import annotations

import re

import grimp
import pytest

from analysis import query_files, sql
from analysis.access_log import open_log
from analysis.oversight.detectors import DETECTORS, detect
from analysis.oversight.door import open_doors
from analysis.oversight.truth import LOOKED_FOR
from data.schema import LOG_TABLES, TABLES
from data.world import WorldError, open_world
from synthetic.generate import generate_world
from tests.access_logs import design, log_of

OF_LOG = {"access_event", "contact", "practitioner"}
OF_NAMES = {"access_event", "practitioner_identity", "child_identity"}
REFERENCES = {"area", "agency"}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return generate_world(tmp_path_factory.mktemp("door") / "world", n_children=3_000, workers=1)


@pytest.fixture(scope="module")
def log(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("door") / "log"
    log_of(world, design(), folder, {"misuse_rate": 500})
    return open_log(folder)


@pytest.fixture
def doors(world, log):
    with open_doors(world, log) as opened:
        yield opened


def tables(con) -> set[str]:
    return {
        name
        for (name,) in con.execute(
            "select view_name from duckdb_views() where not internal "
            "union all select table_name from duckdb_tables()"
        ).fetchall()
    }


def test_a_detector_finds_only_its_own_tables(doors):
    assert tables(doors.log) == OF_LOG | REFERENCES
    assert tables(doors.names) == OF_NAMES | REFERENCES


@pytest.mark.parametrize("which", ["log", "names"])
@pytest.mark.parametrize(
    "way",
    [
        "select * from access_truth",
        "select * from read_parquet('{truth}')",
        "select * from read_parquet('{truth_folder}/*.parquet')",
        "select * from '{truth}'",
        "select * from read_parquet('{event_folder}/../access_truth/part-00000.parquet')",
        "select * from glob('{truth_folder}/*')",
        "select * from read_blob('{truth}')",
        "select * from read_parquet('{child}')",
        "create view access_truth as select * from read_parquet('{truth}')",
        "attach '{truth}' as t",
        "copy (select 1) to '{truth_folder}/x.csv'",
        "set enable_external_access = true",
        "set allowed_directories = ['{truth_folder}']",
    ],
)
def test_no_way_leads_to_the_truth(doors, world, log, which, way):
    named = way.format(
        truth=log.path / "access_truth" / "part-00000.parquet",
        truth_folder=log.path / "access_truth",
        event_folder=log.path / "access_event",
        child=world.files("child")[0],
    )
    with pytest.raises(Exception, match=r"(?i)access_truth|permission|cannot|configuration"):
        getattr(doors, which).execute(named).fetchall()


def test_names_are_out_of_reach_of_the_other_detectors(doors, world, log):
    for file in (*world.files("identity"), *log.staff_files):
        with pytest.raises(Exception, match="(?i)permission"):
            doors.log.execute(f"select * from read_parquet('{file}')").fetchall()
    with pytest.raises(Exception, match="(?i)permission"):
        doors.names.execute(f"select * from read_parquet('{world.files('contact')[0]}')").fetchall()


@pytest.mark.parametrize("one", DETECTORS, ids=lambda one: one.id)
def test_a_detector_declares_what_it_may_read(one):
    allowed = OF_NAMES if one.rests_on_names else OF_LOG | {"explanation"}
    query = sql.load(one.query)
    assert {table for table, _ in query.reads} <= allowed
    assert query.returns == ("event_id", "raised_on", "strength")
    assert {name for name, _ in query.params} == {name for name, _ in one.params}
    assert set(one.looks_for) <= set(LOOKED_FOR)


def test_every_detector_is_a_file_and_every_kind_has_a_detector():
    files = {path.stem for path in (query_files.HERE / "queries").glob("audit_*.sql")}
    others = {"audit_explanation", "audit_explained"}
    assert {one.query for one in DETECTORS} == files - others - {
        name for name in files if name.startswith("audit_look")
    }
    assert {kind for one in DETECTORS for kind in one.looks_for} == set(LOOKED_FOR)


def test_what_finds_misuse_imports_nothing_that_knows_the_truth():
    graph = grimp.build_graph("analysis")
    for name in ("door", "detectors", "ranked", "evidence", "importing"):
        above = graph.find_upstream_modules(f"analysis.oversight.{name}")
        assert "analysis.oversight.truth" not in above, name


def test_no_query_of_the_project_names_the_truth():
    for path in query_files.HERE.rglob("*.sql"):
        assert not re.search(r"access_truth|is_improper", path.read_text(encoding="utf-8")), path


def test_taking_the_truth_away_changes_nothing_for_detectors(world, tmp_path):
    log_of(world, design(), tmp_path / "log", {"misuse_rate": 500})
    with open_doors(world, open_log(tmp_path / "log")) as opened:
        before = detect(opened).alerts
        for file in (tmp_path / "log" / "access_truth").iterdir():
            file.unlink()
        opened.log.execute("drop table explanation")
        assert detect(opened).alerts.equals(before)
    assert len(before)


def test_a_log_of_another_world_is_not_opened(log, tmp_path):
    other = generate_world(tmp_path / "other", n_children=500, seed=2, workers=1)
    with pytest.raises(WorldError, match="another world"), open_doors(open_world(other.path), log):
        pass


def test_the_tables_are_those_of_the_schema():
    assert {"access_event", "practitioner_identity"} <= set(LOG_TABLES)
    assert OF_LOG - {"access_event"} <= set(TABLES)
