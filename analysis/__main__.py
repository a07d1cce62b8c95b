"""For developers: `python -m analysis steps QUERY --world DIR`."""

from __future__ import annotations

import argparse
import sys

from analysis.sql import QueryError
from analysis.steps import steps
from data.world import WorldError, open_world


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when it went well, 1 with one sentence when not."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("steps", help="run a query step by step and count the rows of each")
    one.add_argument("query", help="name of a file in analysis/queries, without .sql")
    one.add_argument("--world", required=True, help="folder of the world")
    one.add_argument("--rows", type=int, default=3, help="rows of each step to print")
    given = parser.parse_args(arguments)
    try:
        for name, n_rows, first in steps(open_world(given.world), given.query, rows=given.rows):
            print(f"{name}: {n_rows:,} rows\n{first}")
    except (WorldError, QueryError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
