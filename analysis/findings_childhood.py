"""What a childhood of looks says, in sentences: who could look by eighteen, and who does."""

from __future__ import annotations

import polars as pl

from analysis.childhood import LABELS, PEOPLE, VIEWS
from analysis.evaluation import Evaluation
from analysis.lifetime import AGES, NO_CONCERN
from analysis.outcomes import outcome

ACUTE = "acute"
CHILD = {
    "no_concern": "a child with no concern all year",
    "none": "a child of need tier none",
    "additional": "a child with additional needs",
    "complex": "a child with complex needs",
    "acute": "a child with acute needs",
}
SHORT = {
    "no_concern": "No concern all year",
    "none": "Tier none",
    "additional": "Tier additional",
    "complex": "Tier complex",
    "acute": "Tier acute",
}
"""Words beside a line, where there is little room; `childhood.LABELS` has them in full."""


def title(rows: pl.DataFrame, of: str, found: Evaluation) -> str:
    """The finding of one of the two charts, by its outcome."""
    say = people_title if of == PEOPLE else views_title
    return say(rows, found.scenario.id)


def summary(rows: pl.DataFrame, of: str, found: Evaluation) -> str:
    """Every figure at eighteen, and what kind of sum it is."""
    told = _at_eighteen(rows, found.scenario.id, of)
    label = found.scenario.label
    if not any(row["value"] for row in told.values()):
        return f"Under {label} all lines lie at zero."
    parts = [
        f"{LABELS[life].lower()} {row['text']} ({row['interval']})" for life, row in told.items()
    ]
    if len({(row["text"], row["interval"]) for row in told.values()}) == 1:
        one = next(iter(told.values()))
        parts = [f"every child {one['text']} ({one['interval']})"]
    return (
        f"{outcome(of).label}, under {label}: {'; '.join(parts)}. Upright lines at the right: "
        f"intervals. {outcome(of).caveat}"
    )


def people_title(rows: pl.DataFrame, scenario: str) -> str:
    """How many people could look at a child by eighteen."""
    told = _at_eighteen(rows, scenario, PEOPLE)
    if not any(row["value"] for row in told.values()):
        return "By eighteen nobody could have looked"
    first = told.get(NO_CONCERN) or next(iter(told.values()))
    if len({(row["text"], row["interval"]) for row in told.values()}) == 1:
        return f"By eighteen about {first['text']} people could have looked at any child"
    most = max(told.values(), key=lambda row: row["value"] or 0.0)
    return (
        f"By eighteen about {most['text']} people could have looked at {CHILD[most['life']]}, "
        f"{first['text']} at {CHILD[first['life']]}"
    )


def views_title(rows: pl.DataFrame, scenario: str) -> str:
    """How often somebody does, for a child with acute needs and for one without a concern."""
    told = _at_eighteen(rows, scenario, VIEWS)
    if not any(row["value"] for row in told.values()):
        return "By eighteen nobody has looked"
    ends = [told[life] for life in (ACUTE, NO_CONCERN) if life in told]
    parts = [f"{_times(row)} at {CHILD[row['life']]} ({row['interval']})" for row in ends]
    return f"By eighteen somebody has looked {', '.join(parts)}"


def _times(row: dict) -> str:
    """How often; what would round to never, and is not, is less than once."""
    if row["text"] in ("0", "0.0") and row["value"]:
        return "less than once"
    return f"about {row['text']} times"


def _at_eighteen(rows: pl.DataFrame, scenario: str, of: str) -> dict[str, dict]:
    """By life, the row at the eighteenth birthday; none for a life that no child has."""
    last = rows.filter(
        pl.col("scenario") == scenario,
        pl.col("outcome") == of,
        pl.col("age") == AGES,
        pl.col("value").is_not_null(),
    )
    return {row["life"]: row for row in last.iter_rows(named=True)}
