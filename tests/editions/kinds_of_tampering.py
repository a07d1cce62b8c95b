"""Kinds of tampering with an edition, by name: what `test_tampering_property` tries.

``INPUTS`` names those after which everything is worked out from other inputs.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

from analysis.editions.checksums import SUMS, files_in

Edit = Callable[[Path, random.Random], None]
KINDS: dict[str, Edit] = {}
INPUTS: set[str] = set()  # kinds after which everything is worked out from other inputs


def kind(name: str, *, changes_inputs: bool = False) -> Callable[[Edit], Edit]:
    def kept(edit: Edit) -> Edit:
        KINDS[name] = edit
        if changes_inputs:
            INPUTS.add(name)
        return edit

    return kept


def in_record(change: Callable[[dict, random.Random], None]) -> Edit:
    """An edit of edition.json."""

    def edit(folder: Path, chance: random.Random) -> None:
        file = folder / "edition.json"
        told = json.loads(file.read_text(encoding="utf-8"))
        change(told, chance)
        file.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")

    return edit


def one_of(told: list, chance: random.Random, where=lambda one: True) -> dict:
    return chance.choice([one for one in told if where(one)])


def number(field: str) -> Edit:
    def change(told: dict, chance: random.Random) -> None:
        one = one_of(told["figures"], chance, lambda one: isinstance(one.get(field), float))
        one[field] = one[field] * 1.01 + 1

    return in_record(change)


def word(field: str, value: str) -> Edit:
    def change(told: dict, chance: random.Random) -> None:
        one = one_of(told["figures"], chance, lambda one: one.get(field) != value)
        one[field] = value

    return in_record(change)


for name in ("value", "low", "high"):
    kind(f"figure: {name} moved")(number(name))
for name, value in {
    "text": "1 million",
    "interval": "1 to 2",
    "unit": "pounds",
    "label": "Children saved",
    "design": "status_quo",
    "outcome": "views",
    "dimension": "all",
    "group": "London",
    "definition": "views",
    "id": "invented",
    "formula": "a / b",
    "source": "trust me",
}.items():
    kind(f"figure: {name} rewritten")(word(name, value))


@kind("figure: the last shown digit of a value")
@in_record
def last_digit(told, chance):
    one = one_of(told["figures"], chance, lambda one: one.get("value"))
    one["value"] *= 1 + 1e-8


@kind("figure: left out")
@in_record
def left_out(told, chance):
    told["figures"].remove(one_of(told["figures"], chance))


@kind("figure: invented")
@in_record
def invented(told, chance):
    told["figures"].append(one_of(told["figures"], chance) | {"id": "local_hub/lives_saved"})


@kind("figure: told twice")
@in_record
def told_twice(told, chance):
    told["figures"].append(dict(one_of(told["figures"], chance)))


@kind("figure: two exchanged")
@in_record
def exchanged(told, chance):
    closed = {one["id"]: one for one in told["figures"]}
    one, other = closed["local_hub/sharing_gaps"], closed["status_quo/sharing_gaps"]
    one["value"], other["value"] = other["value"], one["value"]


@kind("figure: shown as withheld")
@in_record
def hidden(told, chance):
    one_of(told["figures"], chance, lambda one: not one.get("is_withheld"))["is_withheld"] = True


@kind("figure: what was withheld shown")
@in_record
def shown(told, chance):
    one = one_of(told["figures"], chance, lambda one: one.get("is_withheld"))
    one |= {"value": 3.0, "low": 1.0, "high": 5.0, "text": "3"}
    one.pop("is_withheld")


for name, value in {
    "title": "Index saves lives",
    "dated": "2031-01-01",
    "id": "0123456789",
    "origin": "Real children.",
    "scaling": "all of England",
    "intervals": "certain",
}.items():
    kind(f"record: {name} rewritten", changes_inputs=name in ("title", "dated"))(
        in_record(lambda told, chance, name=name, value=value: told.update({name: value}))
    )


@kind("record: a finding rewritten")
@in_record
def finding(told, chance):
    told["findings"][chance.randrange(len(told["findings"]))] = "An index closes every gap."


@kind("record: what is withheld unsaid")
@in_record
def unsaid(told, chance):
    told["withheld"] = []


@kind("record: a definition rewritten")
@in_record
def redefined(told, chance):
    one_of(told["definitions"], chance)["formula"] = "gaps / 2"


@kind("record: a caveat removed")
@in_record
def uncautioned(told, chance):
    one_of(told["definitions"], chance)["caveat"] = ""


@kind("record: another results version")
@in_record
def other_results(told, chance):
    told["versions"]["results"] = "0"


@kind("record: another program version")
@in_record
def other_program(told, chance):
    told["versions"]["program"] = "9.9"


@kind("record: a chart's words rewritten")
@in_record
def other_words(told, chance):
    one_of(told["charts"], chance)["words"] = "No gaps remain."


@kind("record: an unknown field")
@in_record
def unknown_field(told, chance):
    told["approved"] = True


@kind("record: not a number")
def not_a_number(folder, chance):
    file = folder / "edition.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r'"value":\s*[\d.e+-]+', '"value": NaN', text, count=1), "utf-8")


@kind("world: another seed", changes_inputs=True)
@in_record
def other_seed(told, chance):
    told["world"]["seed"] += 1


@kind("world: another fingerprint")
@in_record
def other_fingerprint(told, chance):
    told["world"]["fingerprint"] = told["world"]["fingerprint"][::-1]


@kind("world: more children", changes_inputs=True)
@in_record
def more_children(told, chance):
    told["world"]["n_children"] += 100


@kind("world: another period")
@in_record
def other_period(told, chance):
    told["world"]["period_end"] = "2025-03-31"


@kind("world: another share of England")
@in_record
def other_share(told, chance):
    told["world"]["fraction"] = 1.0


@kind("inputs: an assumption's central value", changes_inputs=True)
@in_record
def other_belief(told, chance):
    one = next(one for one in told["inputs"]["assumptions"] if one["id"] == "consent_share")
    one["central"] = one["high"]


@kind("inputs: an assumption's range", changes_inputs=True)
@in_record
def other_range(told, chance):
    one = next(one for one in told["inputs"]["assumptions"] if one["id"] == "adoption_share")
    one["low"] = one["central"]


@kind("inputs: an assumption's source", changes_inputs=True)
@in_record
def other_source(told, chance):
    one_of(told["inputs"]["assumptions"], chance)["source"] = "Everybody knows"


@kind("inputs: an assumption left out")
@in_record
def no_belief(told, chance):
    told["inputs"]["assumptions"].pop(chance.randrange(len(told["inputs"]["assumptions"])))


@kind("inputs: a held assumption called shipped")
@in_record
def called_shipped(told, chance):
    one_of(told["inputs"]["assumptions"], chance)["is_shipped"] = False


@kind("inputs: a lever of a design", changes_inputs=True)
@in_record
def other_lever(told, chance):
    one = told["inputs"]["designs"][1]
    one["toml"] = one["toml"].replace("authorised_users = 4_000", "authorised_users = 9_000")


@kind("inputs: the name of a design")
@in_record
def other_name(told, chance):
    told["inputs"]["designs"][1]["label"] = "Safe hubs"


@kind("inputs: fewer futures", changes_inputs=True)
@in_record
def fewer_futures(told, chance):
    told["inputs"]["futures"] -= 1


@kind("inputs: a lower threshold", changes_inputs=True)
@in_record
def lower_threshold(told, chance):
    told["inputs"]["appetite"] = told["inputs"]["appetite"].replace("value = 10", "value = 1")


@kind("inputs: a design that sets an assumption")
@in_record
def smuggled(told, chance):
    told["inputs"]["designs"][1]["toml"] += "\nadoption_share = 1.0\n"


def replaced(path: str, pattern: str, by: str) -> Edit:
    """An edit of one of the places in ``path`` that ``pattern`` finds."""

    def edit(folder: Path, chance: random.Random) -> None:
        file = folder / path
        text = file.read_text(encoding="utf-8")
        place = chance.choice(list(re.finditer(pattern, text)))
        file.write_text(text[: place.start()] + by + text[place.end() :], encoding="utf-8")

    return edit


for name, path, pattern, by in (
    ("table: a number", "data/figures.csv", r"(?<=,)\d+\.\d+(?=,)", "4.5"),
    ("table: a word", "data/designs.csv", "Local hubs", "Safe hubs"),
    ("table: a row left out", "data/figures.csv", r"\nlocal_hub/views,.*", ""),
    ("table: a row more", "data/levers.csv", r"\Z", "local_hub,magic,Magic,x,no,yes,true\n"),
    ("table: a definition", "data/definitions.csv", "sharing gaps", "gaps"),
    ("package: a type", "datapackage.json", '"number"', '"string"'),
    ("package: a digest", "datapackage.json", "sha256:[0-9a-f]{8}", "sha256:00000000"),
    ("chart: a word in a picture", "charts/designs.svg", "Local hubs", "Safe hubs"),
    ("chart: a place in a picture", "charts/designs.svg", r"translate\(\d+", "translate(1"),
    ("article: a sentence", "index.html", "would close", "would never close"),
    ("article: a figure in bold", "index.html", r"<strong>[^<]+</strong>", "<strong>0</strong>"),
    ("article: a datum of a chart", "index.html", r'"x":\d+\.?\d*', '"x":12345'),
    ("article: a cell of a table", "index.html", r"<td>[^<]+</td>", "<td>no more</td>"),
    ("article: a weaker policy", "index.html", "default-src &#39;none&#39;", "default-src *"),
    ("article: a script more", "index.html", "</body>", "<script>1</script></body>"),
    ("article: a link elsewhere", "index.html", 'href="edition.json"', 'href="javascript:1"'),
    ("pack: a figure", "pack/dpia-local_hub.md", r"\*\*[^*]+\*\* \(`", "**0** (`"),
    ("pack: a step left out", "pack/dpia-local_hub.md", "## Step 5[^#]*", ""),
    ("pack: a flow left out", "pack/flows.md", r"\n\| the index \|.*", ""),
    ("citation: a name", "CITATION.cff", "Contact Lens contributors", "Somebody"),
):
    kind(name)(replaced(path, pattern, by))


@kind("chart: a bit of a picture")
def a_bit(folder, chance):
    file = folder / "charts" / "designs.png"
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


@kind("files: one cut short")
def cut_short(folder, chance):
    file = folder / chance.choice(sorted(files_in(folder) - {SUMS}))
    file.write_bytes(file.read_bytes()[:-1])


@kind("files: one missing")
def missing(folder, chance):
    (folder / chance.choice(sorted(files_in(folder) - {SUMS, "edition.json"}))).unlink()


@kind("files: one more")
def one_more(folder, chance):
    (folder / "data" / f"extra{chance.randrange(9)}.csv").write_text("a,b\n", encoding="utf-8")


@kind("files: two exchanged")
def two_exchanged(folder, chance):
    one, other = folder / "data" / "designs.csv", folder / "data" / "levers.csv"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
