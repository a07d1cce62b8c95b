"""Run a piece of work in a process of its own and watch it: seconds and peak memory.

Memory is the resident size summed over the process and all its children, sampled five
times a second; shared pages count once per process, so the figure errs on the high side.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

SAMPLE_SECONDS = 0.2  # looking costs a few milliseconds, which the workers would miss
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """What one piece of work took and gave back."""

    seconds: float  # wall clock, start of the interpreter included
    peak_mib: float
    answer: object


def watched(work: Callable, *arguments) -> Run:
    """Run ``work(*arguments)`` in a fresh interpreter and measure it from outside."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    # Not a daemon: the work may have worker processes of its own.
    process = context.Process(target=_answer, args=(send, work, arguments))
    started = time.perf_counter()
    process.start()
    peak = 0
    watched_process = psutil.Process(process.pid)
    while process.is_alive() and not receive.poll(SAMPLE_SECONDS):
        peak = max(peak, _resident(watched_process))
    seconds = time.perf_counter() - started
    if not receive.poll():
        process.join()
        raise RuntimeError(f"{work.__name__} ended without an answer")
    answer = receive.recv()
    process.join()
    if isinstance(answer, Exception):
        raise answer
    return Run(seconds, peak / MIB, answer)


def _answer(send, work: Callable, arguments: tuple) -> None:
    try:
        send.send(work(*arguments))
    except Exception as error:
        send.send(error)
        raise


def _resident(process: psutil.Process) -> int:
    total = 0
    try:
        for each in [process, *process.children(recursive=True)]:
            total += each.memory_info().rss
    except psutil.NoSuchProcess:
        pass  # a worker ended between the list and the look; the next sample sees the rest
    return total
