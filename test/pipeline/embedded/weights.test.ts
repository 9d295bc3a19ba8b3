import { describe, expect, it } from "vitest";
import { createDecoder } from "../../../src/format/create-decoder.js";
import { PointLayout } from "../../../src/format/point-layout.js";
import { RecordEncoders } from "../../../src/format/record-encoders.js";
import { decoderSettings, labelSettings, POINT_FORMATS, type PointFormat } from "../../../src/format/settings.js";
import { Learner } from "../../../src/learning/learner.js";
import { points } from "../../../src/mixture/point-batch.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";
import { D2K5, sample } from "../../support/fixed-mixtures.js";
import { collect, embeddedOptions } from "./embedded.js";
import { recordsOfMessages, rowMessage } from "./rows.js";

const COUNT = 1000;
const NAMES = ["x1", "x2", "w"];
const layout = new PointLayout({ columns: NAMES, weight: "w" });
const { fingerprint } = layout.features;
const learning = { dimensions: 2, components: 3, warmup: 300, miniBatch: 50, restarts: 2, fingerprint };

/** All of them are float32, so that every format holds them exactly. */
const WEIGHTS = [1, 0, 0.5, 2.25, 0.125, 1, 7];
/** And what is no weight, with the reason. */
const NO_WEIGHTS: readonly (readonly [number, string])[] = [
  [Number.NaN, "missing-value"],
  [-1, "invalid-weight"],
  [-0.125, "invalid-weight"],
];

const { values } = sample(D2K5, COUNT, 5);
const rowAt = (i: number, weight: number) => [Math.fround(values[2 * i]!), Math.fround(values[2 * i + 1]!), weight];
const good = Array.from({ length: COUNT }, (_, i) => rowAt(i, WEIGHTS[i % WEIGHTS.length]!));

async function run(rows: readonly (readonly number[])[], format: PointFormat, missing: string, weighted = layout) {
  const records = recordsOfMessages(rows.map((row) => rowMessage(row, NAMES, format)));
  return await collect(
    embeddedOptions(records, {
      decoder: createDecoder(weighted, decoderSettings.parse({ format, missing })),
      encoders: new RecordEncoders(weighted.features, labelSettings.parse({ minimum: 0 })),
      learners: learnerFactory(learning),
    }),
  );
}

describe.each(POINT_FORMATS)("weights in %s", (format) => {
  it.each(["dead-letter", "marginalise"])(
    "reach the learner, and what is none is a dead letter (%s)",
    async (missing) => {
      const spoilt = good.flatMap((row, i) => {
        const [weight] = NO_WEIGHTS[i % NO_WEIGHTS.length]!;
        return i % 10 === 0 ? [rowAt(i, weight), row] : [row];
      });
      const { labels, deadLetters } = await run(spoilt, format, missing);
      const coordinates = Float64Array.from(good.flatMap((row) => row.slice(0, 2)));
      const weights = good.map((row) => row[2]!);
      const scored = new Learner(learning).learn(points(coordinates, { dimensions: 2, weights }));
      expect(labels.map(({ logDensity }) => logDensity)).toEqual([...scored.logDensity]);
      expect(labels.map(({ anomaly }) => anomaly.score)).toEqual([...scored.anomalyScore]);
      expect(labels.map(({ component }) => component)).toEqual([...scored.component]);
      const codes = deadLetters.map(({ headers }) => new TextDecoder().decode(headers["mixtide-error"]));
      expect(codes).toEqual(Array.from({ length: COUNT / 10 }, (_, i) => NO_WEIGHTS[(10 * i) % NO_WEIGHTS.length]![1]));
    },
  );
});

describe("a weight", () => {
  it("of 0 makes a point that is labelled, and never learned", async () => {
    const ghosts = good.flatMap(([x, y], i) => (i % 4 === 0 ? [[x! + 50, y! - 50, 0]] : []));
    const spread = good.flatMap((row, i) => (i % 4 === 0 ? [row, ghosts[i / 4]!] : [row]));
    const { labels, snapshots } = await run(spread, "json", "dead-letter");
    expect(labels).toHaveLength(COUNT + ghosts.length);
    for (const { components } of snapshots)
      for (const { mean } of components) expect(mean[0]).toBeLessThan(Math.max(...good.map(([x]) => x!)));
  });

  it("matters: other weights make another mixture", async () => {
    const equal = good.map(([x, y]) => [x!, y!, 1]);
    const [weighted, plain] = [await run(good, "json", "dead-letter"), await run(equal, "json", "dead-letter")];
    expect(weighted.snapshots.at(-1)!.components).not.toEqual(plain.snapshots.at(-1)!.components);
  });
});
