import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, expectTypeOf, it } from "vitest";
import { recordsOf } from "../../src/broker/record-columns.js";
import { type Assembly, assemble } from "../../src/config/assemble.js";
import { loadConfig } from "../../src/config/load-config.js";
import { DecodedBatch } from "../../src/format/decoded-batch.js";
import { labelSchema, snapshotSchema } from "../../src/format/records.js";
import type { PipelineOptions } from "../../src/pipeline/run-pipeline.js";
import { pipelineSettings } from "../../src/pipeline/settings.js";
import { GEYSER } from "./problems-of.js";

const root = new URL("../../", import.meta.url);
const fileOf = (path: string): string => fileURLToPath(new URL(path, root));

/** Lines of a data file, without its header. */
function linesOf(path: string): string[] {
  const bytes = readFileSync(fileOf(path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").trimEnd().split("\n").slice(1);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Runs lines through all parts of a pipeline. */
function run({ app, decoder: messages, encoders, features, input, learners }: Assembly, lines: readonly string[]) {
  const batch = new DecodedBatch(features.dimensions, input, 0);
  lines.forEach((line, offset) => {
    messages.decode({ offset, timestamp: 0, key: null, value: encoder.encode(line) }, batch);
  });
  const learner = learners.create();
  const steps = learner.learnInSlices(batch.points());
  let step = steps.next();
  while (!step.done) step = steps.next();
  const { version, points, mixture, logLikelihood } = learner;
  const labels = recordsOf([encoders.labels(step.value, 0, batch)]).map(({ value }) => decoder.decode(value!));
  const snapshot = encoders.snapshot({ model: app, version, previous: null, points, mixture: mixture!, logLikelihood });
  return { labels, snapshot: decoder.decode(snapshot.value) };
}

describe("assemble", () => {
  it("makes everything a pipeline needs but its broker", () => {
    expectTypeOf<Assembly>().toExtend<Omit<PipelineOptions, "broker">>();
  });

  it("hands on the settings of the pipeline, which take them as they are", () => {
    const { config } = loadConfig({ text: `${GEYSER}commit: { interval: 2s }\nflush: { after: 1m }\n` });
    const { settings } = assemble(config);
    expect(pipelineSettings.parse(settings)).toEqual(settings);
    expect(settings).toMatchObject({ from: "earliest", commit: { interval: 2000 }, flush: { after: 60_000 } });
  });

  it("counts dimensions after transforms, and binds state to the features", () => {
    const cyclic = GEYSER.replace("waiting]", "{ path: waiting, transform: { cyclic: 24 } }]");
    const { features, learners } = assemble(loadConfig({ text: cyclic }).config);
    expect([features.dimensions, learners.dimensions, learners.fingerprint]).toEqual([3, 3, features.fingerprint]);
    expect(learners.fingerprint).not.toBe(assemble(loadConfig({ text: GEYSER }).config).learners.fingerprint);
  });

  it.each([
    ["features: [{ path: a, scale: deviation }]", "components: 2", "deviation"],
    ["features: [a]", "components: 2, scale: deviation", "deviation"],
    ["features: [{ path: a, scale: 5 }]", "components: 2", "none"],
  ])("the learner's scale comes from features or model: %s, %s", (features, model, scale) => {
    const text = GEYSER.replace(/^features.*$/m, features).replace("components: 2", model);
    const state = assemble(loadConfig({ text }).config).learners.create();
    expect(state).toMatchObject({ options: { scale } });
  });

  it("names the process as the cluster's client is named", () => {
    const text = `${GEYSER}kafka: { brokers: [a:1], clientId: geyser-7 }\n`;
    expect(assemble(loadConfig({ text }).config).client).toBe("geyser-7");
    expect(assemble(loadConfig({ text: GEYSER }).config)).not.toHaveProperty("client");
  });
});

describe("example pipelines", () => {
  it.each([
    ["config/geyser.yaml", "data/faithful.csv", 272, 2, 2],
    ["config/shuttle.yaml", "data/shuttle.csv.gz", 1000, 9, 10],
  ])("%s learns %s", (path, data, points, dimensions, components) => {
    const text = readFileSync(fileOf(path), "utf8");
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=schema/pipeline.schema.json");
    const { config } = loadConfig({ path: fileOf(path) });
    const assembly = assemble({ ...config, model: { ...config.model, warmup: 200 } });
    const { labels, snapshot } = run(assembly, linesOf(data).slice(0, points));
    expect(labels).toHaveLength(points);
    expect(labelSchema.parse(JSON.parse(labels.at(-1)!)).source).toEqual({
      topic: "points",
      partition: 0,
      offset: String(points - 1),
    });
    const { components: found, features, model } = snapshotSchema.parse(JSON.parse(snapshot));
    expect([features.length, found.length, model]).toEqual([dimensions, components, assembly.app]);
  });
});
