import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { modelSettings } from "../../src/config/model-settings.js";
import { checkLearnerOptions, type LearnerOptions } from "../../src/learning/learner-options.js";

type Configured = Omit<LearnerOptions, "dimensions" | "start" | "fingerprint">;

/** Lists may be read only: nobody writes into settings. */
type Readable<T> = T extends readonly (infer Item)[]
  ? readonly Item[]
  : T extends object
    ? { readonly [Key in keyof T]: Readable<T[Key]> }
    : T;

describe("model settings are the learner's options", () => {
  it("by type", () => {
    expectTypeOf<z.output<typeof modelSettings>>().toExtend<Configured>();
    expectTypeOf<keyof z.output<typeof modelSettings>>().toEqualTypeOf<keyof Configured>();
    expectTypeOf<Configured>().toExtend<Readable<z.input<typeof modelSettings>>>();
  });

  it.each(["drift", "refits"])("%s is a switch", (key) => {
    for (const on of [true, false])
      expect(modelSettings.parse({ components: 2, [key]: on })).toMatchObject({ [key]: on });
    for (const value of ["yes", 1, null])
      expect(modelSettings.safeParse({ components: 2, [key]: value }).success).toBe(false);
  });

  it("by default", () => {
    const { dimensions, fingerprint, components, ...learner } = checkLearnerOptions({ dimensions: 2, components: 3 });
    const { components: _, ...settings } = modelSettings.parse({ components: 3 });
    expect({ warmup: learner.warmup, scale: "none", ...settings }).toEqual(learner);
    const given = modelSettings.parse({ components: 3 });
    expect(checkLearnerOptions({ dimensions: 2, ...given }).components).toEqual(components);
  });

  it.each([
    [
      "components",
      [1, 7, { min: 1, max: 4 }, { min: 3, max: 3 }, "auto"],
      [0, -1, 1.5, Number.NaN, "many", { min: 0, max: 2 }, { min: 3, max: 2 }, { min: 1 }, { max: 4 }],
    ],
    [
      "anomaly",
      [
        {},
        { components: "single" },
        { components: [7] },
        { components: [10, 1, 5] },
        { threshold: { rate: 0.01 } },
        { threshold: { pValue: 0.0003 } },
        { threshold: { score: 6 } },
        { components: "single", threshold: { score: -0.5 } },
      ],
      [
        { components: "double" },
        { components: [] },
        { components: [0, 1] },
        { components: [2, 2] },
        { threshold: {} },
        { threshold: { rate: 0 } },
        { threshold: { rate: 1 } },
        { threshold: { rate: 0.00001 } },
        { threshold: { pValue: 1.5 } },
        { threshold: { score: Number.NaN } },
        { threshold: { rate: 0.1, score: 6 } },
        { threshold: { share: 0.1 } },
      ],
    ],
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
