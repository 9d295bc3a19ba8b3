import { describe, expect, it } from "vitest";
import { drive } from "../../src/em/drive.js";
import { fit } from "../../src/em/fit.js";
import { type Candidate, compose } from "../../src/lifecycle/candidate.js";
import { pickComponents } from "../../src/lifecycle/component-statistics.js";
import { partialEM } from "../../src/lifecycle/partial-em.js";
import { sceneOf } from "../../src/lifecycle/scene.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import { meanLogDensity, sample } from "../support/fixed-mixtures.js";
import { range, separated, some } from "./support/clusters.js";
import { learned } from "./support/learned.js";

const truth = separated(2, 3, 4);
const recent = sample(truth, 1500, 3);

/** A scene whose mixture was learned on other points. */
function sceneFor(components: number, start = some(truth, range(components))) {
  const input = learned(sample(start, 3000, 2), recent, { components, start });
  return drive(sceneOf(input, recent))!;
}

const whole = (scene: ReturnType<typeof sceneFor>, removed: readonly number[]): Candidate => ({
  removed,
  added: pickComponents(scene.statistics, removed),
  rescale: 1,
  memory: 1500,
});

describe("partial EM", () => {
  it("of all components is EM", () => {
    const scene = sceneFor(3);
    const { candidate, gain } = drive(
      partialEM(scene, scene.all, whole(scene, [0, 1, 2]), { iterations: 50, share: "free" }),
    );
    const em = fit(recent, { components: 3, start: scene.mixture, prior: "none", tolerance: 1e-9 });
    const found = meanLogDensity(compose(scene, candidate).mixture, recent);
    expect(found).toBeCloseTo(em.logLikelihood.mean, 2);
    expect(gain / 1500).toBeCloseTo(found - meanLogDensity(scene.mixture, recent), 3);
  });

  it("never makes the points it is fitted to less likely", () => {
    const scene = sceneFor(3);
    let last = -Infinity;
    for (const iterations of range(8)) {
      const { gain } = drive(partialEM(scene, scene.all, whole(scene, [0, 2]), { iterations, share: "free" }));
      expect(gain).toBeGreaterThanOrEqual(last);
      last = gain;
    }
  });

  it("keeps the total share, or finds it", () => {
    // The third cluster is not in the mixture yet: a component on its way to it starts with a share of .01.
    const scene = sceneFor(2);
    const { statistics } = learned(sample(some(truth, [2]), 1000, 9), recent, { components: 1 });
    const start = { removed: [], added: statistics.scale(0.01 / statistics.total()), rescale: 0.99, memory: 1500 };
    const free = drive(partialEM(scene, scene.all, start, { iterations: 15, share: "free" })).candidate;
    expect(free.added.total()).toBeCloseTo(truth.weights[2]!, 1);
    expect(free.added.total() + free.rescale).toBeCloseTo(1, 12);
    const kept = drive(partialEM(scene, scene.all, start, { iterations: 15, share: "kept" })).candidate;
    expect(kept.added.total()).toBeCloseTo(0.01, 12);
    expect(kept.rescale).toBe(0.99);
  });

  it("yields at every pass", () => {
    const scene = sceneFor(3);
    const slices = partialEM(scene, scene.all, whole(scene, [1]), { iterations: 3, share: "kept" });
    let passes = 0;
    while (!slices.next().done) passes++;
    expect(passes).toBeGreaterThanOrEqual(1);
    expect(passes).toBeLessThanOrEqual(4);
  });

  it.each(COVARIANCE_TYPES)("moves a component to its points: %s", (covariance) => {
    const points = sample(truth, 3000, 2);
    const input = learned(points, recent, { components: 3, covariance, seed: 1 } as Parameters<typeof learned>[2]);
    const scene = drive(sceneOf(input, recent))!;
    const away = whole(scene, [0]);
    away.added.mean[0]! += 0.5 * Math.sqrt(input.mixture.covariances[0]!);
    const { candidate, gain } = drive(partialEM(scene, scene.all, away, { iterations: 30, share: "kept" }));
    expect(gain).toBeGreaterThan(-5);
    expect(candidate.added.mean[0]).toBeCloseTo(input.mixture.means[0]!, 0);
  });
});
