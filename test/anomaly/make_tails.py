"""Values of the tail I_z(1/2, D/2), z = 1/(1 + M²), by mpmath's regularised incomplete beta function in 60 digits.

Writes tails.json: a flat list D, M², tail, … Run: python3 make_tails.py, then format with biome.
"""

import json
import os

from mpmath import betainc, mp, mpf

mp.dps = 60
SQUARES = [1e-300, 1e-30, 1e-12, 1e-4, 0.01, 0.25, 1.0, 2.5, 7.0, 25.0, 400.0, 1e6, 1e13, 1e40, 1e300]


def tail(dimensions, square):
    z = 1 / (1 + mpf(square))
    # Integrated from the smaller end; the other side is 1 − it.
    if z < mpf(1) / 2:
        return betainc(mpf(1) / 2, mpf(dimensions) / 2, 0, z, regularized=True)
    return 1 - betainc(mpf(dimensions) / 2, mpf(1) / 2, 0, mpf(square) * z, regularized=True)


rows = []
for dimensions in [*range(1, 21), 31, 32, 33, 47, 48, 63, 64]:
    for square in SQUARES:
        rows += [dimensions, square, float(tail(dimensions, square))]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tails.json"), "w") as file:
    json.dump(rows, file)
print(len(rows) // 3)
