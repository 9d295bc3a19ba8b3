import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { modelSettings } from "../../src/config/model-settings.js";
import { checkLearnerOptions, type LearnerOptions } from "../../src/learning/learner-options.js";

type Configured = Omit<LearnerOptions, "dimensions" | "start" | "fingerprint">;

describe("model settings are the learner's options", () => {
  it("by type", () => {
    expectTypeOf<z.output<typeof modelSettings>>().toExtend<Configured>();
    expectTypeOf<keyof z.output<typeof modelSettings>>().toEqualTypeOf<keyof Configured>();
    expectTypeOf<Configured>().toExtend<z.input<typeof modelSettings>>();
  });

  it("by default", () => {
    const { dimensions, fingerprint, ...learner } = checkLearnerOptions({ dimensions: 2, components: 3 });
    expect({ warmup: learner.warmup, scale: "none", ...modelSettings.parse({ components: 3 }) }).toEqual(learner);
  });

  it.each([
    ["components", [1, 7], [0, -1, 1.5, Number.NaN]],
    ["covariance", ["full", "tied", "diagonal", "spherical", "tied-diagonal", "tied-spherical"], ["diag"]],
    ["prior", ["default", "mclust", "none"], ["map"]],
    ["mode", ["soft", "hard"], ["medium"]],
    ["seed", [0, -5, 2 ** 52], [0.5, 2 ** 60]],
    ["miniBatch", [1, 5000], [0, 0.5]],
    ["warmup", [1, 5000], [0, 0.5]],
    ["restarts", [1, 50], [0, 0.5]],
    ["scale", ["none", "deviation"], ["unit"]],
    [
      "schedule",
      [
        { kind: "decreasing", exponent: 0.51 },
        { kind: "decreasing", exponent: 1 },
        { kind: "half-life", points: 0.5 },
      ],
      [
        { kind: "decreasing", exponent: 0.5 },
        { kind: "decreasing", exponent: 1.01 },
        { kind: "half-life", points: 0 },
        { kind: "half-life", points: Infinity },
        { kind: "constant" },
      ],
    ],
  ] as [string, unknown[], unknown[]][])("%s: both accept and refuse the same", (key, good, bad) => {
    const accepted = (value: unknown) => {
      const settings = { components: 2, [key]: value };
      const learner = () => checkLearnerOptions({ dimensions: 2, ...(settings as { components: number }) });
      const parsed = modelSettings.safeParse(settings).success;
      let checked = true;
      try {
        learner();
      } catch {
        checked = false;
      }
      return [parsed, checked];
    };
    for (const value of good) expect(accepted(value), JSON.stringify(value)).toEqual([true, true]);
    for (const value of bad) expect(accepted(value), JSON.stringify(value)).toEqual([false, false]);
  });
});
