"""
Scores points on request: python3 anomaly_peer.py NAME

Says its version, then answers each line of standard input, "POINTS<tab>SCORES" (files as point-file.ts describes them),
with the processor seconds of each part, in a line of JSON.
"""

import json
import sys
import time

import numpy as np

from detectors import detector_of


def say(**answer) -> None:
    print(json.dumps(answer), flush=True)


def read_points(path: str) -> tuple[np.ndarray, list[int]]:
    """Points, and where their parts end, the first of which is the warm-up."""
    numbers = np.fromfile(path, dtype="<f8")
    n, d, parts = (int(number) for number in numbers[:3])
    ends = [int(end) for end in numbers[3 : 3 + parts]]
    return numbers[3 + parts :].reshape(n, d), ends


def main(name: str) -> None:
    detector_class, version = detector_of(name)
    say(version=version)
    for line in sys.stdin:
        source, target = line.rstrip("\n").split("\t")
        points, ends = read_points(source)
        detector = detector_class(points, ends[0])
        scores, seconds = [], []
        for start, end in zip([0, *ends], ends):
            before = time.process_time()
            scores.append(detector.score(start, end))
            seconds.append(time.process_time() - before)
        np.concatenate(scores).astype("<f8").tofile(target)
        say(seconds=seconds)


main(sys.argv[1])
