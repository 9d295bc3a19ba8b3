import { describe, expect, it } from "vitest";
import { explain } from "../../src/config/explain.js";
import { loadConfig } from "../../src/config/load-config.js";
import { originText } from "../../src/config/origin.js";
import type { Flag } from "../../src/config/overrides.js";
import { settingsList } from "../../src/config/settings-list.js";
import { errorOf, GEYSER, linesOf } from "./problems-of.js";

const TEXT = GEYSER.replace("components: 2", "components: 2, seed: 3");
const environment = { MIXTIDE_MODEL_SEED: "4", MIXTIDE_MODEL_MINI_BATCH: "50", PATH: "/bin" };
const flags: Flag[] = [{ flag: "--seed", path: "model.seed", value: 5 }];

describe("precedence", () => {
  it("is flags, environment, file, default", () => {
    const seedOf = (options: object) => loadConfig({ text: TEXT, ...options }).config.model.seed;
    expect(seedOf({ flags, environment })).toBe(5);
    expect(seedOf({ environment })).toBe(4);
    expect(seedOf({})).toBe(3);
    expect(loadConfig({ text: GEYSER }).config.model.seed).toBe(1);
  });

  it("is told for every setting", () => {
    const { provenance } = loadConfig({ path: "pipeline.yaml", text: TEXT, flags, environment });
    expect([...provenance.keys()]).toEqual(settingsList().map(({ path }) => path));
    const told = Object.fromEntries([...provenance].map(([path, origin]) => [path, originText(origin)]));
    const set = Object.entries(told).filter(([, origin]) => origin !== "default");
    expect(Object.fromEntries(set)).toEqual({
      app: "pipeline.yaml:1:1",
      "source.topic": "pipeline.yaml:2:11",
      "source.from": "pipeline.yaml:2:26",
      features: "pipeline.yaml:3:1",
      "model.components": "pipeline.yaml:4:10",
      "model.seed": "--seed",
      "model.miniBatch": "MIXTIDE_MODEL_MINI_BATCH",
    });
  });

  it("a list is replaced, not merged", () => {
    const { config } = loadConfig({ text: TEXT, environment: { MIXTIDE_FEATURES: "a" } });
    expect(config.features).toEqual(["a"]);
  });

  it("a schedule is replaced, not merged", () => {
    const text = TEXT.replace("seed: 3", "schedule: { kind: half-life, points: 9 }");
    const { config } = loadConfig({ text, environment: { MIXTIDE_MODEL_SCHEDULE: "{ kind: decreasing }" } });
    expect(config.model.schedule).toEqual({ kind: "decreasing", exponent: 0.85 });
  });

  it("what aliases repeat in the file is overridden in one place only", () => {
    const text = GEYSER.replace("model: { components: 2 }", "model: { components: 2 }\nrestarts: &r { delay: 2s }\n");
    const { config } = loadConfig({ text, environment: { MIXTIDE_RESTARTS_LONGEST: "3s" } });
    expect(config.restarts).toMatchObject({ delay: 2000, longest: 3000 });
  });

  it("no file is needed", () => {
    const { config, provenance } = loadConfig({
      environment: { MIXTIDE_APP: "123", MIXTIDE_SOURCE_TOPIC: "points", MIXTIDE_SOURCE_FROM: "earliest" },
      flags: [
        { flag: "--columns", path: "features", value: "eruptions, waiting" },
        { flag: "--components", path: "model.components", value: 2 },
        { flag: "--seed", path: "model.seed", value: undefined },
      ],
    });
    expect(config).toMatchObject({ app: "123", features: ["eruptions", "waiting"], model: { components: 2, seed: 1 } });
    expect(provenance.get("model.seed")).toEqual({ from: "default" });
  });
});

describe("the environment", () => {
  const read = (variable: string, text: string) =>
    loadConfig({ text: GEYSER, environment: { [variable]: text } }).config;

  it("gives every setting a variable of its own", () => {
    const variables = settingsList().map(({ variable }) => variable);
    expect(new Set(variables).size).toBe(variables.length);
    expect(variables).toContain("MIXTIDE_SOURCE_MAX_POINTS_PER_MESSAGE");
  });

  it("is read as the setting's type", () => {
    expect(read("MIXTIDE_COMMIT_INTERVAL", "2s").commit.interval).toBe(2000);
    expect(read("MIXTIDE_COMMIT_INTERVAL", "2000").commit.interval).toBe(2000);
    expect(read("MIXTIDE_TOPICS_CREATE", "true").topics.create).toBe(true);
    expect(read("MIXTIDE_FLUSH_AFTER", "null").flush.after).toBeNull();
    expect(read("MIXTIDE_KAFKA_BROKERS", "a:1,[::1]:2").kafka?.brokers).toEqual(["a:1", "[::1]:2"]);
    expect(read("MIXTIDE_KAFKA_BROKERS", "a:1").kafka?.brokers).toEqual(["a:1"]);
    expect(read("MIXTIDE_SOURCE_COLUMNS", "5").source.columns).toBe(5);
    expect(read("MIXTIDE_SOURCE_COLUMNS", "a,b").source.columns).toEqual(["a", "b"]);
    expect(read("MIXTIDE_SOURCE_DELIMITER", "|").source.delimiter).toBe("|");
    expect(read("MIXTIDE_SOURCE_FROM", "2025-11-23T05:00:00Z").source.from).toBe(1763874000000);
    expect(read("MIXTIDE_ID", "17").id).toBe("17");
    expect(read("MIXTIDE_FEATURES", "[a, { path: b, transform: { cyclic: 24 } }]").features).toEqual([
      "a",
      { path: "b", transform: { cyclic: 24 }, scale: "none" },
    ]);
  });

  it("an empty variable counts as not set", () => {
    expect(read("MIXTIDE_MODEL_SEED", "").model.seed).toBe(1);
  });

  it("may hold lists of numbers, and words among lists and mappings", () => {
    const model = (environment: Record<string, string>) => loadConfig({ text: GEYSER, environment }).config.model;
    expect(model({ MIXTIDE_MODEL_ANOMALY_COMPONENTS: "1, 2,5" }).anomaly.components).toEqual([1, 2, 5]);
    expect(model({ MIXTIDE_MODEL_ANOMALY_COMPONENTS: "[1, 10]" }).anomaly.components).toEqual([1, 10]);
    expect(model({ MIXTIDE_MODEL_ANOMALY_COMPONENTS: "4" }).anomaly.components).toEqual([4]);
    expect(model({ MIXTIDE_MODEL_ANOMALY_COMPONENTS: "single" }).anomaly.components).toBe("single");
    expect(model({ MIXTIDE_MODEL_ANOMALY_THRESHOLD: "{ score: 6 }" }).anomaly.threshold).toEqual({ score: 6 });
    expect(model({ MIXTIDE_MODEL_COMPONENTS: "auto" }).components).toBe("auto");
    expect(model({ MIXTIDE_MODEL_COMPONENTS: "{ min: 2, max: 8 }" }).components).toEqual({ min: 2, max: 8 });
    const environment = { MIXTIDE_MODEL_ANOMALY_COMPONENTS: "1,two" };
    expect(linesOf(errorOf({ text: GEYSER, environment }))).toEqual([
      'MIXTIDE_MODEL_ANOMALY_COMPONENTS  model.anomaly.components[1]  expected whole number ≥ 1, found "two"',
    ]);
  });

  it("a bad value is named by its variable, or its flag", () => {
    const lines = linesOf(errorOf({ text: GEYSER, environment: { MIXTIDE_MODEL_COMPONENTS: "two" } }));
    expect(lines).toEqual([
      'MIXTIDE_MODEL_COMPONENTS  model.components  expected whole number ≥ 1 | { min, max } | auto, found "two"',
    ]);
    const flag = { flag: "--columns", path: "features", value: "[a, { path: 3 }]" };
    expect(linesOf(errorOf({ text: GEYSER, flags: [flag] }))).toEqual([
      "--columns  features[1].path  expected text, found 3",
    ]);
  });

  it("an unknown variable is refused, its value unseen", () => {
    const error = errorOf({
      text: GEYSER,
      environment: { MIXTIDE_MODEL_COMPONETS: "two", MIXTIDE_OTHER_THING: "hush" },
    });
    expect(linesOf(error)).toEqual([
      'MIXTIDE_MODEL_COMPONETS  unknown variable; did you mean "MIXTIDE_MODEL_COMPONENTS"?',
      "MIXTIDE_OTHER_THING  unknown variable",
    ]);
  });

  it("leaves alone what Kubernetes sets for a service called mixtide", () => {
    const links = {
      MIXTIDE_SERVICE_HOST: "10.0.0.1",
      MIXTIDE_SERVICE_PORT: "80",
      MIXTIDE_SERVICE_PORT_HTTP: "80",
      MIXTIDE_PORT: "tcp://10.0.0.1:80",
      MIXTIDE_PORT_80_TCP_ADDR: "10.0.0.1",
    };
    expect(loadConfig({ text: GEYSER, environment: links }).config.app).toBe("geyser");
  });

  it("an unknown setting of a flag is refused", () => {
    const flag = { flag: "--set", path: "modle.seed", value: "3" };
    expect(linesOf(errorOf({ text: GEYSER, flags: [flag] }))).toEqual([
      '--set  modle.seed  unknown setting; did you mean "model.seed"?',
    ]);
  });

  it("does not hide a mistake of the file", () => {
    const lines = linesOf(
      errorOf({ text: GEYSER.replace("{ components: 2 }", "3"), environment: { MIXTIDE_MODEL_SEED: "2" } }),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^pipeline.yaml:4:8 {2}model {2}expected \{ components/);
  });
});

describe("explain", () => {
  it("shows every setting as one would write it, and where it came from", () => {
    const rows = explain(loadConfig({ path: "pipeline.yaml", text: TEXT, flags, environment }));
    const shown = new Map(rows.map(({ path, value, origin }) => [path, `${value} (${origin})`]));
    expect([...shown.keys()]).toEqual(settingsList().map(({ path }) => path));
    expect(shown.get("model.seed")).toBe("5 (--seed)");
    expect(shown.get("features")).toBe("[ eruptions, waiting ] (pipeline.yaml:3:1)");
    expect(shown.get("commit.interval")).toBe("500ms (default)");
    expect(shown.get("commit.bytes")).toBe("16MB (default)");
    expect(shown.get("flush.after")).toBe("null (default)");
    expect(shown.get("model.schedule")).toBe("{ kind: decreasing, exponent: 0.85 } (default)");
    expect(shown.get("model.warmup")).toBe("not set (default)");
  });
});
