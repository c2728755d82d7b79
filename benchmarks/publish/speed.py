"""How long a dossier takes and how large it is, at several sizes. Times are those of the processor.

python benchmarks/publish/speed.py [--profile] [CLAIMS ...]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time

from made import contents

from crossfoot.publish import dossier


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="*", default=[100, 1_000, 5_000])
    parser.add_argument("--profile", action="store_true", help="also say where the time goes")
    given = parser.parse_args()
    print(f"{'claims':>8} {'reports':>8} {'seconds':>8} {'MB':>6}")
    for claims in given.claims:
        reports = max(1, claims // 25)
        made = contents(reports, claims)
        watched = cProfile.Profile()
        if given.profile:
            watched.enable()
        start = time.process_time()
        page = dossier(made)
        seconds = time.process_time() - start
        watched.disable()
        print(f"{claims:>8,} {reports:>8,} {seconds:>8.2f} {len(page.encode()) / 1e6:>6.2f}")
        if given.profile:
            pstats.Stats(watched).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
