"""A mixture and points, as case-file.ts writes them: nothing but little-endian float64."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Case:
    """K weights, K x D means, K x D x D (full) or K x D (diagonal) covariances, n x D points."""

    full: bool
    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    points: np.ndarray


def read_case(path: str) -> Case:
    numbers = np.fromfile(path, dtype="<f8")
    full, d, k, n = (int(number) for number in numbers[:4])
    shapes = [(k,), (k, d), (k, d, d) if full else (k, d), (n, d)]
    ends = np.cumsum([4] + [int(np.prod(shape)) for shape in shapes])
    parts = [numbers[a:b].reshape(shape) for a, b, shape in zip(ends, ends[1:], shapes)]
    return Case(bool(full), *parts)
