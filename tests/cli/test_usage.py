"""Does wrong usage get one plain sentence and exit code 2, and each command its help?"""

from __future__ import annotations

import pytest
import typer.main

from cli import cli, main

COMMANDS = tuple(typer.main.get_command(cli).commands)


def run(arguments: str, capsys) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `contactlens ARGUMENTS`."""
    code = main(arguments.split())
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("genrate", "Did you mean 'generate'?"),
        ("generate --fraction 0.1", "Missing option '--out'"),
        ("generate --out w", "either --fraction 0.1 or --children 10000"),
        ("generate --out w --fraction 0.1 --children 5", "either --fraction 0.1 or --children"),
        ("generate --out w --fraction 0", "0 is not above 0 and at most 1"),
        ("generate --out w --fraction 1.5", "1.5 is not above 0 and at most 1"),
        ("generate --out w --fraction nan", "nan is not above 0 and at most 1"),
        ("generate --out w --fraction half", "valid number"),
        ("generate --out w --children 0", "--children"),
        ("generate --out w --children 5 --workers 0", "--workers"),
        ("generate --out w --children 5 --shards 0", "--shards"),
        ("generate --out w --children 5 --seed -1", "--seed"),
        ("generate --out w --children 5 --window-days 29", "--window-days"),
        ("generate --out w --children 5 --window-days 731", "--window-days"),
        ("generate --out w --children 5 --colour red", "No such option"),
        ("calibrate", "Missing argument 'DIR'"),
        ("import s --out w --period-end 2024-03-31", "Missing option '--period-start'"),
        (
            "import s --out w --period-start 1/4/2023 --period-end 2024-03-31",
            "'1/4/2023' is not a date; write it like 2024-03-31.",
        ),
        ("needs --world w", "Missing option '--out'"),
        ("run --port 0", "--port"),
        ("run --port 65536", "--port"),
    ],
)
def test_wrong_usage_is_one_sentence_that_names_the_help(arguments, sentence, capsys):
    code, out, err = run(arguments, capsys)
    assert code == 2
    assert out == ""
    assert sentence in err
    assert len(err.splitlines()) == 1
    assert "--help)" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command, capsys):
    code, out, _ = run(f"{command} --help", capsys)
    assert code == 0
    assert f"Usage: contactlens {command}" in out


def test_no_command_at_all_shows_the_help(capsys):
    code, out, _ = run("", capsys)
    assert code == 0
    assert all(f"\n  {command} " in out for command in COMMANDS)
    assert "..." not in out.partition("Commands:")[2]  # each summary fits its line


def test_version(capsys):
    assert run("--version", capsys)[:2] == (0, "contactlens 0.1.0\n")
