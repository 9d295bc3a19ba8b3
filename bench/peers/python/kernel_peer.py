"""
One pass of learning, timed on request: python3 kernel_peer.py NAME

Says its version, then answers each line of standard input with a line of JSON:
"load FILE" with the mean log-likelihood, "turn SECONDS" with the processor seconds of a pass, which is repeated for so
long.
"""

import json
import sys
import time

import numpy as np

from case_file import read_case
from models import blocks, model_of, version_of


def say(**answer) -> None:
    print(json.dumps(answer), flush=True)


def learn(model, points: np.ndarray) -> float:
    log_likelihood = 0.0
    for block in blocks(model, points):
        _, log_density = model.learn(block)
        log_likelihood += log_density.sum()
    return log_likelihood / len(points)


def turn(model, points: np.ndarray, least: float) -> float:
    start = time.process_time()
    passes = 0
    while passes == 0 or time.process_time() - start < least:
        learn(model, points)
        passes += 1
    return (time.process_time() - start) / passes


def main(name: str) -> None:
    say(version=version_of(name))
    for line in sys.stdin:
        word, argument = line.rstrip("\n").split(" ", 1)
        if word == "load":
            case = read_case(argument)
            model = model_of(name, case)
            say(mean_log_likelihood=learn(model, case.points))
        else:
            say(seconds=turn(model, case.points, float(argument)))


main(sys.argv[1])
