"""Names with HTML, scripts, formulas and paths in them: nothing runs, nothing leaves the folder."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest
import yaml

from analysis.assuming import believed
from analysis.editions.article import as_data, digest, policy
from analysis.editions.pages import cell
from analysis.editions.prose import bare, html
from analysis.editions.request import request
from analysis.scenarios import read_scenario
from data.world import WorldError
from tests.editions.conftest import DAY, FUTURES

HOSTILE = """
label = {label}
summary = {summary}

[[sources]]
publisher = '<img src=x onerror="alert(1)">'
says = "]]></script><script>alert(2)</script> **bold** [x](javascript:alert(3))"
link = "https://example.org/a?b=<c>"

[sets]
scope = "universal"
connected_agencies = ["school", "police"]
authorised_agencies = ["school", "police"]
authorised_users = 1_000

[because]
scope = "=HYPERLINK(\\"https://example.org\\",\\"click\\") | ../../etc/passwd"
"""
LABELS = {
    "html": '"<b onclick=alert(1)>Hubs</b><script>alert(1)</script>"',
    "formula": '"=1+1|cmd"',
    "path": '"../../../etc/passwd"',
    "markdown": '"**[Hubs](javascript:alert(1))** `x` {{ 7*7 }} {% raw %}"',
    "nothing plain": '"<<<>>>"',
    "control": '"Hu\\u202ebs\\u0007"',
}
SUMMARIES = (
    "\"=cmd|' /C calc'!A0\"",
    '"<iframe src=javascript:alert(1)></iframe> www.example.org"',
)


class Seen(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


@pytest.fixture(scope="module", params=LABELS)
def files(request, printing, tmp_path_factory):
    label = LABELS[request.param]
    summary = SUMMARIES[len(request.param) % 2]
    path = tmp_path_factory.mktemp("hostile") / "mine.toml"
    path.write_text(HOSTILE.format(label=label, summary=summary), encoding="utf-8")
    (path.parent / "beliefs.toml").write_text(
        "[adoption_share]\ncentral = 0.4\nsource = '<script>alert(4)</script>=1+1'\n", "utf-8"
    )
    asked = ask(path)
    return printing(printing.world(), asked).files


def ask(path):
    return request(
        "</title><script>alert(5)</script> =1+1 ../../x",
        [read_scenario(str(path)), read_scenario("local_hub")],
        dated=DAY,
        assumptions=believed(path.parent / "beliefs.toml"),
        n_futures=FUTURES,
    )


def test_no_element_of_the_page_is_theirs(files):
    page = files["index.html"].decode()
    elements = Seen(page).elements
    scripts = [told for tag, told in elements if tag == "script"]
    assert sum("type" not in told for told in scripts) == 1
    assert all(told.get("type") == "application/json" for told in scripts[:-1])
    assert not [tag for tag, _ in elements if tag in ("iframe", "object", "embed", "form", "base")]
    assert not [name for _, told in elements for name in told if name.startswith("on")]
    for tag, told in elements:
        assert "style" not in told
        target = told.get("href") or told.get("src") or ""
        is_known = re.match(r"(https://|#|data:image/svg\+xml;base64,|[\w./-]+$)", target)
        assert not target or is_known, (tag, target)
        if target.startswith("data:"):
            assert tag == "img"


def test_the_policy_allows_this_script_and_style_and_nothing_else(files):
    page = files["index.html"].decode()
    content = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]
    content = content.replace("&#39;", "'")
    style, script = (
        re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1] for tag in ("style", "script")
    )
    assert content == policy(style, script)
    assert digest(script) in content
    assert "unsafe" not in content


def test_no_picture_holds_a_script(files):
    for path, content in files.items():
        if path.endswith(".svg"):
            assert not re.search(
                rb"<script|onload=|onerror=|href=.javascript:|<foreignObject", content
            )


def test_no_cell_is_run_by_a_spreadsheet(files):
    for path, content in files.items():
        if path.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode())):
                for told in row:
                    number = re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", told)
                    money = re.fullmatch(r"-£?[\d,.]+( million| billion)?( to .*)?", told)
                    assert not re.match(r"\s*[=+@]", told)
                    assert not told.startswith("-") or number or money or "%" in told, told


def test_every_file_lies_in_the_edition(files):
    for path in files:
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", path)
        assert not PurePosixPath(path).is_absolute()
        assert ".." not in PurePosixPath(path).parts


def test_the_citation_is_one_record_of_plain_words(files):
    told = yaml.safe_load(files["CITATION.cff"])
    assert set(told) == {
        "cff-version", "message", "title", "type", "version", "date-released", "license",
        "abstract", "authors",
    }  # fmt: skip
    assert "<" not in told["title"]


def test_the_pack_is_free_of_html_and_of_links_that_run(files):
    for path, content in files.items():
        if path.startswith("pack/"):
            text = content.decode()
            assert not re.search(r"<(?!https?://)[a-z/!]", text), path
            assert "](javascript:" not in text


def test_a_link_that_runs_is_refused_before_anything_is_published(tmp_path):
    path = tmp_path / "mine.toml"
    text = HOSTILE.format(label='"A"', summary='"B"')
    path.write_text(text.replace("https://example.org/a?b=<c>", "javascript:alert(1)"), "utf-8")
    with pytest.raises(WorldError, match="link"):
        read_scenario(str(path))


def test_prose_has_emphasis_and_links_alone():
    assert html("**a** <b>") == "<strong>a</strong> &lt;b&gt;"
    assert "href" not in html("[x](javascript:alert(1))")
    assert html("[x](https://example.org)") == '<a href="https://example.org">x</a>'
    assert "<img" not in html("![x](https://example.org/p.png)")
    assert bare("**a** *b*") == "a b"


def test_data_in_the_page_cannot_end_its_element():
    told = as_data({"a": "</script><script>&\u2028"})
    assert not re.search("[<>&\u2028]", told)


def test_a_table_of_markdown_keeps_its_cells():
    assert cell("a | b\nc") == "a \\| b c"
