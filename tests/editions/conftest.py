"""A small published edition, its world, and what it takes to look at an edited copy of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from analysis.editions.check import Check, judged
from analysis.editions.folder import read_edition, write_edition
from analysis.editions.press import Pressed, press
from analysis.editions.request import Request, request, request_of
from analysis.scenarios import read_scenario
from analysis.workbench import workbench
from data.world import World
from synthetic.generate import generate_world

DAY = date(2026, 11, 22)
CHILDREN, SEED, FUTURES = 1_500, 11, 8


@dataclass
class Press:
    """Makes worlds and editions anew, each of them once."""

    folder: Path
    worlds: dict = field(default_factory=dict)
    pressed: dict = field(default_factory=dict)

    def world(self, n_children: int = CHILDREN, seed: int = SEED, window_days: int = 180) -> World:
        key = (n_children, seed, window_days)
        if key not in self.worlds:
            self.worlds[key] = generate_world(
                self.folder / "-".join(map(str, key)),
                n_children=n_children,
                seed=seed,
                window_days=window_days,
                workers=1,
            )
        return self.worlds[key]

    def __call__(self, world: World, asked: Request) -> Pressed:
        key = (world.fingerprint, asked)
        if key not in self.pressed:
            bench = workbench(
                world,
                assumptions=asked.assumptions,
                window_days=asked.window_days,
                n_futures=asked.n_futures,
            )
            self.pressed[key] = press(bench, asked)
        return self.pressed[key]

    def checked(self, folder: Path) -> Check:
        """What `contactlens verify` would find, from the world's seed on."""
        found = read_edition(folder)
        told, asked = found.edition.world, request_of(found.edition)
        world = self.world(told.n_children, told.seed, told.window_days)
        return judged(found, self(world, asked))


@pytest.fixture(scope="session")
def printing(tmp_path_factory) -> Press:
    return Press(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="session")
def asked() -> Request:
    """Local hubs, held against England without an index."""
    return request("Hubs", [read_scenario("local_hub")], dated=DAY, n_futures=FUTURES)


@pytest.fixture(scope="session")
def pressed(printing, asked) -> Pressed:
    return printing(printing.world(), asked)


@pytest.fixture(scope="session")
def edition(pressed):
    return pressed.edition


@pytest.fixture
def copy(pressed, tmp_path) -> Path:
    """A copy of the edition on disk, to be edited."""
    return write_edition(pressed, tmp_path / "edition")
