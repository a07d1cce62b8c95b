"""One specification for a light and a dark page: the light one, and where the dark one differs.

A page that holds many charts need not hold each of them twice.
"""

from __future__ import annotations

from functools import partial

Path = list[str | int]


def two_modes(draw: partial, *, alt_text: str, mark: str) -> dict:
    """``light``: a specification; ``dark``: pairs of a path in it and the value there at night."""
    light, dark = (
        _named(draw(mode=mode, alt_text=alt_text, mark=mark).to_dict())
        for mode in ("light", "dark")
    )
    return {"light": light, "dark": list(_changes(light, dark, []))}


def _named(spec: dict) -> dict:
    """``spec`` with its rows called by number: Altair calls them by a digest of their content."""
    names = {name: f"rows-{number}" for number, name in enumerate(spec.get("datasets", {}))}

    def renamed(part):
        if isinstance(part, list):
            return [renamed(one) for one in part]
        if not isinstance(part, dict):
            return part
        if set(part) == {"name"} and part["name"] in names:
            return {"name": names[part["name"]]}
        return {key: renamed(value) for key, value in part.items()}

    rows = {names[name]: told for name, told in spec.get("datasets", {}).items()}
    rest = {name: renamed(part) for name, part in spec.items() if name != "datasets"}
    return rest | ({"datasets": rows} if rows else {})


def _changes(one, other, path: Path):
    """Where ``other`` differs from ``one``; whole parts where they are not built alike."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from _changes(one[name], other[name], [*path, name])
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            yield from _changes(mine, theirs, [*path, number])
    elif one != other:
        yield [path, other]
