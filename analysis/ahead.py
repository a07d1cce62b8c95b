"""Working out, while a reader reads, what they may ask for next.

One thread for all readers. It works only while nobody waits for an answer and for a moment
after, so that many readers are never slowed down for what one of them may ask.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from analysis.levers import Levers
from analysis.live import foresee
from analysis.next_moves import next_moves
from analysis.threads import NOBODY_WAITS
from analysis.workbench import Workbench

PATIENT = 10  # of 19: what is worked out ahead gives way to browsers on the same machine
PAUSE = 0.2  # seconds after an answer: it is being drawn


@dataclass(slots=True)
class Ahead:
    """A thread that works out next moves; `answering` tells it that somebody waits."""

    pause: float = PAUSE
    _waiting: int = 0  # readers
    _told_at: float = 0.0  # when the last answer was there
    _asked: tuple[Workbench, Levers, Levers | None] | None = None
    _n_asked: int = 0
    _thread: threading.Thread | None = None
    _changed: Any = field(default_factory=threading.Condition, repr=False)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Nothing is begun ahead while somebody waits inside."""
        with self._changed:
            self._waiting += 1
        try:
            yield
        finally:
            with self._changed:
                self._waiting -= 1
                self._told_at = time.monotonic()
                self._changed.notify_all()

    def of(self, bench: Workbench, design: Levers) -> None:
        """Work out next what is one move away from ``design``."""
        with self._changed:
            before = self._asked[1] if self._asked else None
            if self._asked and self._asked[:2] == (bench, design):
                return
            self._asked = (bench, design, before)
            self._n_asked += 1
            self._changed.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="ahead", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        if sys.platform == "linux":  # elsewhere a thread has no priority of its own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PATIENT)
        NOBODY_WAITS.set(True)
        done = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda done=done: self._n_asked != done)
                done, (bench, design, before) = self._n_asked, self._asked
            quiet = bench.without_writing()
            for moved in next_moves(design, bench.assumptions, before):
                if not self._is_free(done):
                    break
                try:
                    foresee(quiet, moved)
                except Exception:  # whoever asks for it is told
                    break

    def _is_free(self, asked: int) -> bool:
        """Wait until nobody waits; False where something else was asked for meanwhile."""
        with self._changed:
            while self._n_asked == asked:
                rest = self._told_at + self.pause - time.monotonic()
                if not self._waiting and rest <= 0:
                    return True
                self._changed.wait(None if self._waiting else rest)
        return False
