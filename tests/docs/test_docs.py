"""The documentation kept true: links resolve, commands run, the tutorial runs, options are those of the program."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from help_page import PAGE, named
from help_page import page as help_page

from crossfoot import pipeline
from crossfoot.cli import COMMANDS, run
from crossfoot.cli import crossfoot as program
from crossfoot.commands.export import FORMATS
from crossfoot.ledger import Ledger
from crossfoot.publish.exports.conflictdata import COLUMNS
from crossfoot.publish.exports.tables import TABLES

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_INLINE = re.compile(r"`[^`\n]*`")
DRAFT = "Altogether 95,296 criminal cases were opened in Ukraine between February 2022 and November 1, 2024.\n"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in _FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def pages_with(language: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, language)]


# ── links ────────────────────────────────────────────────────────────────────────────────────────


def links(page: Path) -> Iterator[str]:
    text = _INLINE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    for match in _LINK.finditer(text):
        yield match.group(1) or match.group(2)


def anchors(page: Path) -> set[str]:
    """The anchors that headings get where Markdown is shown."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_resolve(page: Path) -> None:
    broken = []
    for link in links(page):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_led_to() -> None:
    """From the README, by links."""
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        ahead += [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if "://" not in link]
        ahead = [p for p in ahead if p.exists()]
    assert [name_of(page) for page in DOCS.glob("*.md") if page not in seen] == []


# ── the program's own words ──────────────────────────────────────────────────────────────────────


EVERY = dict(named(COMMANDS))


@pytest.mark.parametrize("name", EVERY)
def test_every_command_and_option_is_told(name: str) -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md") if page != PAGE)
    commands = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert f"crossfoot {name}" in commands
    options = [o for p in EVERY[name].params if isinstance(p, click.Option) for o in p.opts if o.startswith("--")]
    assert [option for option in options if option not in told] == []


def test_what_is_told_of_a_command_is_there() -> None:
    """Every `crossfoot NAME … --option` in inline code names a command, and options that it has."""
    wrong = []
    for page in PAGES:
        for code in re.findall(r"`(crossfoot [^`\n]*)`", page.read_text(encoding="utf-8")):
            words = code.split()[1:]
            name = next((n for n in (" ".join(words[:2]), words[0] if words else "") if n in EVERY), None)
            if name is None and words and words[0].isalpha() and words[0].islower():
                wrong.append(f"{name_of(page)}: {code}")
            elif name:
                known = {o for p in EVERY[name].params for o in p.opts} | {"--help", "-h"}
                used = [w.split("=")[0].rstrip(",.;:)") for w in words if w.startswith("--")]
                wrong += [f"{name_of(page)}: {code}: {option}" for option in used if option not in known]
    assert wrong == []


@pytest.mark.parametrize("name", EVERY)
def test_help_says_something(name: str) -> None:
    command = EVERY[name]
    assert command.help
    assert all(p.help for p in command.params if isinstance(p, click.Option))
    assert program.commands


def test_the_help_page_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == help_page(), (
        "run `python tests/docs/help_page.py` and look at what changed"
    )


def test_formats_page_shows_every_export() -> None:
    told = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"export --format {name}" not in told] == []


def test_formats_page_names_every_table_and_column() -> None:
    told = (DOCS / "formats.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"| `{table.name}` | {table.says} | {', '.join(c.name for c in table.columns)} |" in told
    assert ",".join(COLUMNS) in told
    for name in ("conflicts", "bounds"):
        assert ",".join(c.name for t in TABLES if t.name == name for c in t.columns) in told


# ── what runs ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def asked_ledger(demo_ledger: Path, made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """It was asked before what several pages ask, so that each of them need not wait for it."""

    def make(folder: Path) -> None:
        shutil.copytree(demo_ledger, folder)
        for options in (["--without", "Free Ranks"], []):
            assert run(["reconcile", str(folder), "--reader", "fast", *options]) == 1

    return made_once("asked-ledger", make)


@pytest.fixture
def desk(asked_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the pages imagine it: the examples, a ledger, a draft."""
    shutil.copytree(asked_ledger, tmp_path / "my-ledger")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands_of(page: Path) -> list[str]:
    return [
        line[2:] for block in blocks(page, "console") for line in block.splitlines() if line.startswith("$ crossfoot ")
    ]


def filled_in(line: str, desk: Path) -> list[str]:
    """CLAIM and CONFLICT stand for an id; the fast reader is enough for the pages."""
    with Ledger.open(desk / "my-ledger") as ledger:
        found = ledger.reconciliation()
        ids = {"CLAIM": ledger.claims()[0].id, "CONFLICT": found.conflicts[0].id if found else ""}
    words = [ids.get(word, word) for word in shlex.split(line)[1:]]
    name = next(n for n in (" ".join(words[:2]), words[0]) if n in EVERY)
    takes = {o for p in EVERY[name].params for o in p.opts}
    return [*words, *(["--reader", "fast"] if "--reader" in takes and "--reader" not in words else [])]


@pytest.mark.heavy
@pytest.mark.parametrize("page", pages_with("console"), ids=name_of)
def test_the_commands_of_a_page_run(page: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = commands_of(page)
    assert lines
    for line in lines:
        code = run(filled_in(line, desk))
        assert code in (0, 1), f"{line}: {code}: {capsys.readouterr().err}"


@pytest.mark.heavy
@pytest.mark.parametrize("page", pages_with("python"), ids=name_of)
def test_the_python_of_a_page_runs(page: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk.is_dir()
    monkeypatch.setattr(pipeline, "_path", lambda _: "fast")
    namespace: dict[str, Any] = {}
    shown: list[object] = []
    for block in blocks(page, "python"):
        tree = ast.parse(block)
        last = tree.body[-1]
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(tree.body[:-1], []), page.name, "exec"), namespace)
            shown.append(eval(compile(ast.Expression(last.value), page.name, "eval"), namespace))
        else:
            exec(compile(tree, page.name, "exec"), namespace)
    assert not any(value is False for value in shown)
