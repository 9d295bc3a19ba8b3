import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import { compose } from "../../src/lifecycle/candidate.js";
import { pickComponents, unitedComponents } from "../../src/lifecycle/component-statistics.js";
import { priorFor } from "../../src/lifecycle/prior-for.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import { moments } from "../../src/statistics/moments.js";
import { priorOf } from "../../src/statistics/prior.js";
import { fixedMixture, sample } from "../support/fixed-mixtures.js";
import { separated } from "./support/clusters.js";
import { learned } from "./support/learned.js";

const truth = separated(2, 4, 1);
const points = sample(truth, 4000, 1);
const input = learned(points, sample(truth, 500, 2), { components: 4, start: truth });

describe("compose", () => {
  const { statistics } = input;

  it("puts what comes in the places of what goes, and closes the gaps", () => {
    const merged = { removed: [1, 3], added: unitedComponents(statistics, 1, 3), rescale: 1, memory: 4000 };
    const { mixture, places } = compose(input, merged);
    expect(Array.from(mixture.ids)).toEqual([0, -1, 2]);
    expect(places).toEqual([1]);
    const split = { removed: [2], added: pickComponents(statistics, [2, 2], 0.5), rescale: 1, memory: 500 };
    expect(Array.from(compose(input, split).mixture.ids)).toEqual([0, 1, -1, 3, -2]);
    expect(compose(input, split).places).toEqual([2, 4]);
    const born = { removed: [], added: pickComponents(statistics, [0], 0.1), rescale: 0.9, memory: 500 };
    expect(Array.from(compose(input, born).mixture.ids)).toEqual([0, 1, 2, 3, -1]);
  });

  it("adds two components up to what a component of the points of both is", () => {
    const merged = { removed: [0, 2], added: unitedComponents(statistics, 0, 2), rescale: 1, memory: 4000 };
    const { mixture, statistics: next } = compose(input, merged);
    const { weights, means, components: K } = input.mixture;
    const mean = (weights[0]! * means[0]! + weights[2]! * means[4]!) / (weights[0]! + weights[2]!);
    expect(mixture.means[0]).toBeCloseTo(mean, 3);
    expect(mixture.components).toBe(K - 1);
    expect(next.total()).toBeCloseTo(1, 12);
  });

  it("stands for as many points as keep the expected excess of the log loss right", () => {
    const born = { removed: [], added: pickComponents(statistics, [0], 0.1), rescale: 0.9, memory: 1000 };
    expect(compose(input, born).effectiveCount).toBeCloseTo(5 / ((4 * 0.9) / 4000 + 1 / 1000), 9);
    const gone = { removed: [0], added: pickComponents(statistics, []), rescale: 1 / 0.75, memory: 4000 };
    expect(compose(input, gone).effectiveCount).toBeCloseTo(3000, 9);
  });

  it("leaves the statistics that it is given alone", () => {
    const before = statistics.clone();
    compose(input, { removed: [0], added: pickComponents(statistics, [0, 1], 0.3), rescale: 0.5, memory: 100 });
    expect(statistics).toEqual(before);
  });
});

describe.each(COVARIANCE_TYPES)("the prior of another number of %s components", (type) => {
  it.each(["default", "mclust", "none"] as const)("is what priorOf makes of it: %s", (kind) => {
    const data = moments(points);
    const expected = priorOf(kind, data, 7, type);
    const found = priorFor(priorOf(kind, data, 3, type), type, 3, 7);
    expect(found.degrees).toBe(expected.degrees);
    found.scale.forEach((s, j) => expect(s - expected.scale[j]!).toBeCloseTo(0, 12));
    expect({ ...found, scale: 0 }).toEqual({ ...expected, scale: 0 });
  });
});

it("a composed mixture is an M-step of its statistics", () => {
  const mixture = fixedMixture(3, 2, 1, 3);
  const fitted = fit(sample(mixture, 2000, 1), { components: 2, start: mixture, tolerance: 0, maxIterations: 100 });
  const own = {
    ...input,
    mixture: fitted.mixture,
    statistics: fitted.statistics.scale(1 / 2000),
    effectiveCount: 2000,
    prior: fitted.prior,
  };
  const same = { removed: [1], added: pickComponents(own.statistics, [1]), rescale: 1, memory: 2000 };
  const composed = compose(own, same).mixture;
  composed.compact.forEach((c, e) => expect(c).toBeCloseTo(fitted.mixture.compact[e]!, 4));
  composed.means.forEach((m, e) => expect(m).toBeCloseTo(fitted.mixture.means[e]!, 4));
});
