import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";

const draws = (random: Random, n: number) => Array.from({ length: n }, () => random.uniform());

/** Pearson's χ² of counts against equal expectations. */
function chiSquare(counts: ArrayLike<number>): number {
  const values = Array.from(counts);
  const mean = values.reduce((a, b) => a + b) / values.length;
  return values.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

/** The bounds of χ² with m degrees of freedom that 1 seed in a million leaves (Wilson–Hilferty). */
function expectPlausible(statistic: number, m: number): void {
  const z = (Math.cbrt(statistic / m) - (1 - 2 / (9 * m))) / Math.sqrt(2 / (9 * m));
  expect(Math.abs(z)).toBeLessThan(4.9);
}

describe("sfc32", () => {
  it("advances as in PractRand", () => {
    // First 32-bit words of sfc32 from the state (a, b, c, counter) = (1, 2, 3, 4), worked out by hand:
    // sum = a + b + counter; a = b ^ b >>> 9; b = 9c; c = rotate(c, 21) + sum.
    const random = Random.fromState([1, 2, 3, 4, 0, 0]);
    const words = [7, 2 + 27 + 5];
    expect(random.uniform()).toBe((Math.floor(words[0]! / 32) * 2 ** 26 + Math.floor(words[1]! / 64)) / 2 ** 53);
    expect(random.toState()).toEqual([27, 9 * (3 * 2 ** 21 + 7), rotated(3 * 2 ** 21 + 7) + 34, 6, 0, 0]);
  });

  const rotated = (x: number) => ((x << 21) | (x >>> 11)) >>> 0;
});

describe("Random", () => {
  it("gives the same numbers for the same seed in every version", () => {
    const random = new Random(1);
    expect(draws(random, 3)).toEqual([0.627790181400197, 0.380875530807369, 0.6450663322339966]);
    expect([random.below(1000), random.below(2 ** 40), random.normal(), random.normal()]).toEqual([
      329, 302000303998, -0.23293893463403118, -0.5186397165070045,
    ]);
    expect([random.fork(0).uniform(), random.fork("restart").uniform()]).toEqual([
      0.4761776102107771, 0.40760666975392346,
    ]);
  });

  it("gives unrelated numbers for different seeds: neighbours, signs, fractions, large ones", () => {
    const seeds = [0, 1, 2, 3, -1, 0.5, 2 ** 32, 2 ** 53 - 1, 1e300, Number.MIN_VALUE];
    for (let i = 0; i < 1000; i++) seeds.push(1000 + i);
    const first = seeds.map((seed) => new Random(seed).uniform());
    expect(new Set(first).size).toBe(seeds.length);
    const counts = new Array(20).fill(0);
    for (const u of first) counts[Math.floor(20 * u)]++;
    expectPlausible(chiSquare(counts), 19);
    expect(draws(new Random(-0), 5)).toEqual(draws(new Random(0), 5));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses the seed %s", (seed) => {
    expect(() => new Random(seed)).toThrow(`got ${seed}`);
  });
});

describe("uniform", () => {
  it("fills [0, 1) evenly, in one dimension and in three", () => {
    const random = new Random(2);
    const line = new Float64Array(256);
    const cube = new Float64Array(512);
    for (let i = 0; i < 200_000; i++) {
      const [x, y, z] = [random.uniform(), random.uniform(), random.uniform()];
      line[Math.floor(256 * x)]!++;
      cube[64 * Math.floor(8 * x) + 8 * Math.floor(8 * y) + Math.floor(8 * z)]!++;
    }
    expectPlausible(chiSquare(line), 255);
    expectPlausible(chiSquare(cube), 511);
  });

  it("uses all 53 bits, each set half of the time", () => {
    const random = new Random(3);
    const ones = new Float64Array(53);
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      let bits = random.uniform() * 2 ** 53;
      expect(Number.isInteger(bits) && bits >= 0 && bits < 2 ** 53).toBe(true);
      for (let b = 0; b < 53; b++) {
        ones[b]! += bits % 2;
        bits = Math.floor(bits / 2);
      }
    }
    for (const count of ones) expect(Math.abs(count - n / 2)).toBeLessThan(4.9 * Math.sqrt(n / 4));
  });

  it("is not correlated with itself one to ten draws later", () => {
    const n = 100_000;
    const u = draws(new Random(4), n + 10);
    for (let lag = 1; lag <= 10; lag++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (u[i]! - 0.5) * (u[i + lag]! - 0.5);
      expect(Math.abs((12 * sum) / Math.sqrt(n))).toBeLessThan(4.9);
    }
  });
});

describe("below", () => {
  it("is even for sizes that do not divide 2^32", () => {
    for (const n of [3, 7, 100, 1000]) {
      const random = new Random(n);
      const counts = new Float64Array(n);
      for (let i = 0; i < 200 * n; i++) counts[random.below(n)]!++;
      expectPlausible(chiSquare(counts), n - 1);
    }
  });

  it("has no bias where a remainder would have one of a half", () => {
    // 3·2^30 leaves a remainder of 2^30: without rejection the lowest third would be twice as likely.
    const random = new Random(5);
    const counts = new Float64Array(3);
    for (let i = 0; i < 30_000; i++) counts[Math.floor(random.below(3 * 2 ** 30) / 2 ** 30)]!++;
    expectPlausible(chiSquare(counts), 2);
    const wide = new Float64Array(3);
    for (let i = 0; i < 30_000; i++) wide[Math.floor(random.below(3 * 2 ** 51) / 2 ** 51)]!++;
    expectPlausible(chiSquare(wide), 2);
  });

  it("stays within 0 … n − 1", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.oneof(
          fc.integer({ min: 1, max: 10 }),
          fc.maxSafeNat().map((n) => n + 1),
        ),
        (seed, n) => {
          const i = new Random(seed).below(n);
          expect(Number.isInteger(i) && i >= 0 && i < n).toBe(true);
        },
      ),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 54])("refuses %s", (n) => {
    expect(() => new Random(1).below(n)).toThrow(`got ${n}`);
  });
});

describe("normal", () => {
  it("has the moments and the quantiles of N(0, 1)", () => {
    const random = new Random(6);
    const n = 200_000;
    const x = Float64Array.from({ length: n }, () => random.normal());
    const moment = (k: number) => x.reduce((sum, v) => sum + v ** k, 0) / n;
    // Bounds of 4.9 standard errors: the k-th moment has variance (E x^2k − (E x^k)²)/n.
    [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
      [6, 15, 10395 - 225],
    ].forEach(([k, expected, variance]) => {
      expect(Math.abs(moment(k!) - expected!)).toBeLessThan(4.9 * Math.sqrt(variance! / n));
    });
    // Deciles.
    const cuts = [-1.2815515655446004, -0.8416212335729143, -0.5244005127080409, -0.2533471031357997, 0];
    const edges = [
      ...cuts,
      ...cuts
        .slice(0, 4)
        .map((c) => -c)
        .reverse(),
    ];
    const counts = new Float64Array(10);
    for (const v of x) counts[edges.filter((edge) => edge < v).length]!++;
    expectPlausible(chiSquare(counts), 9);
  });

  it("gives pairs that are not correlated", () => {
    const random = new Random(7);
    const n = 100_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const [a, b] = [random.normal(), random.normal()];
      sum += a * b;
      squares += (a * a - 1) * (b * b - 1);
    }
    expect(Math.abs(sum / Math.sqrt(n))).toBeLessThan(4.9);
    expect(Math.abs(squares / 2 / Math.sqrt(n))).toBeLessThan(4.9);
  });
});

describe("weighted", () => {
  it("draws in proportion, and never an index of weight 0", () => {
    const weights = Float64Array.of(0, 3, 0, 1, 4, 2, 0);
    const random = new Random(8);
    const counts = new Float64Array(7);
    for (let i = 0; i < 100_000; i++) counts[random.weighted(weights, 10)]!++;
    expect([counts[0], counts[2], counts[6]]).toEqual([0, 0, 0]);
    let statistic = 0;
    for (const i of [1, 3, 4, 5]) statistic += (counts[i]! - 10_000 * weights[i]!) ** 2 / (10_000 * weights[i]!);
    expectPlausible(statistic, 3);
  });

  it("gives the last positive weight when rounding makes the total too large", () => {
    const weights = Float64Array.of(1e-300, 0);
    for (let seed = 0; seed < 10; seed++) expect(new Random(seed).weighted(weights, 1)).toBe(0);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the total %s", (total) => {
    expect(() => new Random(1).weighted(Float64Array.of(1, 1), total)).toThrow(`got ${total}`);
  });
});

describe("fork", () => {
  it("gives substreams unrelated to each other and to the parent", () => {
    const parent = new Random(9);
    const streams = [parent.fork(0), parent.fork(1), parent.fork("0"), parent.fork("a"), parent.fork("b"), parent];
    const rows = streams.map((stream) => draws(stream, 20_000));
    for (let a = 0; a < rows.length; a++)
      for (let b = 0; b < a; b++) {
        const sum = rows[a]!.reduce((s, u, i) => s + (u - 0.5) * (rows[b]![i]! - 0.5), 0);
        expect(Math.abs((12 * sum) / Math.sqrt(20_000))).toBeLessThan(4.9);
      }
  });

  it("depends on label and state only, and does not disturb its parent", () => {
    const [one, other] = [new Random(10), new Random(10)];
    const fork = one.fork("x");
    expect(draws(fork, 4)).toEqual(draws(other.fork("x"), 4));
    expect(draws(one, 4)).toEqual(draws(other, 4));
    expect(draws(one.fork("x"), 4)).not.toEqual(draws(new Random(10).fork("x"), 4));
  });
});

describe("state", () => {
  type Draw = "uniform" | "normal" | "below" | "weighted";
  const draw = (random: Random, kind: Draw): number => {
    if (kind === "below") return random.below(17);
    return kind === "weighted" ? random.weighted(Float64Array.of(1, 2, 3), 6) : random[kind]();
  };
  const kinds = fc.array(fc.constantFrom<Draw>("uniform", "normal", "below", "weighted"), { maxLength: 40 });

  it("restored, through JSON too, continues as if never stopped", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), kinds, kinds, (seed, before, after) => {
        const random = new Random(seed);
        for (const kind of before) draw(random, kind);
        const restored = Random.fromState(JSON.parse(JSON.stringify(random.toState())));
        expect(after.map((kind) => draw(restored, kind))).toEqual(after.map((kind) => draw(random, kind)));
        expect(restored.toState()).toEqual(random.toState());
      }),
    );
  });

  it.each([
    [[]],
    [[1, 2, 3, 4, 0]],
    [[1, 2, 3, -4, 0, 0]],
    [[1, 2.5, 3, 4, 0, 0]],
    [[1, 2, 3, 4, 2, 0]],
    [[1, 2, 3, 2 ** 32, 0, 0]],
  ])("refuses %j", (state) => {
    expect(() => Random.fromState(state)).toThrow("is not the state of a random generator");
  });
});
