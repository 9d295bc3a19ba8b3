import { describe, expect, it } from "vitest";
import { principalAxes } from "../../src/mixture/principal-axes.js";
import { D2K5, D8K8 } from "../support/fixed-mixtures.js";

describe("principal axes", () => {
  it.each([
    ["all features", D8K8, undefined],
    ["a plane", D8K8, [2, 5]],
    ["two dimensions", D2K5, undefined],
  ] as const)("rebuild the covariance, longest first: %s", (_, mixture, features) => {
    const chosen = features ?? Array.from({ length: mixture.dimensions }, (_, j) => j);
    const d = chosen.length;
    for (let k = 0; k < mixture.components; k++) {
      const { variances, directions } = principalAxes(mixture, k, features);
      expect([...variances]).toEqual([...variances].sort((a, b) => b - a));
      chosen.forEach((a, i) =>
        chosen.forEach((b, j) => {
          let sum = 0;
          for (let e = 0; e < d; e++) sum += variances[e]! * directions[e * d + i]! * directions[e * d + j]!;
          const D = mixture.dimensions;
          expect(sum).toBeCloseTo(mixture.covariances[(k * D + a) * D + b]!, 12);
        }),
      );
    }
  });
});
