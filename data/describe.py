"""What is in a world, in lines of label and value for the terminal and for screens."""

from __future__ import annotations

from collections.abc import Iterator

from data.schema import TABLES
from data.world import World

# What an absent table or column takes away, in words that complete "without it: no ...".
WITHOUT = {
    "identity": "linking of records by name, case view by name",
    "identity.*": "linking that compares this part of a record",
    "household": "names and addresses of homes in the case view",
    "household.*": "this line of a home in the case view",
    "registration": "errors in agencies' records (every record counts as matched)",
    "registration.quality": "errors in agencies' records (every record counts as matched)",
    "registration.has_identifier": "matching by a single identifier",
    "practitioner": "look-ups of single practitioners",
    "practitioner.area_code": "look-ups by the practitioner's council",
    "episode": "comparison of statuses with published figures",
    "episode.ended_on": "episodes at the end of the period",
    "episode.source": "referrals by source",
    "child.born_on": "figures by age",
    "child.sex": "figures by sex",
    "child.ethnic_group": "figures by ethnic group",
    "child.name_origin": "matching errors by origin of names",
    "child.area_code": "figures by council or region",
    "child.deprivation_decile": "figures by deprivation",
    "child.household_id": "siblings, opting out by household",
    "child.need_tier": "figures by need, the funnel",
    "child.is_shielded": "failures of shielding",
    "child.is_mobile": "figures for children who moved",
    "child.is_looked_after": "figures for looked-after children",
    "contact.area_code": "sharing limited to a council or region",
    "contact.concern_type": "kinds of concern, the agency that leads",
    "contact.is_sensitive": "withholding of sensitive contacts",
    "contact.practitioner_id": "look-ups of single practitioners",
}


def describe_world(world: World) -> list[tuple[str, str]]:
    """Label and value of every line: origin, size, period, tables, what is absent, digest."""
    return [*_origin(world), *_size(world), *_tables(world), *_absent(world), *_digest(world)]


def without(table: str, column: str | None = None) -> str:
    """What can't be answered when ``table``, or ``column`` of it, is absent."""
    if column is None:
        return WITHOUT[table]
    return WITHOUT.get(f"{table}.{column}") or WITHOUT[f"{table}.*"]


def _origin(world: World) -> Iterator[tuple[str, str]]:
    if not world.is_synthetic:
        yield "Origin", "imported records; they may be about real children"
        return
    yield "Origin", "synthetic children; none is a real child"
    yield "Generator", str(world.manifest.get("generator"))
    yield "Seed", str(world.manifest.get("seed"))


def _size(world: World) -> Iterator[tuple[str, str]]:
    yield "Children", f"{world.rows('child'):,}"
    if world.fraction is not None:
        yield "Share of England", f"{100 * world.fraction:.3g} percent of children"
    yield "Period", f"{_day(world.period_start)} to {_day(world.period_end)}"
    yield "Contacts held before it", f"{world.window_days} days"
    size = sum(part["bytes"] for e in world.manifest["tables"].values() for part in e["parts"])
    yield "On disk", f"{size / 1e6:,.1f} MB"


def _tables(world: World) -> Iterator[tuple[str, str]]:
    refused = world.manifest.get("rejected", {})
    for name in TABLES:
        if world.has(name):
            columns = world.manifest["tables"][name]["columns"]
            lost = f" ({refused[name]:,} rejected at import)" if refused.get(name) else ""
            yield f"Table {name}", f"{world.rows(name):,} rows{lost}: {', '.join(columns)}"


def _absent(world: World) -> Iterator[tuple[str, str]]:
    for table in TABLES.values():
        if not world.has(table.name):
            yield f"Without table {table.name}", f"no {without(table.name)}"
            continue
        for column in table.columns:
            if not world.has(table.name, column.name):
                yield (
                    f"Without {table.name}.{column.name}",
                    f"no {without(table.name, column.name)}",
                )


def _digest(world: World) -> Iterator[tuple[str, str]]:
    yield "Parameters", str(world.manifest.get("parameters") or "none")
    yield "Fingerprint", world.fingerprint


def _day(day) -> str:
    return f"{day.day} {day:%B %Y}"
