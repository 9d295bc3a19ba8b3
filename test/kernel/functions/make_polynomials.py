"""Minimax polynomials of src/kernel/functions, by the Remez exchange algorithm in 60 digits.

The first coefficient is rounded to a double and the others are fitted again, so that they absorb its rounding error.
Prints TypeScript constants and the largest error. Run: python3 make_polynomials.py
"""

from mpmath import atan, cos, exp, linspace, log, lu_solve, matrix, mp, mpf, pi, sin, sqrt

mp.dps = 60


def remez(target, weight, count, low, high):
    """Coefficients c of sum c_i z^i that minimise max |weight·(target − sum)| on [low, high]."""
    middle, half = (low + high) / 2, (high - low) / 2
    # Chebyshev's points, a little off centre: a weight may vanish at 0.
    nodes = [middle + half * cos(pi * (i + mpf("0.7")) / (count + 1)) for i in reversed(range(count + 1))]
    for _ in range(12):
        system, right = matrix(count + 1, count + 1), matrix(count + 1, 1)
        for i, z in enumerate(nodes):
            for j in range(count):
                system[i, j] = weight(z) * z**j
            system[i, count] = (-1) ** i
            right[i] = weight(z) * target(z)
        solution = lu_solve(system, right)
        coefficients = [solution[j] for j in range(count)]

        def error(z):
            return weight(z) * (target(z) - sum(c * z**j for j, c in enumerate(coefficients)))

        previous, nodes = nodes, extrema(error, low, high, count + 1)
        largest, smallest = max(abs(error(z)) for z in nodes), min(abs(error(z)) for z in nodes)
        if len(nodes) < count + 1:
            nodes = previous
            break
        if largest - smallest < largest * mpf("1e-2"):
            break
    return coefficients


def extrema(error, low, high, wanted):
    """The largest error of every run of equal signs, on a grid; the `wanted` consecutive largest."""
    grid = linspace(low, high, 700)
    runs = []
    for z in grid:
        e = error(z)
        if e == 0:
            continue
        if runs and (runs[-1][1] > 0) == (e > 0):
            if abs(e) > abs(runs[-1][1]):
                runs[-1] = (z, e)
        else:
            runs.append((z, e))
    while len(runs) > wanted:
        runs.pop(0 if abs(runs[0][1]) < abs(runs[-1][1]) else -1)
    return [z for z, _ in runs]


def constants(name, target, weight, count, low, high, first=None):
    """Prints the polynomial; the first coefficient is rounded (or given), then the others are fitted again."""
    first = float(first or remez(target, weight, count, low, high)[0])
    rest = remez(lambda z: (target(z) - first) / z, lambda z: weight(z) * abs(z), count - 1, low, high)
    doubles = [first] + [float(c) for c in rest]
    error = lambda z: weight(z) * (target(z) - sum(mpf(c) * z**j for j, c in enumerate(doubles)))
    largest = max(abs(error(z)) for z in linspace(low, high, 1000))
    print(f"// {name}: largest error 2^{float(log(largest, 2)):.2f}")
    for j, c in enumerate(doubles):
        print(f"const {name}{j} = {c!r};")


TINY = mpf("1e-6")


def main():
    edge = log(2) / 2 * (1 + mpf(2) ** -40)
    # exp(r) = 1 + r + r²·p(r); relative error
    constants("P", lambda r: (exp(r) - 1 - r) / r**2, lambda r: r**2 * exp(-r), 10, -edge, edge * (1 + TINY), first=0.5)
    # log((1+s)/(1−s)) = 2s + s·z·q(z), z = s²; error relative to 2s
    s = (sqrt(2) - 1) / (sqrt(2) + 1) * (1 + TINY)
    ratio = lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z
    constants("Q", ratio, lambda z: z / 2, 7, TINY, s * s)
    # atan(t) = t − t·z·a(z), z = t², in acot; relative error
    constants("A", lambda z: (1 - atan(sqrt(z)) / sqrt(z)) / z, lambda z: z, 11, TINY, (mpf(7) / 16) ** 2)
    # sin θ = θ + θ·z·s(z), cos θ = 1 − z/2 + z²·c(z), z = θ² up to (π/4)²
    constants("S", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z, 6, TINY, (pi / 4) ** 2)
    constants("C", lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, lambda z: z**2, 6, TINY, (pi / 4) ** 2)
    print(f"2π = {float(2 * pi)!r} + {float(2 * pi - mpf(float(2 * pi)))!r}")
    print(f"π/2 = {float(pi / 2)!r} + {float(pi / 2 - mpf(float(pi / 2)))!r}")


main()
