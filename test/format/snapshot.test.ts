import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import { Features } from "../../src/format/features/features.js";
import { mixtureOf } from "../../src/format/mixture-of.js";
import { fitRecordSchema, snapshotSchema } from "../../src/format/records.js";
import { digestOf, fitRecordOf, type Provenance, snapshotOf } from "../../src/format/snapshot.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { scoredByLearner, threeClusters } from "./support/scored.js";

const features = new Features(["eruptions", "waiting"]);
const provenance: Provenance = { model: "geyser", version: 412, previous: 411, points: 42_200, features };
const figures = { mean: -4.15, recent: -4.12 };
const small = new Mixture({
  covarianceType: "full",
  weights: [0.25, 0.75],
  means: [1, 2, 3, -0],
  covariances: [1, 0.5, 0.5, 2, 1, -0, -0, 1],
  ids: [3, 7],
  born: [0, 12],
});

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));
const bits = (numbers: ArrayLike<number>) => [...new BigUint64Array(Float64Array.from(numbers).buffer)];

describe("snapshotOf", () => {
  it("writes the record as it is documented", () => {
    const { digest, ...rest } = snapshotOf(small, provenance, figures);
    expect(rest).toEqual({
      schema: 1,
      model: "geyser",
      version: 412,
      previous: 411,
      points: 42_200,
      covarianceType: "full",
      features: ["eruptions", "waiting"],
      components: [
        {
          id: 3,
          weight: 0.25,
          mean: [1, 2],
          covariance: [
            [1, 0.5],
            [0.5, 2],
          ],
          born: 0,
        },
        {
          id: 7,
          weight: 0.75,
          mean: [3, 0],
          covariance: [
            [1, 0],
            [0, 1],
          ],
          born: 12,
        },
      ],
      logLikelihood: figures,
      events: [],
    });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(rest)).toEqual([
      "schema",
      "model",
      "version",
      "previous",
      "points",
      "covarianceType",
      "features",
      "components",
      "logLikelihood",
      "events",
    ]);
  });

  it("writes features in full once any is not plain", () => {
    const transformed = new Features(["a", { path: "b", transform: { cyclic: 24 }, scale: 2 }]);
    const wide = new Mixture({
      covarianceType: "full",
      weights: [1],
      means: [1, 2, 3],
      covariances: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    });
    const snapshot = snapshotOf(wide, { ...provenance, features: transformed }, figures);
    expect(snapshot.features).toEqual([
      { path: "a", transform: "none", scale: "none" },
      { path: "b", transform: { cyclic: 24 }, scale: 2 },
    ]);
    expect(snapshotSchema.parse(throughJson(snapshot))).toEqual(snapshot);
  });

  it("writes null where there are no figures yet", () => {
    const early = snapshotOf(small, { ...provenance, previous: null }, { mean: Number.NaN, recent: Number.NaN });
    expect(early).toMatchObject({ previous: null, logLikelihood: { mean: null, recent: null } });
    expect(snapshotSchema.parse(throughJson(early))).toEqual(early);
  });

  it("tells what happened, and how much of it is left out", () => {
    const events = [{ kind: "split", version: 400, points: 42_000, components: [3, 7, 8], numbers: { gain: 0.5 } }];
    const snapshot = snapshotOf(small, { ...provenance, events, eventsOmitted: 3 }, figures);
    expect(snapshot).toMatchObject({ events, eventsOmitted: 3 });
    expect(digestOf(throughJson(snapshot))).toBe(snapshot.digest);
    expect(snapshotSchema.parse(throughJson(snapshot))).toEqual(snapshot);
    expect(snapshotOf(small, { ...provenance, events, eventsOmitted: 0 }, figures)).not.toHaveProperty("eventsOmitted");
  });

  it("has a digest that any change breaks and no detour does", () => {
    const snapshot = snapshotOf(small, provenance, figures);
    expect(digestOf(throughJson(snapshot))).toBe(snapshot.digest);
    const reordered = Object.fromEntries(Object.entries(snapshot).reverse());
    expect(digestOf(reordered)).toBe(snapshot.digest);
    const digests = [
      snapshot,
      snapshotOf(small, { ...provenance, version: 413 }, figures),
      snapshotOf(small, { ...provenance, previous: null }, figures),
      snapshotOf(small, provenance, { ...figures, recent: -4.120000000000001 }),
      snapshotOf(small, { ...provenance, events: [{ kind: "birth", version: 412, components: [7] }] }, figures),
    ].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it("has the digest that another RFC 8785 writer computes", () => {
    const tiny = new Mixture({ covarianceType: "full", weights: [1], means: [1e21], covariances: [0.000001] });
    const snapshot = snapshotOf(
      tiny,
      { ...provenance, features: new Features(["é"]) },
      { mean: -0.5, recent: Number.NaN },
    );
    // sha256 of the text below, by sha256sum
    // {"components":[{"born":0,"covariance":[[0.000001]],"id":0,"mean":[1e+21],"weight":1}],"covarianceType":"full",
    //  "events":[],"features":["é"],"logLikelihood":{"mean":-0.5,"recent":null},"model":"geyser","points":42200,
    //  "previous":411,"schema":1,"version":412}
    expect(snapshot.digest).toBe("4f6c9d69aa8849d26b1543576d1e147eda782ebc486dfb6cead1702397eda0e5");
  });
});

describe("mixtureOf", () => {
  it.each(COVARIANCE_TYPES)("gives the labels of the original, bit for bit: %s", (covariance) => {
    const scored = scoredByLearner(300, covariance, 3);
    const batch = threeClusters(300, 3);
    for (const run of scored.runs) {
      const snapshot = throughJson(
        snapshotOf(
          run.mixture,
          { ...provenance, version: run.version, features: new Features(["a", "b", "c"]) },
          figures,
        ),
      );
      const { mixture, points } = mixtureOf(snapshotSchema.parse(snapshot));
      expect(points).toBe(42_200);
      expect(mixture.covarianceType).toBe(covariance);
      const restored = mixture.score(batch);
      const row = run.mixture.components;
      const range = [run.offset, run.offset + (run.end - run.start) * row] as const;
      expect(bits(restored.responsibilities.subarray(run.start * row, run.end * row))).toEqual(
        bits(scored.responsibilities.subarray(...range)),
      );
      expect(bits(restored.logDensity.subarray(run.start, run.end))).toEqual(
        bits(scored.logDensity.subarray(run.start, run.end)),
      );
      expect(bits(restored.anomalyScore.subarray(run.start, run.end))).toEqual(
        bits(scored.anomalyScore.subarray(run.start, run.end)),
      );
      expect(restored.component.subarray(run.start, run.end)).toEqual(scored.component.subarray(run.start, run.end));
    }
  });

  it("keeps ids and births", () => {
    const { mixture } = mixtureOf(throughJson(snapshotOf(small, provenance, figures)));
    expect([...mixture.ids]).toEqual([3, 7]);
    expect([...mixture.born]).toEqual([0, 12]);
  });

  it("refuses parameters that make no mixture", () => {
    const snapshot = snapshotOf(small, provenance, figures);
    expect(() => mixtureOf({ ...snapshot, components: snapshot.components.slice(1) })).toThrow(RangeError);
  });
});

describe("fitRecordOf", () => {
  it("is a snapshot with the figures of the fit", () => {
    const batch = threeClusters(90, 2);
    const result = fit(batch, { components: 2, restarts: 1 });
    const record = throughJson(
      fitRecordOf(result.mixture, { ...provenance, version: 0, previous: null, points: 90 }, result),
    );
    expect(fitRecordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      bic: result.bic,
      aic: result.aic,
      icl: result.icl,
      converged: result.converged,
      iterations: result.iterations,
    });
    expect(record.logLikelihood).toEqual(result.logLikelihood);
    const { mixture, points } = mixtureOf(record);
    expect(points).toBe(90);
    expect(bits(mixture.score(batch).responsibilities)).toEqual(bits(result.mixture.score(batch).responsibilities));
    expect(digestOf(record)).toBe(record.digest);
  });
});
