"""What all tests share: an ordinary user's rights, and which folders need data that lies beside the checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

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
