"""Runs one finder of near-duplicates on a corpus: python peers.py NAME CORPUS.json > found.json

Runs in the environment of the peer, and so needs nothing of crossfoot. Each makes MinHash signatures of 128 numbers
from word 3-grams with its own code; bands are cut and buckets paired by one function, so that only signatures differ.
A setting is bands × rows: 25 × 5 finds Jaccard similarities of about 0.5 and more, 64 × 2 of about 0.13 and more, of
which those are kept whose estimated similarity is at least 0.1.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

PERMUTATIONS = 128
SETTINGS = {"25x5": (25, 5, 0.0), "64x2": (64, 2, 0.1)}
BUCKET = 24
WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")


def shingles(text: str) -> list[str]:
    words = WORD.findall(text.casefold())
    return list({" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)})


def rensa(texts: list[str]) -> Any:
    library, numpy = import_module("rensa"), import_module("numpy")
    matrix = numpy.zeros((len(texts), PERMUTATIONS), numpy.uint64)
    for i, text in enumerate(texts):
        sketch = library.RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(shingles(text))
        matrix[i] = sketch.digest()
    return matrix


def datasketch(texts: list[str]) -> Any:
    library, numpy = import_module("datasketch"), import_module("numpy")
    matrix = numpy.zeros((len(texts), PERMUTATIONS), numpy.uint64)
    for i, text in enumerate(texts):
        sketch = library.MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        matrix[i] = sketch.hashvalues
    return matrix


def daft(texts: list[str]) -> Any:
    library, functions, numpy = import_module("daft"), import_module("daft.functions"), import_module("numpy")
    plain = functions.normalize(library.col("text"), remove_punct=True, lowercase=True, white_space=True)
    made = functions.minhash(plain, num_hashes=PERMUTATIONS, ngram_size=3, seed=42, hash_function="xxhash")
    column = library.from_pydict({"text": texts}).select(made.alias("hashes")).to_arrow()["hashes"]
    flat = numpy.concatenate([part.values.to_numpy() for part in column.chunks])
    return flat.reshape(len(texts), PERMUTATIONS)


def banded(matrix: Any, bands: int, rows: int, least: float) -> list[list[int]]:
    """Pairs that agree in a whole band. Every member of a bucket above `BUCKET` is paired with its first alone."""
    numpy = import_module("numpy")
    count, found = len(matrix), []
    for band in range(bands):
        part = numpy.ascontiguousarray(matrix[:, band * rows : (band + 1) * rows])
        key = part.view([("", part.dtype)] * rows).ravel()
        _, label = numpy.unique(key, return_inverse=True)
        order = numpy.argsort(label, kind="stable")
        starts = numpy.flatnonzero(numpy.r_[True, numpy.diff(label[order]) != 0, True])
        for begin, end in pairwise(starts.tolist()):
            members = order[begin:end]
            if 2 <= len(members) <= BUCKET:
                left, right = numpy.triu_indices(len(members), 1)
                found.append(members[left] * count + members[right])
            elif len(members) > BUCKET:
                found.append(members[0] * count + members[1:])
    codes = numpy.unique(numpy.concatenate(found)) if found else numpy.zeros(0, numpy.int64)
    first, second = codes // count, codes % count
    alike = numpy.concatenate(
        [
            (matrix[first[i : i + 50_000]] == matrix[second[i : i + 50_000]]).mean(1)
            for i in range(0, len(codes), 50_000)
        ]
        or [numpy.zeros(0)]
    )
    keep = alike >= least
    return [[int(a), int(b)] for a, b in zip(first[keep], second[keep], strict=True)]


METHODS: dict[str, Callable[[list[str]], Any]] = {"rensa": rensa, "datasketch": datasketch, "daft": daft}


def main(name: str, corpus: Path) -> dict[str, Any]:
    texts = json.loads(corpus.read_text(encoding="utf-8"))["texts"]
    METHODS[name](texts[:10])
    began, worked = time.perf_counter(), time.process_time()
    matrix = METHODS[name](texts)
    answer: dict[str, Any] = {"signatures": [time.perf_counter() - began, time.process_time() - worked]}
    for setting, (bands, rows, least) in SETTINGS.items():
        start, cpu = time.perf_counter(), time.process_time()
        pairs = banded(matrix, bands, rows, least)
        times = [time.perf_counter() - start, time.process_time() - cpu]
        answer[setting] = {"pairs": pairs, "times": times}
    answer["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return answer


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
