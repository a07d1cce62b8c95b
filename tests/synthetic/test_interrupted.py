"""A world is whole or absent: killed processes, full disks, folders that can't be written."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.world import WorldError, open_world
from synthetic import generate

SCRIPT = """
import sys
from synthetic.generate import generate_world
if __name__ == "__main__":
    generate_world(sys.argv[1], n_children=3_000_000, seed=7, workers=2)
"""


def test_killed_half_way_no_world_is_left_and_the_next_run_succeeds(tmp_path):
    out, script = tmp_path / "world", tmp_path / "make.py"
    script.write_text(SCRIPT)
    environment = os.environ | {"PYTHONPATH": str(Path(generate.__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, str(script), str(out)], env=environment, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob(".world.partial-*/contact/*.parquet")):
            assert process.poll() is None, "the generator ended before it was killed"
            assert time.monotonic() < deadline, "no part was written within two minutes"
            time.sleep(0.05)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert not out.exists()
    with pytest.raises(WorldError, match="no world"):
        open_world(out)
    world = generate.generate_world(out, n_children=1_000, workers=1)
    assert open_world(out, verify=True).fingerprint == world.fingerprint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["make.py", "world"]


def test_a_full_disk_is_explained_and_leaves_nothing(tmp_path, monkeypatch):
    def no_space(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(generate, "write_table", no_space)
    with pytest.raises(WorldError, match="No space left on device"):
        generate.generate_world(tmp_path / "world", n_children=1_000, workers=1)
    assert not list(tmp_path.iterdir())


def test_a_file_that_really_cannot_grow_is_explained(tmp_path):
    """The system refuses the write itself, in a process that may only make small files."""
    script = (
        "import resource, sys\n"
        "from data.world import WorldError\n"
        "from synthetic.generate import generate_world\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try:\n"
        "    generate_world(sys.argv[1], n_children=5_000, workers=1)\n"
        "except WorldError as error:\n"
        "    print(error)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(generate.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "world")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "could not be written" in done.stdout
    assert "File too large" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorldError, match="could not be written"):
        generate.generate_world(tmp_path / "file" / "world", n_children=10, workers=1)


def test_a_failed_replacement_keeps_the_old_world(tmp_path, monkeypatch):
    old = generate.generate_world(tmp_path / "world", n_children=100, workers=1)

    def no_space(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(generate, "write_table", no_space)
    with pytest.raises(WorldError):
        generate.generate_world(tmp_path / "world", n_children=200, workers=1, replace=True)
    assert open_world(tmp_path / "world", verify=True).fingerprint == old.fingerprint


@pytest.mark.parametrize("damage", ["cut", "gone", "swapped", "manifest"])
def test_a_damaged_world_is_not_opened(tmp_path, damage):
    world = generate.generate_world(tmp_path / "world", n_children=100, workers=1)
    file = Path(world.files("contact")[0])
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif damage == "gone":
        file.unlink()
    elif damage == "swapped":
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    else:
        (world.path / "world.json").write_text("{")
    with pytest.raises(WorldError, match=r"again\.$"):
        open_world(world.path, verify=True)


def test_a_world_of_another_format_says_so(tmp_path):
    world = generate.generate_world(tmp_path / "world", n_children=10, workers=1)
    manifest = world.path / "world.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(WorldError, match="format 99"):
        open_world(world.path)
