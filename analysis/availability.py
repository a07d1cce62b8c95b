"""What a world lacks, said in one sentence.

An imported world need hold only keys, dates, agencies and whether a contact is a concern.
Whatever else is absent is absent, and what depends on it says so through this module.
"""

from __future__ import annotations

from data.schema import TABLES
from data.world import World, WorldError


class NotAvailable(WorldError):
    """This world lacks what a figure needs; ``missing`` lists it as table or table.column."""

    def __init__(self, subject: str, missing: tuple[str, ...]) -> None:
        self.subject = subject
        self.missing = missing
        super().__init__(
            f"{subject} can't be shown: this world has no {_spoken(missing)}. "
            "Import it with the other tables, or look at another figure."
        )


def require(world: World, subject: str, *needed: str) -> None:
    """Raise NotAvailable when ``world`` lacks any of ``needed`` ("child.area_code", "child").

    ``subject`` begins the sentence, such as "Gaps by council".
    """
    missing = tuple(name for name in needed if not world.has(*name.split(".")))
    if missing:
        raise NotAvailable(subject, missing)


def _spoken(missing: tuple[str, ...]) -> str:
    names = []
    for name in missing:
        table, _, column = name.partition(".")
        if not column:
            names.append(f"table '{table}'")
            continue
        meaning = TABLES[table].column(column).description if table in TABLES else ""
        names.append(f"column '{column}' in table '{table}'" + (f" ({meaning})" if meaning else ""))
    return " and no ".join(names)
