"""The rules of docs/architecture.md that imports and file names show."""

from __future__ import annotations

import ast
import re
import tokenize
from fnmatch import fnmatch
from pathlib import Path

import pytest

from crossfoot import fingerprints, records

SOURCE = Path(__file__).parent.parent / "src" / "crossfoot"
RUNNERS = (
    "pipeline",
    "cli",
    "commands",
    "ledger",
    "settings",
    "terminal",
    "doctor",
    "verify",
    "explain",
    "api",
    "drafts",
    "material",
)
STAGES = ("archive", "read", "trace", "reconcile", "publish")
DOORS = {
    "sqlite3": ("ledger/",),
    "highspy": ("reconcile/solve.py",),
    "duckdb": ("trace/joins.py",),
    "pyarrow": ("trace/", "arrow.py"),
    "numpy": ("reconcile/", "trace/"),
    "urllib3": ("archive/fetch.py",),
    "protego": ("archive/robots.py",),
    "warcio": ("archive/warc",),
    "trafilatura": ("archive/extract.py",),
    "pypdfium2": ("archive/pdf_worker.py",),
    "feedparser": ("archive/feeds.py",),
    "openpyxl": ("workbook",),
    "ijson": ("archive/telegram.py",),
    "htmldate": (),
    "lxml": (),
    "jinja2": ("publish/",),
    "ahocorasick_rs": ("read/", "codebook"),
    "re2": ("read/", "codebook"),
    "rich": ("terminal.py",),
    "spacy": ("read/parser.py",),
    "click": ("cli.py", "commands/"),
}
"""Where each library may be imported: the beginnings of the paths of its doors."""
ASKS_WHAT_IS_INSTALLED = "doctor.py"
MOST_LINES = 450
NOUNS = "crossfoot.records"
EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "common", "misc"})

MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def imported(source: str, package: list[str]) -> set[str]:
    """Full names of all that a source imports, wherever the import stands; relative ones made absolute."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, node.module or ""]).strip(".")
            found.update(f"{module}.{alias.name}" for alias in node.names)
    return found


def imports(path: Path) -> set[str]:
    return imported(path.read_text(encoding="utf-8"), ["crossfoot", *path.relative_to(SOURCE).parts[:-1]])


def outside(stage: str, names: set[str]) -> list[str]:
    """What of these a stage must not know: the other stages, and what runs the stages."""
    closed = tuple(f"crossfoot.{other}" for other in (*STAGES, *RUNNERS) if other != stage)
    return sorted(name for name in names if name in closed or name.startswith(tuple(f"{one}." for one in closed)))


def test_the_map_shows_every_module() -> None:
    told = (SOURCE.parent.parent / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Rules")[0]
    first = "".join(line.split("|")[1] for line in told.splitlines() if line.startswith("| `"))
    patterns = re.findall(r"`([a-z_*]+(?:\.py|/))`", first)
    here = {path.relative_to(SOURCE).parts[0] for path in MODULES} - {"__init__.py"}
    names = {name if name.endswith(".py") else f"{name}/" for name in here}
    assert {name for name in names if not any(fnmatch(name, pattern) for pattern in patterns)} == set()
    assert [pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in names)] == []


def test_there_is_something_to_test() -> None:
    assert {path.parent.name for path in MODULES} >= set(STAGES)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_stages_never_import_one_another(path: Path) -> None:
    stage = path.relative_to(SOURCE).parts[0]
    if stage not in STAGES:
        return
    assert outside(stage, imports(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_are_used_behind_their_doors(path: Path) -> None:
    if name_of(path) == ASKS_WHAT_IS_INSTALLED:
        return
    libraries = {name.split(".")[0] for name in imports(path)}
    wrong = [lib for lib in libraries & set(DOORS) if not name_of(path).startswith(DOORS[lib] or ("\0",))]
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_nouns_have_one_door(path: Path) -> None:
    if name_of(path).startswith("records/"):
        return
    nouns = set(vars(records)) - {module.stem for module in (SOURCE / "records").glob("*.py")}
    assert {name for name in imports(path) if name.startswith(f"{NOUNS}.")} <= {f"{NOUNS}.{noun}" for noun in nouns}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_have_a_size_and_a_name_of_their_own(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert EMPTY_NAMES.isdisjoint({path.stem, path.parent.name})


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_patterns_match_alike_on_every_python(path: Path) -> None:
    """Groups taken possessively are matched wrongly by Pythons before 3.11.5, which Debian 12 still brings."""
    with path.open("rb") as file:
        raw = [t.string for t in tokenize.tokenize(file.readline) if t.string.lower().startswith(("r", "fr"))]
    assert [text for text in raw if re.search(r"\)(?:[*+?]|\{[0-9,]*\})\+|\(\?>", text)] == []


@pytest.mark.parametrize("stage", ["read", "trace", "reconcile"])
def test_results_are_made_again_when_anything_that_a_stage_stands_on_is_changed(stage: str) -> None:
    """Stages stand on modules of the ground floor, which stand on others: all are part of the fingerprint."""
    seen, ahead = set(), [f"crossfoot.{stage}"]
    while ahead:
        beneath = ahead.pop().split(".")[1]
        if beneath not in seen:
            seen.add(beneath)
            own = [path for path in MODULES if path.relative_to(SOURCE).with_suffix("").parts[0] == beneath]
            ahead += [name for path in own for name in imports(path) if re.match(r"crossfoot\.\w+\.", f"{name}.")]
    modules = seen & {path.relative_to(SOURCE).with_suffix("").parts[0] for path in MODULES}
    assert len(modules) > 3
    assert {name for name in modules - {stage, "records"} if not name.startswith(fingerprints.GROUND)} == set()


def test_an_import_of_another_stage_is_seen_in_every_form() -> None:
    source = (
        "import crossfoot.publish.charts\n"
        "def f():\n    from crossfoot import trace\n    from ..archive import extract\n    from . import sentences\n"
    )
    names = imported(source, ["crossfoot", "read"])
    assert outside("read", names) == ["crossfoot.archive.extract", "crossfoot.publish.charts", "crossfoot.trace"]
