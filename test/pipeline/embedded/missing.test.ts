import { describe, expect, it } from "vitest";
import { createDecoder } from "../../../src/format/create-decoder.js";
import { mixtureOf } from "../../../src/format/mixture-of.js";
import { PointLayout } from "../../../src/format/point-layout.js";
import { RecordEncoders } from "../../../src/format/record-encoders.js";
import type { Label } from "../../../src/format/records.js";
import { decoderSettings, labelSettings, POINT_FORMATS, type PointFormat } from "../../../src/format/settings.js";
import { Learner } from "../../../src/learning/learner.js";
import type { Mixture } from "../../../src/mixture/mixture.js";
import { points } from "../../../src/mixture/point-batch.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";
import { Random } from "../../../src/random/random.js";
import { D2K5, sample } from "../../support/fixed-mixtures.js";
import { collect, embeddedOptions } from "./embedded.js";
import { recordsOfMessages, rowMessage } from "./rows.js";

const COUNT = 1200;
const NAMES = ["x1", "x2"];
const layout = new PointLayout({ columns: NAMES });
const { fingerprint } = layout.features;
const learning = { dimensions: 2, components: 3, warmup: 300, miniBatch: 50, restarts: 2, fingerprint };

/** Points of which three in ten features are missing; float32, so that every format holds them exactly. */
function gappyRows(): number[][] {
  const { values } = sample(D2K5, COUNT, 3);
  const random = new Random(17);
  const rows = Array.from({ length: COUNT }, (_, i) =>
    [values[2 * i]!, values[2 * i + 1]!].map((x) => (random.uniform() < 0.3 ? Number.NaN : Math.fround(x))),
  );
  for (const i of [0, 299, 300, 777, COUNT - 1]) rows[i] = [Number.NaN, Number.NaN];
  return rows;
}

const rows = gappyRows();

async function run(format: PointFormat, missing: "dead-letter" | "marginalise") {
  const records = recordsOfMessages(
    rows.map((row) => rowMessage(row, NAMES, format)),
    30,
  );
  return await collect(
    embeddedOptions(records, {
      decoder: createDecoder(layout, decoderSettings.parse({ format, missing })),
      encoders: new RecordEncoders(layout.features, labelSettings.parse({ minimum: 0 })),
      learners: learnerFactory(learning),
      settings: { commit: { interval: 5, points: 90 }, snapshots: { every: 1 } },
    }),
  );
}

/** Log density of a point's observed features, from the formula of the textbook. */
function marginal(mixture: Mixture, k: number, row: readonly number[]): number {
  const seen = [0, 1].filter((j) => !Number.isNaN(row[j]!));
  const d = seen.map((j) => row[j]! - mixture.means[2 * k + j]!);
  const s = seen.map((i) => seen.map((j) => mixture.covariances[4 * k + 2 * i + j]!));
  if (seen.length === 0) return 0;
  if (seen.length === 1) return -0.5 * (Math.log(2 * Math.PI * s[0]![0]!) + d[0]! ** 2 / s[0]![0]!);
  const [[a, b], [, c]] = s as [[number, number], [number, number]];
  const determinant = a * c - b * b;
  const squared = (c * d[0]! ** 2 - 2 * b * d[0]! * d[1]! + a * d[1]! ** 2) / determinant;
  return -0.5 * (2 * Math.log(2 * Math.PI) + Math.log(determinant) + squared);
}

describe.each(POINT_FORMATS)("points with missing features, as %s", (format) => {
  it("are learned and labelled, every one, as the learner alone does it", async () => {
    const { labels, deadLetters } = await run(format, "marginalise");
    expect([labels.length, deadLetters.length]).toEqual([COUNT, 0]);
    const scored = new Learner(learning).learn(points(Float64Array.from(rows.flat()), { dimensions: 2 }));
    const [first] = scored.runs;
    labels.forEach((label, i) => {
      expect(label.logDensity).toBe(scored.logDensity[i]);
      expect(label.anomaly.score).toBe(scored.anomalyScore[i]);
      expect(label.component).toBe(scored.component[i]);
      if (i < 300) expect(label.responsibilities[0]).toBe(scored.responsibilities[first!.offset + 3 * i]);
    });
  });

  it("are dead letters by default, and what is whole is learned", async () => {
    const { labels, deadLetters } = await run(format, "dead-letter");
    const whole = rows.filter((row) => !row.some(Number.isNaN));
    expect([labels.length, deadLetters.length]).toEqual([whole.length, COUNT - whole.length]);
    const codes = deadLetters.map(({ headers }) => new TextDecoder().decode(headers["mixtide-error"]));
    expect(new Set(codes)).toEqual(new Set(["missing-value"]));
  });
});

describe("labels of points with missing features", () => {
  it("are those of the marginal density under the snapshot of their version", async () => {
    const { labels, snapshots } = await run("json", "marginalise");
    const seen = [0, 0, 0];
    for (const snapshot of snapshots) {
      const { mixture } = mixtureOf(snapshot);
      labels.forEach((label, i) => {
        if (label.version !== snapshot.version) return;
        seen[rows[i]!.filter(Number.isNaN).length]!++;
        compare(label, mixture, rows[i]!);
      });
    }
    expect(
      seen.every((count) => count > 0),
      String(seen),
    ).toBe(true);
  });
});

function compare(label: Label, mixture: Mixture, row: readonly number[]): void {
  const joint = Array.from(mixture.weights, (weight, k) => weight * Math.exp(marginal(mixture, k, row)));
  const sum = joint.reduce((a, b) => a + b, 0);
  expect(label.logDensity).toBeCloseTo(Math.log(sum), 8);
  mixture.ids.forEach((id, k) => expect(label.responsibilities[id] ?? 0).toBeCloseTo(joint[k]! / sum, 8));
  if (row.every(Number.isNaN)) expect(label.anomaly.score).toBeCloseTo(0, 12);
}
