"""Which levers a figure rests on. Moving another leaves it as it is, so it is not made again.

The tests move every lever that is not named here and hold the figures to what they were.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.levers import Levers, baseline

CHANCES = ("identifier", "lookup_rule", "extra_staff_gbp_per_year")
"""The chances of what happens at a need."""
WHO = ("scope", "trigger_agencies", "opt_out", "shielding")  # has an entry, open to users
LOOKING = ("authorised_agencies", "lookup_rule", "identifier")
SHOWN = ("connected_agencies", "sensitive_rule")
VIEWS = (*WHO, *LOOKING, *SHOWN)
"""Look-ups, views and what they show."""
VOLUMES = (*VIEWS, "alert_threshold")
"""The same and alerts."""
NEEDS = (*VOLUMES, "visibility", "update_delay_days", "extra_staff_gbp_per_year")
"""Needs and what meets them."""


def only(levers: Levers, names: tuple[str, ...]) -> Levers:
    """``levers`` with every lever but ``names`` at the baseline."""
    return replace(baseline(), **{name: getattr(levers, name) for name in names})
