"""Pages of a server on this machine, played through: captured, changed, withdrawn, failing, and there again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from crossfoot import pages as over
from crossfoot import pipeline, watching
from crossfoot.archive.fetch import Fetcher, FetchLimits
from crossfoot.cli import run as program
from crossfoot.ledger import Ledger
from crossfoot.records import Sighting, Visit
from crossfoot.settings import Settings
from crossfoot.verify import verify
from crossfoot.watching import Page
from site_of_tests import HOST, Calendar, Site, site

FIRST = "Prosecutors in the northern region opened 1,874 criminal cases for desertion by the end of October 2024."
SECOND = "Of these, 612 cases had been sent to court, the office said in its monthly register."
CHANGED = FIRST.replace("1,874", "1,974")
FILLER = (
    "The register is published every month and counts proceedings, not persons, as the office explained on its page."
)
FORM = "<form><input name=user><input type='password' name=word></form>"

PageOf = Callable[..., str]


def page(*sentences: str, more: str = "") -> str:
    said = "".join(f"<p>{sentence}</p>" for sentence in (*sentences, FILLER))
    head = "<title>Register of proceedings</title><meta property='article:published_time' content='2024-11-05'>"
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body><article><h1>Register</h1>{said}</article>{more}</body>"
    )


class Desk:
    """A newsroom with a ledger, one site to watch, and a calendar."""

    def __init__(self, web: Site, folder: Path) -> None:
        self.web, self.folder = web, folder
        self.clock = Calendar()
        self.url = f"{web.root}/register"
        Ledger.create(folder).close()

    def look(self, day: tuple[int, int, int], urls: Sequence[str] | None = None) -> tuple[Page, ...]:
        """One pass on a day; without `urls`, over all known pages."""
        self.clock.day(*day)
        fetcher = Fetcher(frozenset({HOST}), FetchLimits(delay=0, attempts=1), clock=self.clock)
        with Ledger.open(self.folder, clock=self.clock.now) as book:
            run = pipeline.Run(book, Settings(reader="fast"))
            pipeline.take_reports(run)
            before = frozenset(report.url for report in run.reports if report.url)
            visits = tuple(over.visit(run, over.addresses_of(book) if urls is None else urls, fetcher))
            self.problems = [problem.reason for problem in run.problems]
            return watching.pages(visits, self.run(book).sightings, before)

    @staticmethod
    def run(book: Ledger, as_of: date | None = None) -> pipeline.Run:
        run = pipeline.Run(book, Settings(reader="fast", as_of=as_of))
        pipeline.take_reports(run)
        pipeline.read(run)
        return run

    def known(self, as_of: date | None = None) -> pipeline.Run:
        with Ledger.open(self.folder) as book:
            assert verify(book) == ()
            return self.run(book, as_of)

    def sightings(self) -> dict[str, Sighting]:
        return {one.before.quote: one for one in self.known().sightings}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with site() as web:
        yield Desk(web, tmp_path / "l")


def became(found: Sequence[Page]) -> dict[str, str]:
    return {figure.sighting.before.quote: figure.became for one in found for figure in one.figures}


# ── the play ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.heavy
def test_a_page_is_captured_changed_withdrawn_and_there_again(desk: Desk) -> None:
    """Each of the four is told apart from the others and from every failure in between."""
    desk.web.put("/register", page(FIRST, SECOND))
    (first,) = desk.look((2024, 11, 6), [desk.url])
    assert (first.visit.outcome, first.is_first, first.figures) == ("page", True, ())

    (same,) = desk.look((2024, 12, 3))
    assert became([same]) == {"1,874": "unchanged", "612": "unchanged"}

    desk.web.put("/register", page(CHANGED, SECOND))
    assert became(desk.look((2025, 1, 9))) == {"1,874": "changed", "612": "unchanged"}
    changed = desk.sightings()["1,874"]
    assert (changed.standing, changed.before.at[:10], changed.after and changed.after.at[:10]) == (
        "changed",
        "2024-12-03",
        "2025-01-09",
    )
    assert changed.after is not None
    assert (changed.before.passage, changed.after.passage) == (FIRST, CHANGED)

    desk.web.put("/register", page(CHANGED))
    assert became(desk.look((2025, 2, 1))) == {"612": "gone from the page", "1,974": "unchanged"}

    desk.web.put("/register", "away", 404)
    assert became(desk.look((2025, 3, 3))) == {"1,974": "page gone"}
    assert became(desk.look((2025, 3, 4))) == {}, "what was gone before is not told again"

    desk.web.put("/register", page(CHANGED, SECOND))
    assert became(desk.look((2025, 4, 1))) == {"612": "back", "1,974": "back"}
    back = desk.sightings()
    assert [(a[:10], b[:10]) for a, b in back["612"].absences] == [("2025-02-01", "2025-04-01")]
    assert back["1,874"].standing == "changed"
    assert len(desk.known().known.visits) == 7  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, "gone"),
        (410, "gone"),
        (429, "throttled"),
        (401, "login"),
        (403, "login"),
        (451, "login"),
        (500, "failed"),
        (503, "failed"),
        (400, "failed"),
        (204, "failed"),
    ],
)
def test_absence_throttling_login_wall_and_failure_are_four_things(desk: Desk, status: int, outcome: str) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", "" if status == 204 else "no", status)
    (found,) = desk.look((2025, 1, 9))
    assert found.visit.outcome == outcome
    expected = "page gone" if outcome == "gone" else "not known"
    assert became([found]) == {"1,874": expected, "612": expected}
    assert bool(desk.problems) == (outcome != "gone")
    standing = {one.standing for one in desk.sightings().values()}
    assert standing == ({"page gone"} if outcome == "gone" else {"present"})


def test_a_redirect_to_a_login_form_is_no_absence(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", "", 302, Location="/login")
    desk.web.put("/login", page("Please sign in.", more=FORM))
    (found,) = desk.look((2025, 1, 9))
    assert (found.visit.outcome, became([found])["1,874"]) == ("login", "not known")
    assert "login form" in found.visit.reason


def test_a_login_form_in_place_of_the_page_is_no_absence(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", "<html><body><p>Members only. Sign in to read on.</p>" + FORM)
    assert desk.look((2025, 1, 9))[0].visit.outcome == "login"


def test_a_login_form_beside_the_article_is_no_wall(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND, more=FORM))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", page(FIRST, more=FORM))
    assert became(desk.look((2025, 1, 9))) == {"1,874": "unchanged", "612": "gone from the page"}


def test_a_redirect_to_another_page_shows_that_the_figures_are_gone_from_the_address(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", "", 302, Location="/")
    desk.web.put("/", page("Welcome to our pages, where nothing is counted any more."))
    (found,) = desk.look((2025, 1, 9))
    assert set(became([found]).values()) == {"gone from the page"}
    assert found.visit.reason == f"200, at {desk.web.root}/"


def test_a_server_that_is_not_there_and_a_page_that_cannot_be_read(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", page("x" * 40, more="\0"))
    (found,) = desk.look((2025, 1, 9))
    assert (found.visit.outcome, found.visit.reports, found.is_known) == ("page", (), False)
    assert became([found]) == {"1,874": "not known", "612": "not known"}
    desk.web.put("/robots.txt", "", 500)
    assert desk.look((2025, 1, 10))[0].visit.outcome == "failed"


def test_a_robots_file_that_closes_the_page_is_told_as_our_own_rule(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/robots.txt", "User-agent: *\nDisallow: /register\n")
    (found,) = desk.look((2025, 1, 9))
    assert (found.visit.outcome, found.visit.hops) == ("refused", ())


def test_a_reworded_sentence_keeps_its_figure(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put(
        "/register", page("For desertion, the region's prosecutors have by now opened 1,874 criminal cases.", SECOND)
    )
    assert became(desk.look((2025, 1, 9))) == {"1,874": "unchanged", "612": "unchanged"}


# ── what stays ───────────────────────────────────────────────────────────────────────────────────


def test_the_evidence_of_every_visit_is_kept_and_a_flipped_digit_shows(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 12, 3))
    with Ledger.open(desk.folder) as book:
        one, two = book.visits()
        (capture,) = book.captures()
        assert one.exchange != two.exchange
        assert one.hops[-1].payload == two.hops[-1].payload == capture.sha256, "bytes once"
        place = book.vault.path(capture.sha256)
        assert place.stat().st_mode & 0o777 == 0o444
        place.chmod(0o644)
        place.write_bytes(place.read_bytes().replace(b"1,874", b"1,875"))
        assert any("another sha256" in fault.reason for fault in verify(book))
        place.write_bytes(place.read_bytes().replace(b"1,875", b"1,874"))
        exchange = book.vault.path(two.exchange or "")
        exchange.chmod(0o644)
        exchange.write_bytes(exchange.read_bytes()[:-1] + b"?")
        assert [fault.place for fault in verify(book)] == [f"archive {desk.url}"]


def test_a_page_that_is_gone_keeps_its_figures_in_the_ledger(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", "away", 410)
    desk.look((2025, 1, 9))
    run = desk.known()
    assert [claim.quote for claim in run.reading.claims] == ["1,874", "612"]
    gone = run.sightings[0]
    assert (gone.standing, gone.before.at[:10], gone.after and gone.after.status) == ("page gone", "2024-11-06", 410)


def test_the_ledger_as_of_a_day(desk: Desk) -> None:
    desk.web.put("/register", page(FIRST, SECOND))
    desk.look((2024, 11, 6), [desk.url])
    desk.web.put("/register", page(CHANGED))
    desk.look((2025, 1, 9))
    now = [claim.quote for claim in desk.known().reading.claims]
    assert now == ["1,974"]
    then = desk.known(date(2025, 1, 8))
    assert [claim.quote for claim in then.reading.claims] == ["1,874", "612"]
    assert then.sightings == ()
    assert desk.known(date(2024, 11, 5)).reports == (), "published that day, but nobody had seen it"
    assert [claim.quote for claim in desk.known().reading.claims] == now, "a look at the past changes nothing"


def test_what_the_user_said_of_a_page_holds_for_its_next_capture(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "register.txt").write_text(f"{FIRST}\n\n{SECOND}\n")
    (folder / "reports.csv").write_text(
        f"file,outlet,url,published\nregister.txt,The Office,{desk.url}#figures,2024-11-04\n"
    )
    with Ledger.open(desk.folder) as book:
        pipeline.archive(pipeline.Run(book, Settings(), paths=(folder,)))
    desk.web.put("/register", page(CHANGED, SECOND))
    (found,) = desk.look((2100, 1, 9))
    assert became([found]) == {"1,874": "changed", "612": "unchanged"}
    (report,) = desk.known().reports
    assert (report.outlet, report.published, report.known["outlet"]) == ("The Office", date(2024, 11, 4), "given")


# ── the command ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.heavy
def test_the_commands(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    manners = ["--allow-host", HOST, "--delay", "0"]

    def call(*arguments: str) -> tuple[int, str, str]:
        code = program([*arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    ledger = str(desk.folder)
    assert call("watch", ledger, *manners)[0] == 2
    code, _, err = call("add", ledger, desk.url)
    assert (code, "--allow-host 127.0.0.1" in err) == (3, True)
    assert call("add", ledger, "http://user@x.example/")[0] == 2
    desk.web.put("/register", page(FIRST, SECOND))
    code, out, _ = call("add", ledger, desk.url, *manners)
    assert (code, out) == (0, "1 reports added, 0 were there already, 0 files or pages could not be read.\n")

    desk.web.put("/register", page(CHANGED))
    code, out, _ = call("watch", ledger, "--reader", "fast", *manners)
    assert code == 1
    assert "changed from 1,874 (" in out
    assert "gone from the page: 612, present on " in out
    desk.web.put("/register", "no", 429, Retry_After="9999")
    code, out, err = call("watch", ledger, "--json", "--reader", "fast", *manners)
    found = json.loads(out)
    assert (code, found["exit"]["code"], found["pages"][0]["visit"]["outcome"]) == (3, 3, "throttled")
    assert found["pages"][0]["counts"] == {"not known": 1}
    assert "throttled" in err
    code, out, _ = call("read", ledger, "--as-of", "2020-01-01", "--reader", "fast")
    assert code == 2
    assert call("read", ledger, "--json", "--reader", "fast")[0] == 0
    assert call("verify", ledger)[0] == 0
    call("publish", ledger, "--reader", "fast")
    dossier = (desk.folder / "dossier" / "index.html").read_text(encoding="utf-8")
    assert SECOND in dossier, "what is gone from the page is shown as it stood there"


def test_visits_are_records_that_name_what_was_answered(desk: Desk) -> None:
    desk.web.put("/old", "", 301, Location="/register")
    desk.web.put("/register", page(FIRST))
    (found,) = desk.look((2024, 11, 6), [f"{desk.web.root}/old"])
    visit: Visit = found.visit
    assert [(hop.url.removeprefix(desk.web.root), hop.status, hop.server) for hop in visit.hops] == [
        ("/old", 301, HOST),
        ("/register", 200, HOST),
    ]
    assert visit.at == "2024-11-06T10:00:00+00:00"
