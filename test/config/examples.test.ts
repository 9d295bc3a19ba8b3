import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { assemble } from "../../src/config/assemble.js";
import { kafkaOptionsOf } from "../../src/config/kafka-options-of.js";
import { loadConfig } from "../../src/config/load-config.js";
import { DecodedBatch } from "../../src/format/decoded-batch.js";

const EXAMPLES = readdirSync("config").filter((name) => name.endsWith(".yaml"));
const FIRST: Readonly<Record<string, string>> = {
  "events.yaml": '{"id":"r-17","time":"2025-11-23T05:00:00Z","hour":5.2,"request":{"bytes":5120,"ms":37.5},"weight":1}',
  "csv.yaml": "sensor-4;2025-11-23T05:00:00Z;21.5;48;1013.2",
};

describe.each(EXAMPLES)("config/%s", (name) => {
  const loaded = loadConfig({ path: `config/${name}` });

  it("is valid and makes a pipeline", () => {
    expect(assemble(loaded.config).app).toBe(loaded.config.app);
  });

  it("names the schema that editors complete it from", () => {
    const [first] = readFileSync(`config/${name}`, "utf8").split("\n");
    expect(first).toBe("# yaml-language-server: $schema=schema/pipeline.schema.json");
  });
});

it.each(Object.entries(FIRST))("the record in config/%s is a point", (name, text) => {
  const { decoder, learners } = assemble(loadConfig({ path: `config/${name}` }).config);
  const batch = new DecodedBatch(learners.dimensions, "t", 0);
  const record = { offset: 0, timestamp: Number.NaN, key: null, value: Buffer.from(text) };
  expect(decoder.decode(record, batch)).toBe(1);
  expect(batch.timestamps[0]).toBe(Date.parse("2025-11-23T05:00:00Z"));
});

it("config/secure.yaml needs its files, and says which", () => {
  expect(() => kafkaOptionsOf(loadConfig({ path: "config/secure.yaml" }))).toThrow(
    /config\/secure\.yaml:\d+:\d+ {2}kafka\.ssl\.ca {2}.*config\/secrets\/ca\.pem: there is no such file/,
  );
});
