"""Time, memory, recall and precision of TEXT links on made articles: python benchmarks/trace/run.py [COUNT...]"""

from __future__ import annotations

import resource
import sys
import time

from articles import STRENGTHS, Article, corpus

from crossfoot.trace.overlap import overlaps


def measure(articles: list[Article]) -> str:
    began, worked = time.perf_counter(), time.process_time()
    found = overlaps([a.text for a in articles], [a.outlet for a in articles], range(len(articles)))
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    right = [o for o in found if articles[o.first].story == articles[o.second].story]
    pairs = {(o.first, o.second) for o in right} | {(o.second, o.first) for o in right}
    original = {a.story: i for i, a in enumerate(articles) if a.strength == "original"}
    recall = []
    for strength in STRENGTHS:
        copies = [i for i, a in enumerate(articles) if a.strength == strength]
        hit = sum((i, original[articles[i].story]) in pairs for i in copies)
        recall.append(f"{strength} {hit / max(1, len(copies)):.3f}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = f"{seconds:.1f} s ({worked:.1f} s of processor, {len(articles) / worked:,.0f} a second)"
    found_right = f"pair precision {len(right) / max(1, len(found)):.3f} of {len(found):,}"
    return f"{len(articles):,} reports: {speed}, peak {memory:,.0f} MB; recall {', '.join(recall)}; {found_right}"


if __name__ == "__main__":
    for count in [int(arg) for arg in sys.argv[1:]] or [1_000, 10_000]:
        print(measure(list(corpus(count))), flush=True)
