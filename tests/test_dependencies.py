"""What the project rests on: pinned, hashed, and from nowhere in particular."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\$")
IMPOSSIBLE = "999.9.9"
"""The version under which a package that nobody meant to publish shows up where names are confused."""
MADE = frozenset({"__pycache__", ".peers"})
"""Folders that runs leave behind."""

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS = ("src", "tests", "docs", "examples", "benchmarks", ".ci")
HOSTS = (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb.debian", "org"), ("proxy.golang", "org"))
OURS = re.compile(r"/(?:work|root|home/\w+|Users/\w+)/")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, str]:
    """Name → version. Every line that is no comment is a pin or one of its hashes."""
    found = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if pin := PIN.match(line):
            found[normal(pin.group(1))] = pin.group(2)
        else:
            assert not line or re.match(r"^\s*(#|--hash=sha256:[0-9a-f]{64}( \\)?$)", line), f"{lock}: {line}"
    return found


def required(extra: str | None) -> list[str]:
    project = PROJECT["project"]
    names = project["dependencies"] if extra is None else project["optional-dependencies"][extra]
    return [normal(re.split(r"[<>=!~\[; ]", name)[0]) for name in (*names, *PROJECT["build-system"]["requires"])]


@pytest.mark.parametrize("file", [*LOCKS, "pyproject.toml"])
def test_no_dependency_has_the_impossible_version(file: str) -> None:
    assert IMPOSSIBLE not in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    names = pins(lock)
    assert names
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_what_the_project_requires_is_locked() -> None:
    assert set(required(None)) <= set(pins("requirements.lock"))
    assert set(required("dev")) <= set(pins("requirements-dev.lock"))


def test_both_locks_agree() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run


def tracked() -> list[Path]:
    files = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file() and MADE.isdisjoint(path.parts)]
    return files


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    hosts = re.compile("|".join(re.escape(".".join(host)) for host in HOSTS))
    told = []
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="replace")
        told += [
            f"{path.relative_to(ROOT)}: {found.group()}" for found in (hosts.search(text), OURS.search(text)) if found
        ]
    assert told == []
