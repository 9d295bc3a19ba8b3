"""Reference values for the functions of src/kernel/functions, from mpmath in 200 bits.

Writes references.json: for each function a flat list x, y, e, x, y, e, … where y is the double nearest to f(x) and e
the signed distance (f(x) − y) in units of ulp(y). Run: python3 make_references.py, then format with biome.
"""

import json
import math
import os
import random

from mpmath import acot, cospi, exp, log, log1p, mp, mpf, sinpi

mp.prec = 200
LN2 = math.log(2)
HERE = os.path.dirname(os.path.abspath(__file__))


def reference(f, x):
    exact = f(mpf(x))
    sign, mantissa, exponent, _ = exact._mpf_
    # Division of whole numbers rounds once, also to subnormals; float() of mpmath rounds those twice.
    try:
        nearest = mantissa * 2**exponent / 1 if exponent >= 0 else mantissa / 2**-exponent
    except OverflowError:
        return math.inf, 0.0
    nearest = -nearest if sign else nearest
    return nearest, float((exact - mpf(nearest)) / mpf(math.ulp(nearest)))


def neighbours(x, steps=2):
    low = high = x
    yield x
    for _ in range(steps):
        low, high = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
        yield low
        yield high


def hard(f, draw, tries, keep):
    """The drawn arguments whose results lie nearest to the middle between two doubles, and as many easy ones."""
    drawn = [draw() for _ in range(tries)]
    drawn.sort(key=lambda x: -abs(reference(f, x)[1]))
    return drawn[:keep] + drawn[-keep // 2 :]


def arguments(random):
    uniform = random.uniform
    magnitude = lambda low, high: math.ldexp(uniform(1, 2), random.randint(low, high))
    signed = lambda low, high: magnitude(low, high) * random.choice([-1, 1])
    near = lambda points: [y for x in points for y in neighbours(x)]
    yield "exp", exp, [
        *hard(exp, lambda: uniform(-745, 709.7), 3000, 80),
        *hard(exp, lambda: uniform(-1, 1), 3000, 80),
        *near([(k + 0.5) * LN2 for k in (-1074, -1022, -1021, -100, -2, -1, 0, 1, 2, 100, 1022)]),
        *near([-745.1332191019411, -708.3964185322641, 709.782712893384, 1.0, -1.0]),
        *[uniform(-745.1, -708) for _ in range(40)],
        *[signed(-60, -2) for _ in range(40)],
        14.943055107079424, 17.03116259935718, 647.106166940794, -708.0004851143184,
    ]
    yield "log", log, [
        *hard(log, lambda: magnitude(-1022, 1023), 3000, 60),
        *hard(log, lambda: uniform(0.6, 1.5), 3000, 80),
        *near([1.0, 2.0, 0.5, math.sqrt(0.5), math.sqrt(2), 2 * math.sqrt(2), math.e, 1e-300, 1.7e308]),
        *[1 + signed(-52, -3) for _ in range(60)],
        *[math.ldexp(random.randint(1, 2**40), -1074) for _ in range(30)], 5e-324,
        1.4012475287306698, 1.3991787398555267, 0.703284988350524, 0.635163531303239,
    ]
    yield "log1p", log1p, [
        *hard(log1p, lambda: uniform(-0.5, 0.6), 3000, 80),
        *hard(log1p, lambda: magnitude(-40, 60), 3000, 60),
        *near([math.sqrt(2) - 1, math.sqrt(0.5) - 1, -0.5, 1.0, math.ldexp(1, -54), -math.ldexp(1, -54), 2.0**53]),
        *[signed(-1040, -3) for _ in range(60)],
        *[math.ldexp(uniform(1, 2), -k) - 1 for k in range(2, 50)],
        -0.2986304195385117, 0.40352314848849813, -0.31810293179846527,
    ]
    yield "acot", acot, [
        *hard(acot, lambda: uniform(0, 4), 3000, 80),
        *hard(acot, lambda: magnitude(-30, 60), 3000, 60),
        *near([0.41, 16 / 7, 1.0, 0.5, 1.5, math.ldexp(1, -27)]),
        *[magnitude(-1050, 1000) for _ in range(40)],
    ]
    turns = [
        *[uniform(-2, 2) for _ in range(60)],
        *near([k / 8 for k in range(-9, 10) if k % 2]),
        *[k / 4 + signed(-45, -8) for k in range(-4, 5) for _ in range(5)],
        *[signed(-1060, -3) for _ in range(30)],
        *[signed(0, 50) for _ in range(40)],
        0.8757561449972686, 0.37464475151775, -348.3667713401095, 4.125973137625749,
    ]
    sine, cosine = lambda t: sinpi(2 * t), lambda t: cospi(2 * t)
    yield "sineOfTurns", sine, turns + hard(sine, lambda: uniform(0, 1), 3000, 60)
    yield "cosineOfTurns", cosine, turns + hard(cosine, lambda: uniform(0, 1), 3000, 60)


def main():
    table = {}
    for name, f, xs in arguments(random.Random(1)):
        rows = []
        for x in xs:
            y, e = reference(f, x)
            # Exact zeros have no ulp of their own and are tested apart.
            if y != 0 and math.isfinite(y):
                rows += [x, y, float(f"{e:.6g}")]
        table[name] = rows
    with open(os.path.join(HERE, "references.json"), "w") as file:
        json.dump(table, file)
    print({name: len(rows) // 3 for name, rows in table.items()})


main()
