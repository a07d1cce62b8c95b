"""A small case for tests: the worked example of the model, with names and a shielded child."""

from __future__ import annotations

from tests.access_logs import TOLD

CONTACT = """
    child_id | agency      | contacted_on | is_concern | concern_type | area_code
    1        | police      | 2023-04-11   | true       | violence     | E06000001
    1        | school      | 2023-04-21   | true       | missing      | E06000001
    1        | hospital    | 2023-04-21   | true       | violence     | E06000001
    1        | police      | 2023-04-26   | true       | violence     | E06000001
    1        | school      | 2023-11-17   | true       | missing      | E06000001
    1        | early_help  | 2023-05-01   | false      | -            | E06000001
"""
CHILD = """
    child_id | area_code | is_shielded | need_tier
    1        | E06000001 | false       | acute
    2        | E06000001 | true        | none
"""
IDENTITY = """
    child_id | forename | surname
    1        | Ada      | Invented
    2        | Bo       | Invented
"""
NOTHING_SHARED = {one.id: 0 for one in TOLD if one.id.startswith("practice_share.")}
NOTHING_SHARED |= {"open_case_uplift": 0}
