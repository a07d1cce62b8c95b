"""A scenario as the text of a TOML file, which `read_scenario` reads back to the same scenario."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.levers import Value
from analysis.policy import load_assumptions
from analysis.scenario_file import PRESET_IDS
from analysis.scenarios import Scenario
from data.world import WorldError


def scenario_toml(scenario: Scenario, held: Mapping[str, float] | None = None) -> str:
    """The file of ``scenario``; the same scenario gives the same text.

    It stands on its own: what was taken over from a preset is written out. A scenario can't hold
    assumptions, so those ``held`` on a screen are told in a comment, as options of the command
    line. Raises WorldError for text that no file can hold (half of a character).
    """
    lines = [
        "# A design for Contact Lens. Check it with: contactlens scenarios FILE",
        *(f"# Seen with --assume {id}={number(value)}" for id, value in _in_order(held or {})),
        f"label = {_text(scenario.label)}",
        f"summary = {_text(scenario.summary)}",
    ]
    for source in scenario.sources:
        lines += [
            "",
            "[[sources]]",
            f"publisher = {_text(source.publisher)}",
            f"says = {_text(source.says)}",
            f"link = {_text(source.link)}",
        ]
    if scenario.sets:
        lines += ["", "[sets]", *(f"{id} = {_value(value)}" for id, value in scenario.sets)]
    if scenario.because:
        lines += ["", "[because]", *(f"{id} = {_text(why)}" for id, why in scenario.because)]
    return "\n".join([*lines, ""])


def file_name(scenario: Scenario) -> str:
    """What a download of ``scenario`` is called: its id, apart from the presets'."""
    return f"{scenario.id}{'_copy' if scenario.id in PRESET_IDS else ''}.toml"


def number(value: float) -> str:
    """``value`` in the fewest digits that give it back exactly, on every machine."""
    return repr(float(value) + 0.0).removesuffix(".0").replace("e+", "e")


def _in_order(held: Mapping[str, float]) -> list[tuple[str, float]]:
    return [(one.id, held[one.id]) for one in load_assumptions() if one.id in held]


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_text(one) for one in value)}]"
    return f"{value:_}" if isinstance(value, int) else repr(value)


def _text(text: str) -> str:
    """A TOML string on one line; what can't be seen is written as its number."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise WorldError(f"{text!r} holds half of a character; write it again.") from None
    return f'"{"".join(_letter(one) for one in text)}"'


def _letter(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    if one.isprintable():
        return one
    return f"\\u{ord(one):04x}" if ord(one) < 2**16 else f"\\U{ord(one):08x}"
