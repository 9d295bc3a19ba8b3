"""Corr-max shares of squared Mahalanobis distances (Garthwaite & Koch 2016) by mpmath in 50 digits.

Writes shares.json: cases with covariance (D × D), deviation x − μ (null = missing), squared distance and shares.
Run: python3 make_shares.py, then format with biome.
"""

import json
import os
import random

from mpmath import diag, eigsy, matrix, mp, mpf, sqrt

mp.dps = 50
random.seed(20160601)


def shares(covariance, deviation):
    """w = R^(−1/2) D^(−1/2) (x − μ) over the observed features; shares w²/Σw²."""
    observed = [j for j, d in enumerate(deviation) if d is not None]
    scales = [sqrt(mpf(covariance[j][j])) for j in observed]
    size = len(observed)
    correlation = matrix(size, size)
    for i, a in enumerate(observed):
        for j, b in enumerate(observed):
            correlation[i, j] = mpf(covariance[a][b]) / scales[i] / scales[j]
    values, vectors = eigsy(correlation)
    root = vectors * diag([1 / sqrt(v) for v in values]) * vectors.T
    w = root * matrix([mpf(deviation[j]) / scales[i] for i, j in enumerate(observed)])
    squared = sum(e * e for e in w)
    result = [0.0] * len(deviation)
    for i, j in enumerate(observed):
        result[j] = float(w[i] ** 2 / squared)
    return float(squared), result


def random_covariance(dimensions, ridge):
    root = [[random.gauss(0, 1) for _ in range(dimensions)] for _ in range(dimensions)]
    units = [10 ** random.uniform(-3, 3) for _ in range(dimensions)]
    covariance = [[0.0] * dimensions for _ in range(dimensions)]
    for i in range(dimensions):
        for j in range(i + 1):
            entry = sum(a * b for a, b in zip(root[i], root[j])) / dimensions + (ridge if i == j else 0)
            covariance[i][j] = covariance[j][i] = entry * units[i] * units[j]
    return covariance


cases = []
for dimensions in [1, 2, 3, 4, 5, 8, 12, 16]:
    for missing in [0, 1, dimensions // 2]:
        if missing >= dimensions > 0 and missing > 0:
            continue
        covariance = random_covariance(dimensions, 0.05)
        deviation = [3 * random.gauss(0, 1) * covariance[j][j] ** 0.5 for j in range(dimensions)]
        for j in random.sample(range(dimensions), missing):
            deviation[j] = None
        squared, parts = shares(covariance, deviation)
        cases.append({"covariance": sum(covariance, []), "deviation": deviation, "squared": squared, "shares": parts})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "shares.json"), "w") as file:
    json.dump(cases, file)
print(len(cases))
