"""What sharing can and can't fix under one design, in sentences made from its funnel."""

from __future__ import annotations

from analysis.answer import Answer
from analysis.design_table import brief
from analysis.estimates import Estimate
from analysis.evaluation import Evaluation
from analysis.findings_designs import figure, listed
from analysis.funnel_by_design import CLOSED, REMAINS, SHARED, UNSHARED
from analysis.units import Unit, show

CHILDREN = "children with complex or acute needs"
CHANNELS = {"practice": "by practice", "lookup": "by a look-up", "alert": "by an alert"}


def funnel_title(funnel: Answer, held: Evaluation) -> str:
    """The finding of the field of dots: what is closed, and what remains."""
    steps = _steps(funnel)
    remains, closed = (steps[step] for step in (REMAINS, CLOSED))
    if not closed["n_children"]:
        return (
            f"{held.scenario.label}: of every 1,000 {CHILDREN}, a gap remains for {remains['text']}"
        )
    return (
        f"{held.scenario.label}: of every 1,000 {CHILDREN}, {closed['text']} have their last gap "
        f"closed and {remains['text']} keep one"
    )


def reach(funnel: Answer) -> str:
    """What a design closes, and what practice shares anyway."""
    steps = _steps(funnel)
    return (
        f"**What sharing mends.** This design closes every gap that practice leaves of "
        f"{_per(steps[CLOSED])} of these 1,000 children. Practice alone meets every need of "
        f"{_per(steps[SHARED])}. A gap remains for {_per(steps[REMAINS])}: at least once an agency "
        "met the child and did not know what another held."
    )


def out_of_reach(funnel: Answer) -> str:
    """What no sharing can mend."""
    steps = _steps(funnel)
    unseen, one, late = (steps[step] for step in UNSHARED)
    together = sum(steps[step]["per_1000"] for step in UNSHARED)
    return (
        f"**What it can't.** About {show(together, Unit.PER_1000)} are out of reach of any design: "
        f"{_per(unseen)} whom no agency has a concern about, {_per(one)} known to a single agency, "
        f"and {_per(late)} about whom nothing was held in time to be shared."
    )


def acting(
    acted: Estimate, met: Estimate | None, chances: dict[str, tuple[float, float, float]]
) -> str:
    """Knowing is not acting: how many of the needs met are acted on."""
    shares = [
        f"{_share(*chances[name])} of needs met {words}"
        for name, words in CHANNELS.items()
        if name in chances
    ]
    of = (
        f"Of about {met.text} sharing needs of these children that are met in a year"
        if met
        else ("Of the sharing needs of these children that are met in a year")
    )
    return (
        f"**Knowing is not acting.** {of}, about {figure(acted)} are acted on. This rests on "
        f"judgement: {listed(shares)}."
    )


def _steps(funnel: Answer) -> dict[str, dict]:
    return {row["step"]: row for row in funnel.frame.iter_rows(named=True)}


def _per(step: dict) -> str:
    between = brief(step["interval_text"])
    return f"**{step['text']}**" + ("" if between == step["text"] else f" ({between})")


def _share(central: float, low: float, high: float) -> str:
    between = show(central, Unit.SHARE)
    if low == high:
        return between
    return f"{between} ({low * 100:.0f} to {high * 100:.0f}%)"
