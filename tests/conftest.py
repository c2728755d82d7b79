"""What all tests share: an ordinary user's rights, the example's ledger, and folders whose data may be missing."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crossfoot.cli import run

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
NOBODY = 65534


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Tests against data that is not part of the project exist where the data does."""
    if collection_path.parent == ROOT / "tests" / "quality" and collection_path.stem.endswith("_shared"):
        return None if (SHARED / "eval").is_dir() else True
    return None


@pytest.fixture
def as_ordinary_user(tmp_path: Path) -> Iterator[None]:
    """Root may open everything: tests of permissions give that right up for a while."""
    if os.geteuid() != 0:
        yield
        return
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("pytest-", "popen-")):
            folder.chmod(0o755)
    os.chown(tmp_path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Makes a folder of a name, once for all workers. Whoever writes into it takes a copy."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Callable[[Path], None]) -> Path:
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (shared / f"{name}.done").exists():
                make(shared / name)
                (shared / f"{name}.done").touch()
        return shared / name

    return folder


@pytest.fixture(scope="session")
def demo_ledger(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A ledger of the example as `make demo` makes it."""

    def make(folder: Path) -> None:
        example = str(ROOT / "examples" / "desertion")
        assert run(["check", example, "--ledger", str(folder), "--reader", "fast"]) == 1

    return made_once("demo-ledger", make)
