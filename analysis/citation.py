"""How to cite a figure: the program from CITATION.cff, with all that names the figure.

citation(answer, made_on=...)   one sentence for a reader
bibtex(answer, made_on=...)     the same for a list of references
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from analysis.answer import Answer

FILE = Path(__file__).parent.parent / "CITATION.cff"
LINE = re.compile(r'^(?:  - )?(title|version|name): "?([^"\n]+?)"?$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Work:
    """The program as CITATION.cff names it."""

    title: str
    version: str
    authors: str


@cache
def work() -> Work:
    """What CITATION.cff says; without the file (an installed copy) the bare name."""
    told = dict(LINE.findall(FILE.read_text(encoding="utf-8"))) if FILE.is_file() else {}
    return Work(
        title=told.get("title", "Contact Lens"),
        version=told.get("version", ""),
        authors=told.get("name", "Contact Lens contributors"),
    )


def citation(answer: Answer, *, made_on: date) -> str:
    """One sentence that names the program and the figure."""
    cited = work()
    return (
        f"{cited.authors} ({made_on.year}). {cited.title}{_version(cited)} [Computer software]. "
        f"Figure: “{answer.provenance.title}”; {identity(answer, made_on=made_on)}."
    )


def identity(answer: Answer, *, made_on: date) -> str:
    """Designs, world, results version and date: what tells a figure from every other."""
    told = answer.provenance
    kind = "synthetic children" if told.is_synthetic else "imported records"
    return (
        f"{designs(answer)}; world {told.world_fingerprint[:8]} ({kind}); results version "
        f"{told.results_version}; made on {made_on.isoformat()}"
    )


def designs(answer: Answer) -> str:
    """The designs by scenario and design id, in words."""
    told = [f"{one.scenario.id} ({one.id})" for one in answer.provenance.designs]
    if not told:
        return "England without an index"
    return f"design{'s' if len(told) > 1 else ''} {', '.join(told)}"


def bibtex(answer: Answer, *, made_on: date) -> str:
    """An entry for a list of references."""
    cited, told = work(), answer.provenance
    fields = {
        "author": cited.authors,
        "title": cited.title,
        "year": str(made_on.year),
        "version": cited.version,
        "note": f"Figure: {told.title}; {identity(answer, made_on=made_on)}",
    }
    lines = [f"  {name} = {{{_escaped(text)}}}," for name, text in fields.items() if text]
    return "\n".join([f"@software{{contactlens_{told.world_fingerprint[:8]},", *lines, "}"])


def _escaped(text: str) -> str:
    """``text`` for BibTeX, in which some marks are commands."""
    return re.sub(r"([&%$#_])", r"\\\1", re.sub(r"[\\{}~^]", " ", text))


def _version(cited: Work) -> str:
    return f", version {cited.version}" if cited.version else ""
