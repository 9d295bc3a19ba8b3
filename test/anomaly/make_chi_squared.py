"""Logarithms of the χ² tail P(χ²_ν ≥ x) by mpmath's regularised incomplete gamma function in 60 digits.

Writes chi_squared.json: a flat list ν, x, log tail, … Run: python3 make_chi_squared.py, then format with biome.
"""

import json
import os

from mpmath import exp, gammainc, log, log1p, loggamma, mp, mpf

mp.dps = 60
DEGREES = [*range(1, 41), 63, 64, 65, 100, 101, 128, 255, 256, 999, 1000, 4096, 10001]
SQUARES = [5e-324, 1e-300, 1e-30, 1e-10, 1e-3, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 5.0, 10.0, 35.0, 100.0, 1000.0]
FAR = [1e5, 1e6, 1e8, 1e15, 1e100, 1e300]
TIMES = [0.1, 0.3, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0, 1.01, 1.05, 1.1, 1.2, 1.3, 1.5, 2.0, 3.0]


def power(a, y):
    """log(y^a e^−y/Γ(a))"""
    return a * log(y) - y - loggamma(a)


def log_tail(degrees, square):
    a = mpf(degrees) / 2
    y = mpf(square) / 2
    if y > 40 * a + 1000:
        # DLMF 8.11.2: the asymptotic series, here far beyond 60 digits.
        sum_ = term = mpf(1)
        for k in range(1, 2000):
            term *= (a - k) / y
            sum_ += term
            if abs(term) < mpf(10) ** -70:
                break
        else:
            raise ArithmeticError((degrees, square))
        return power(a, y) - log(y) + log(sum_)
    lower = gammainc(a, 0, y, regularized=True)
    if lower < mpf(1) / 2:
        return log1p(-lower)
    return log(gammainc(a, y, regularized=True))


rows = []
for degrees in DEGREES:
    squares = {*SQUARES, *FAR, *(degrees * times for times in TIMES), degrees + 2.0, degrees + 1.9, degrees + 2.1}
    for square in sorted(squares):
        rows += [degrees, square, float(log_tail(degrees, square))]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "chi_squared.json"), "w") as file:
    json.dump(rows, file)
print(len(rows) // 3)
