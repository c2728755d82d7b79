"""Long work ends with what it has, by Ctrl-C or a budget; what is shown then is proved and said to be partial."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from crossfoot.claimsfile import read_claims
from crossfoot.cli import crossfoot
from crossfoot.interrupt import stoppable
from crossfoot.reconcile import ReconcileSettings, reconcile
from crossfoot.reconcile.check import check

TABLE = """\
id,measure,population,place,period,printed,hedge,kind
year,cases,all,country,2024,1204,exact,flow
ten,cases,all,country,2024-01/2024-10,905,exact,cumulative
november,cases,all,country,2024-11,410,about,flow
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "figures.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_the_first_interrupt_asks_and_the_second_ends() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable() as asked:
        assert not asked()
        os.kill(os.getpid(), signal.SIGINT)
        assert asked()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_outside_the_main_thread_nothing_is_touched() -> None:
    answers: list[bool] = []

    def work() -> None:
        with stoppable() as asked:
            answers.append(asked())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert answers == [False]


def after(calls: int) -> Callable[[], bool]:
    """Says yes from the given question on."""
    asked = iter(range(10**9))
    return lambda: next(asked) >= calls


@pytest.mark.parametrize("calls", [0, 1, 3, 10, 30])
def test_a_run_stopped_anywhere_gives_what_it_has(table: Path, calls: int) -> None:
    claims = read_claims(table).claims
    whole = reconcile(claims)
    stopped = reconcile(claims, settings=ReconcileSettings(stop=after(calls)))
    if not stopped.complete:
        assert "The search was stopped" in stopped.notes[0]
    assert {c.claims for c in stopped.conflicts} <= {c.claims for c in whole.conflicts}
    assert all(check(c.proof) is None for c in stopped.conflicts)
    assert calls > 0 or not stopped.complete


def test_whoever_stops_does_not_change_what_settings_are_the_same() -> None:
    settings = ReconcileSettings()
    assert replace(settings, stop=after(1)) == settings
    assert repr(replace(settings, stop=after(1))) == repr(settings)


def test_a_budget_that_runs_out_is_told_and_ends_with_three(table: Path) -> None:
    done = CliRunner().invoke(crossfoot, ["reconcile", "--claims", str(table), "--seconds", "0"])
    assert done.exit_code == 3
    assert "ran out" in done.stderr


def test_without_haste_the_same_figures_end_with_one(table: Path) -> None:
    done = CliRunner().invoke(crossfoot, ["reconcile", "--claims", str(table)])
    assert done.exit_code == 1
    assert "ran out" not in done.stderr
