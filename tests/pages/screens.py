"""What tests of pages share: a bare world, and the words and charts of a page."""

from __future__ import annotations

import json

BARE = """
    child_id | agency      | contacted_on | is_concern
    1        | police      | 2023-05-01   | true
    1        | school      | 2023-05-20   | true
    1        | social_care | 2023-06-20   | true
    2        | hospital    | 2023-06-20   | false
"""


def said(app, *, tables: bool = False) -> str:
    """All the words of a page; those of its tables too, if asked for."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info, app.warning)
    words = [str(element.value) for kind in (*kinds, app.metric) for element in kind]
    bodies = [html.proto.body for html in app.get("html")] if tables else []
    return "\n".join([*words, *bodies])


def specs(app) -> list[dict]:
    """The specifications of the charts of a page."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
