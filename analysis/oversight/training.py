"""A reviewer's running score against the truth: in training alone, of drawn logs alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.access_log import open_log
from analysis.oversight.decisions import REFER, Decision
from analysis.oversight.laboratory import Experiment
from analysis.oversight.truth import KIND_LABELS, PROPER, read_truth


@dataclass(frozen=True, slots=True)
class Running:
    """How verdicts compare with what look-ups were."""

    referred_improper: int
    referred_proper: int
    accepted_improper: int
    accepted_proper: int

    @property
    def n(self) -> int:
        """Look-ups decided on."""
        return (
            self.referred_improper
            + self.referred_proper
            + self.accepted_improper
            + self.accepted_proper
        )

    @property
    def agreed(self) -> int:
        """Verdicts that fit what the look-up was."""
        return self.referred_improper + self.accepted_proper


def truth_of(found: Experiment) -> dict[int, str]:
    """What each look-up in the queue of an experiment was: event_id to kind."""
    truth = read_truth(open_log(found.folder))
    rows = truth.join(found.queue.select("event_id"), on="event_id", how="semi")
    return dict(rows.select("event_id", "kind").iter_rows())


def running(decisions: Mapping[int, Decision], truth: Mapping[int, str]) -> Running:
    """The score of ``decisions`` that hold."""
    told = [
        (one.verdict == REFER, truth[event] not in PROPER)
        for event, one in decisions.items()
        if event in truth
    ]
    return Running(
        referred_improper=told.count((True, True)),
        referred_proper=told.count((True, False)),
        accepted_improper=told.count((False, True)),
        accepted_proper=told.count((False, False)),
    )


def what_it_was(kind: str) -> str:
    """A kind as a sentence, once a reviewer has decided."""
    label = KIND_LABELS[kind]
    return (
        f"It was planted as: {label[0].lower()}{label[1:]}."
        if kind not in PROPER
        else (f"It was a look-up {label[0].lower()}{label[1:]}.")
    )
