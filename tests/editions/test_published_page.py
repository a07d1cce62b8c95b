"""The page of published editions and reader mode, without a browser."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import launch
from analysis import reader_mode
from analysis.current_world import VARIABLE
from analysis.editions import shelf
from analysis.editions.folder import write_edition
from analysis.editions.reading import said
from analysis.known_worlds import FOLDERS
from data.world import WorldError
from pages.parts.entry import FOLDER, PAGES

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def shelf_folder(pressed, tmp_path, monkeypatch) -> Path:
    write_edition(pressed, tmp_path / "editions" / "hubs")
    monkeypatch.setenv(shelf.FOLDER, str(tmp_path / "editions"))
    monkeypatch.setattr(shelf, "HOME", tmp_path / "none")
    return tmp_path / "editions"


@pytest.fixture
def opened(printing, monkeypatch):
    """Opens a page on the small world; further words are parameters of its address."""

    def open_page(page: str, **parameters: str) -> AppTest:
        world = printing.world()
        monkeypatch.setenv(VARIABLE, str(world.path))
        monkeypatch.setenv(FOLDERS, str(world.path.parent))
        app = AppTest.from_file(str(APP), default_timeout=120)
        if page:
            app.switch_page(f"pages/{page}.py")
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_page


def words(app: AppTest) -> str:
    shown = (*app.title, *app.header, *app.markdown, *app.caption, *app.info, *app.success)
    return "\n".join(one.value for one in (*shown, *app.warning))


def test_it_reads_an_edition_as_an_article(opened, shelf_folder, edition):
    app = opened("published")
    assert not app.exception
    told = words(app)
    assert "Hubs" in told
    assert said(edition.findings[0]) in told
    assert edition.id in told
    assert "Synthetic children" in told
    assert said(edition.charts[0].title) in told


def test_the_self_checking_link_says_same(opened, shelf_folder):
    app = opened("published", check="1")
    assert not app.exception
    (told,) = app.success
    assert told.value.startswith("Same: all")


def test_the_self_checking_link_says_what_differs(opened, shelf_folder):
    file = shelf_folder / "hubs" / "edition.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    one = next(one for one in record["figures"] if one["id"] == "local_hub/views")
    one["value"] += 100
    file.write_text(json.dumps(record), encoding="utf-8")
    app = opened("published", check="1")
    assert not app.exception
    assert app.warning[0].value.startswith("Differs: 1 of")
    assert "local_hub/views" in "".join(one.proto.body for one in app.get("html"))


def test_without_its_world_nothing_is_said_of_it(opened, shelf_folder, printing, monkeypatch):
    monkeypatch.setattr(shelf, "world_called", lambda _: None)
    app = opened("published", check="1")
    assert "is not on this machine" in app.info[0].value


def test_a_design_is_opened_in_the_explorer(opened, shelf_folder, monkeypatch):
    app = opened("published")
    app.button(key="open-local_hub").click().run()
    assert not app.exception
    assert app.session_state["s-design"].id == "local_hub"


def test_without_editions_it_says_how_to_get_one(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "HOME", tmp_path)
    monkeypatch.delenv(shelf.FOLDER, raising=False)
    app = opened("published")
    assert "contactlens publish" in app.info[0].value


def test_what_is_no_edition_is_passed_over(shelf_folder):
    (shelf_folder / "broken").mkdir()
    (shelf_folder / "broken" / "edition.json").write_text("{", encoding="utf-8")
    assert [one.folder.name for one in shelf.shelved()] == ["hubs"]


def test_the_one_before_is_told(shelf_folder, pressed):
    shutil.copytree(shelf_folder / "hubs", shelf_folder / "older")
    file = shelf_folder / "older" / "edition.json"
    text = file.read_text(encoding="utf-8").replace("2026-11-22", "2026-01-01")
    file.write_text(text.replace(f'"id": "{pressed.edition.id}"', '"id": "older"'), "utf-8")
    known = shelf.shelved()
    assert [one.edition.dated for one in known] == ["2026-11-22", "2026-01-01"]
    assert shelf.before(known[0], known) == known[1]
    assert shelf.before(known[1], known) is None


@pytest.fixture
def public(monkeypatch):
    monkeypatch.setenv(reader_mode.VARIABLE, "1")


def test_readers_get_editions_explorer_and_methods_alone(opened, shelf_folder, public):
    app = opened("")
    assert not app.exception
    assert app.title[0].value == "What has been published, and does it still hold?"
    for name, _ in PAGES:
        if name in reader_mode.PAGES or not (FOLDER / f"{name}.py").is_file():
            continue
        told = opened(name)
        assert not told.exception
        assert told.title[0].value == "What has been published, and does it still hold?", name


@pytest.mark.parametrize("page", reader_mode.PAGES)
def test_readers_get_no_import_no_generation_and_no_path(
    opened, shelf_folder, public, page, printing
):
    app = opened(page)
    assert not app.exception
    assert not app.get("file_uploader")
    keys = {one.key for one in app.button}
    assert not [key for key in keys if key and key.startswith(("world", "story", "making"))]
    everything = words(app) + "".join(str(one.proto) for one in app.get("html"))
    assert str(printing.folder) not in everything
    assert str(shelf_folder) not in everything


def test_readers_are_not_told_where_a_missing_world_was_looked_for(
    shelf_folder, public, monkeypatch, tmp_path
):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "secret-place"))
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    told = words(app)
    assert reader_mode.NO_WORLD in told
    assert "secret-place" not in told


def test_an_imported_world_is_never_shown_to_readers(opened, printing, public, tmp_path):
    folder = tmp_path / "imported"
    shutil.copytree(printing.world().path, folder)
    file = folder / "world.json"
    told = json.loads(file.read_text(encoding="utf-8")) | {"origin": "imported", "fraction": None}
    file.write_text(json.dumps(told), encoding="utf-8")
    printing_world = printing.world
    try:
        printing.world = lambda *_: type("W", (), {"path": folder})()
        app = opened("")
    finally:
        printing.world = printing_world
    assert reader_mode.NOT_SYNTHETIC in words(app)


def test_reader_mode_is_told_to_the_dashboard_in_its_environment(tmp_path):
    told = launch.reading(tmp_path, is_public=True)
    assert told[reader_mode.VARIABLE] == "1"
    assert told[FOLDERS] == ""
    assert told[shelf.FOLDER] == str(tmp_path.resolve())
    assert launch.reading(None, is_public=False) == {reader_mode.VARIABLE: "0"}
    with pytest.raises(WorldError, match="A folder of editions was expected"):
        launch.reading(tmp_path / "none", is_public=False)


def test_what_an_edition_says_can_neither_link_nor_load():
    told = said("**a** [x](https://example.org) ![p](https://example.org/p.png) <img src=x>")
    assert told.startswith("**a**")
    assert "](" not in told
    assert "://" not in told
    assert "<" not in told


def test_behind_a_web_server_it_answers_to_a_name_and_listens_here_alone():
    told = launch.streamlit_command(8600, "lens.example.org")
    assert "--server.address=127.0.0.1" in told
    assert "--server.allowedHosts=lens.example.org" in told
    assert "--browser.serverAddress=lens.example.org" in told
    assert not [one for one in launch.streamlit_command(8600) if "allowedHosts" in one]
    for name in ("a b", "--server.address=0.0.0.0", "", "-a", "a\nb", "x" * 300):
        with pytest.raises(WorldError, match="A host name"):
            launch.streamlit_command(8600, name)


def test_readers_are_not_started_on_a_world_that_is_not_synthetic(printing, tmp_path):
    folder = shutil.copytree(printing.world().path, tmp_path / "imported")
    file = folder / "world.json"
    told = json.loads(file.read_text(encoding="utf-8")) | {"origin": "imported"}
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(WorldError, match="Only a synthetic world"):
        launch.start_dashboard(world=folder, port=8979, is_public=True)
