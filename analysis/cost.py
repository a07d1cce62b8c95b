"""What a design takes: every line in pounds of 2024-25, and what they come to over the years.

Formulas, conventions and a worked example stand in docs/methods-cost.md. Every line is an
array with one number per future. Time saved stands apart and is never taken off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.cost_lines import in_todays_pounds, people_lines, system_lines, time_lines
from analysis.england import children_in_england
from analysis.futures import Values
from analysis.levers import Levers
from analysis.policy import BOUNDS
from analysis.present_value import Schedule, schedule
from analysis.tally import Tally
from data.world import WorldError

YEARLY = (
    "running",
    "training",
    "two_factor",
    "lookup_time",
    "alert_time",
    "oversight",
    "extra_staff",
)
"""The lines of a year in full use; together they are its cost."""


@dataclass(frozen=True, slots=True, eq=False)
class CostAccount:
    """Pounds of 2024-25 for England, one number per future."""

    setup: np.ndarray  # once, as planned
    first_training: np.ndarray  # once: the time of the first users
    running: np.ndarray  # this and what follows: a year in full use
    training: np.ndarray  # the time of those who replace users that left
    two_factor: np.ndarray
    lookup_time: np.ndarray
    alert_time: np.ndarray
    oversight: np.ndarray
    extra_staff: np.ndarray
    time_saved: np.ndarray  # a year in full use; apart, never taken off
    worker_year: np.ndarray  # one full-time practitioner for a year
    setup_bias: np.ndarray  # what set-up costs more than planned, as a part of the plan
    running_bias: np.ndarray
    schedule: Schedule

    @property
    def yearly(self) -> np.ndarray:
        """Cost of a year in full use: all yearly lines, as planned."""
        return sum(getattr(self, line) for line in YEARLY)

    def spent(self, *, with_bias: bool = False) -> np.ndarray:
        """Pounds of each year of the horizon, not discounted: (futures, years).

        ``with_bias`` raises set-up and running by their optimism bias; other lines stay.
        """
        setup, yearly = self.setup, self.yearly
        if with_bias:
            setup = setup * (1 + self.setup_bias)
            yearly = yearly + self.running * self.running_bias
        return (
            setup[:, None] * self.schedule.setup
            + self.first_training[:, None] * self.schedule.training
            + yearly[:, None] * self.schedule.in_use
        )

    def present_value(self, *, with_bias: bool = False) -> np.ndarray:
        """What the whole horizon costs today."""
        return self.schedule.present_value(self.spent(with_bias=with_bias))

    @property
    def time_saved_present_value(self) -> np.ndarray:
        """What the time saved over the horizon is worth today; apart, never taken off."""
        return self.time_saved * self.schedule.counted_years_in_use


def cost_account(
    levers: Levers,
    value: Values,
    *,
    n_lookups: np.ndarray | float,
    n_alerts: np.ndarray | float,
    n_needs_met_by_index: np.ndarray | float,
    horizon_years: int | None = None,
) -> CostAccount:
    """The cost of a design in every future that ``value`` tells of.

    Volumes are of a year in full use, already scaled to England: one number, or one per
    future. Without an index (scope 'none') nothing is paid but extra staff, from year 0.
    Raises WorldError for a horizon that is no whole number of years, 1 or more.
    """
    rate = value("discount_rate")
    nothing = np.zeros_like(rate)
    volumes = (nothing + one for one in (n_lookups, n_alerts, n_needs_met_by_index))
    there_is_an_index = levers.scope != "none"
    lines = dict.fromkeys(("setup", "first_training", *YEARLY, "time_saved"), nothing)
    if there_is_an_index:
        lines |= system_lines(levers, value)
        lines |= people_lines(levers, value)
        lines |= time_lines(levers, value, *volumes)
    hour = in_todays_pounds("hourly_gbp.practitioner", value)
    return CostAccount(
        **lines | {"extra_staff": nothing + levers.extra_staff_gbp_per_year},
        worker_year=hour * value("working_hours_per_year"),
        setup_bias=value("optimism_bias.setup"),
        running_bias=value("optimism_bias.running"),
        schedule=schedule(
            value("build_years") if there_is_an_index else nothing,
            horizon_years=_horizon(value, horizon_years),
            rate=rate,
        ),
    )


def cost_tallies(
    account: CostAccount,
    *,
    gaps_closed: np.ndarray | float | None = None,
    n_children: float | None = None,
) -> list[Tally]:
    """The outcomes of cost, all for England.

    ``gaps_closed``: sharing gaps that the design closes in a year of full use in England, one
    per future; without it, or if centrally there are none, nothing is given per gap. A gap
    counts what a pound of its year counts. ``n_children``: children in England, if not those
    of the published margin.
    """
    lines = {f"{line}_cost": getattr(account, line) for line in ("setup", "first_training")}
    lines |= {f"{line}_cost": getattr(account, line) for line in YEARLY}
    lines |= {
        "yearly_cost": account.yearly,
        "present_value": account.present_value(),
        "present_value_with_bias": account.present_value(with_bias=True),
        "time_saved": account.time_saved,
        "time_saved_present_value": account.time_saved_present_value,
    }
    children = np.full_like(account.yearly, n_children or children_in_england())
    ratios = {
        "yearly_cost_per_child": (account.yearly, children),
        "social_worker_years": (account.yearly, account.worker_year),
    }
    if gaps_closed is not None:
        closed = gaps_closed * account.schedule.counted_years_in_use
        if closed[0] > 0:
            ratios |= {
                "cost_per_gap": (lines["present_value"], closed),
                "cost_per_gap_with_bias": (lines["present_value_with_bias"], closed),
            }
    return [Tally(id, amount, is_national=True) for id, amount in lines.items()] + [
        Tally(id, top, bottom, is_national=True) for id, (top, bottom) in ratios.items()
    ]


def _horizon(value: Values, given: int | None) -> int:
    years = value("horizon_years")[0].item() if given is None else given
    most = int(BOUNDS["years"][1])
    if isinstance(years, bool) or years not in range(1, most + 1):
        raise WorldError(
            f"A horizon of 1 to {most} whole years was expected, got {years!r}. Choose another, "
            "or hold assumption 'horizon_years' at one."
        )
    return int(years)
