import { maximization } from "../../src/em/m-step.js";
import { createDecoder } from "../../src/format/create-decoder.js";
import { DecodedBatch } from "../../src/format/decoded-batch.js";
import type { RawRecord } from "../../src/format/decoder.js";
import { PointLayout } from "../../src/format/point-layout.js";
import { RecordEncoders } from "../../src/format/record-encoders.js";
import { decoderSettings, labelSettings, type PointFormat } from "../../src/format/settings.js";
import { defaultKernel } from "../../src/kernel/default-kernel.js";
import { Learner } from "../../src/learning/learner.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { emptyScores } from "../../src/mixture/scores.js";
import { moments } from "../../src/statistics/moments.js";
import { priorOf } from "../../src/statistics/prior.js";
import { emptySums, toStatistics } from "../../src/statistics/sums.js";
import { benchCase } from "../data.js";
import { kernelPass } from "../kernel/kernel-pass.js";
import { medianSeconds } from "../measure.js";
import { type Effort, type Row, speed } from "../row.js";

const D = 8;
const K = 16;
const MINI_BATCH = 100;

/**
 * Every step that a point goes through, at D = 8 and K = 16: the kernel beside everything around it. None of the
 * others should cost more than the kernel.
 */
export function* stepSuite({ coordinates, runs }: Effort): Generator<Row> {
  const { data, mixture, points } = benchCase("separated", D, K, Math.ceil(coordinates / D));
  const row = (step: string, run: () => void): Row => ({
    name: "step",
    d: D,
    k: K,
    covariance: "full",
    data,
    implementation: "mixtide",
    step,
    ...speed(points.count, medianSeconds(run, runs)),
  });
  yield row("decode json", decoding("json", points, jsonRecords(points)));
  yield row("decode packed", decoding("packed-float64", points, packedRecords(points)));
  yield* learning(mixture, points, row);
  for (const format of ["json", "packed"] as const)
    yield row(`encode ${format} labels`, encoding(format, mixture, points));
}

function* learning(mixture: Mixture, points: PointBatch, row: (step: string, run: () => void) => Row): Generator<Row> {
  const { values, count } = points;
  const scores = emptyScores(count, K);
  const evaluator = mixture.evaluator(defaultKernel);
  yield row("kernel", kernelPass(defaultKernel, mixture, points));
  yield row("kernel with anomaly scores", kernelPass(defaultKernel, mixture, points, true));
  evaluator.expectation(values, 0, count, scores);
  yield row("hard label", () => mixture.nameComponents(0, count, scores));
  const sums = emptySums(K, D, "full", mixture.means);
  evaluator.accumulate(values, 0, count, scores.responsibilities, undefined, sums);
  const statistics = toStatistics(sums);
  const prior = priorOf("default", moments(points), K, "full");
  yield row("m-step every 100 points", () => {
    for (let at = 0; at < count; at += MINI_BATCH) maximization(statistics, count, "full", prior, mixture);
  });
  yield row("learner (kernel, score, m-step)", () => {
    const learner = new Learner({ dimensions: D, components: K, start: { mixture, points: 5000 } });
    learner.learn(points);
  });
}

function decoding(format: PointFormat, points: PointBatch, records: readonly RawRecord[]): () => void {
  const layout = new PointLayout({ columns: D });
  const decoder = createDecoder(layout, decoderSettings.parse({ format }));
  return () => {
    const batch = new DecodedBatch(D, "points", 0);
    for (const record of records) decoder.decode(record, batch);
    if (batch.count !== points.count) throw new Error(`decoded ${batch.count} of ${points.count} points`);
  };
}

function encoding(format: "json" | "packed", mixture: Mixture, points: PointBatch): () => void {
  const layout = new PointLayout({ columns: D });
  const encoders = new RecordEncoders(layout.features, labelSettings.parse({ format }));
  const origins = new DecodedBatch(D, "points", 0);
  const decoder = createDecoder(layout, decoderSettings.parse({ format: "packed-float64" }));
  for (const record of packedRecords(points)) decoder.decode(record, origins);
  const scored = new Learner({ dimensions: D, components: K, start: { mixture, points: 5000 } }).learn(points);
  return () => {
    encoders.labels(scored, 0, origins);
  };
}

const record = (offset: number, value: Uint8Array): RawRecord => ({ offset, timestamp: 0, key: null, value });

function jsonRecords({ count, values }: PointBatch): RawRecord[] {
  return Array.from({ length: count }, (_, i) =>
    record(i, Buffer.from(JSON.stringify(Array.from(values.subarray(i * D, (i + 1) * D))))),
  );
}

function packedRecords({ count, values }: PointBatch): RawRecord[] {
  return Array.from({ length: count }, (_, i) =>
    record(i, new Uint8Array(values.buffer, values.byteOffset + i * D * 8, D * 8)),
  );
}
