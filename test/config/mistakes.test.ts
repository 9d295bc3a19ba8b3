import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.js";
import { loadConfig } from "../../src/config/load-config.js";
import { complaintsAbout, errorOf, GEYSER, withLine } from "./problems-of.js";

describe("a mistake in the file is named by place, setting, value and remedy", () => {
  it.each([
    [
      "unknown key",
      4,
      "model: { componets: 2 }",
      'pipeline.yaml:4:10  model.componets  unknown key; did you mean "components"?',
    ],
    ["unknown key at the top", 5, "modle: 3", 'pipeline.yaml:5:1  modle  unknown key; did you mean "model"?'],
    [
      "key of another section",
      5,
      "components: 3",
      'pipeline.yaml:5:1  components  unknown key; did you mean "model.components"?',
    ],
    [
      "key like no other",
      5,
      "commit: { zzzzzz: 3 }",
      "pipeline.yaml:5:11  commit.zzzzzz  unknown key; known here: interval, points, bytes",
    ],
    [
      "wrong type",
      4,
      "model: { components: two }",
      'pipeline.yaml:4:22  model.components  expected whole number ≥ 1 | { min, max } | auto, found "two"',
    ],
    [
      "quoted number",
      4,
      'model: { components: "2" }',
      'pipeline.yaml:4:22  model.components  expected whole number ≥ 1 | { min, max } | auto, found "2"',
    ],
    [
      "fraction",
      4,
      "model: { components: 2.5 }",
      "pipeline.yaml:4:22  model.components  expected whole number ≥ 1 | { min, max } | auto, found 2.5",
    ],
    [
      "too small",
      4,
      "model: { components: 0 }",
      "pipeline.yaml:4:22  model.components  expected whole number ≥ 1 | { min, max } | auto, found 0",
    ],
    [
      "not a number",
      5,
      "labels: { minimum: .nan }",
      "pipeline.yaml:5:20  labels.minimum  expected number ≥ 0 and ≤ 1, found NaN",
    ],
    [
      "too large",
      5,
      "labels: { minimum: 1.5 }",
      "pipeline.yaml:5:20  labels.minimum  expected number ≥ 0 and ≤ 1, found 1.5",
    ],
    [
      "no such word",
      5,
      "retention: skp",
      'pipeline.yaml:5:12  retention  expected fail | skip, found "skp"; did you mean "skip"?',
    ],
    ["null", 5, "retention:", "pipeline.yaml:5:11  retention  expected fail | skip, found null"],
    [
      "no duration",
      5,
      "commit: { interval: 5x }",
      'pipeline.yaml:5:21  commit.interval  expected duration (500ms, 1s, 5m, 2h), found "5x"',
    ],
    [
      "part of a ms",
      5,
      "commit: { interval: 1.0005s }",
      'pipeline.yaml:5:21  commit.interval  expected duration (500ms, 1s, 5m, 2h), found "1.0005s"',
    ],
    [
      "no time at all",
      5,
      "commit: { interval: 0s }",
      'pipeline.yaml:5:21  commit.interval  expected duration (500ms, 1s, 5m, 2h), found "0s"',
    ],
    [
      "no size",
      5,
      "commit: { bytes: 5 parsecs }",
      'pipeline.yaml:5:18  commit.bytes  expected size (900kB, 16MB, 1MiB), found "5 parsecs"',
    ],
    [
      "list for a section",
      5,
      "commit: [1]",
      "pipeline.yaml:5:9  commit  expected { interval, points, bytes }, found an array of 1",
    ],
    [
      "missing",
      4,
      "model: { seed: 1 }",
      "pipeline.yaml:4:1  model.components  missing; expected whole number ≥ 1 | { min, max } | auto",
    ],
    [
      "section missing",
      4,
      "",
      "pipeline.yaml:1:1  model  missing; expected { components, covariance, prior, mode, seed, miniBatch, schedule, warmup, restarts, scale, anomaly, drift, refits }",
    ],
    [
      "section empty",
      4,
      "model:",
      "pipeline.yaml:4:7  model  missing; expected { components, covariance, prior, mode, seed, miniBatch, schedule, warmup, restarts, scale, anomaly, drift, refits }",
    ],
    [
      "start missing",
      2,
      "source: { topic: points }",
      "pipeline.yaml:2:1  source.from  missing; expected earliest | latest | time (2025-11-23T05:00:00Z, 1763874000000)",
    ],
    [
      "no time",
      2,
      "source: { topic: points, from: 2025-13-45 }",
      'pipeline.yaml:2:32  source.from  expected earliest | latest | time (2025-11-23T05:00:00Z, 1763874000000), found "2025-13-45"',
    ],
    [
      "before 1970",
      2,
      "source: { topic: points, from: 1969-12-31 }",
      'pipeline.yaml:2:32  source.from  expected earliest | latest | time (2025-11-23T05:00:00Z, 1763874000000), found "1969-12-31"',
    ],
    [
      "no name of a topic",
      2,
      "source: { topic: a b, from: latest }",
      'pipeline.yaml:2:18  source.topic  expected up to 200 letters, digits, dots, _ and -, found "a b"',
    ],
    [
      "no broker",
      5,
      "kafka: { brokers: [a:9092, b] }",
      'pipeline.yaml:5:28  kafka.brokers[1]  expected a host and a port, such as localhost:9092, found "b"',
    ],
    [
      "delimiter of two",
      2,
      "source: { topic: a, from: latest, delimiter: ';;' }",
      'pipeline.yaml:2:46  source.delimiter  expected one character of ASCII, found ";;"',
    ],
    [
      "no features",
      3,
      "features: []",
      "pipeline.yaml:3:11  features  expected list of text | { path, transform, scale }, at least 1, found an array of 0",
    ],
    [
      "number for a feature",
      3,
      "features: [a, 3]",
      "pipeline.yaml:3:15  features[1]  expected text | { path, transform, scale }, found 3",
    ],
    [
      "key of a feature",
      3,
      "features: [{ path: a, transfrom: log }]",
      'pipeline.yaml:3:23  features[0].transfrom  unknown key; did you mean "transform"?',
    ],
    [
      "feature without path",
      3,
      "features: [{ transform: log }]",
      "pipeline.yaml:3:12  features[0].path  missing; expected text",
    ],
    [
      "transform",
      3,
      "features: [{ path: a, transform: lgo }]",
      'pipeline.yaml:3:34  features[0].transform  expected none | log | log1p | sqrt | { cyclic }, found "lgo"; did you mean "log"?',
    ],
    [
      "period",
      3,
      "features: [{ path: a, transform: { cyclic: -1 } }]",
      "pipeline.yaml:3:44  features[0].transform.cyclic  expected number > 0, found -1",
    ],
    [
      "kind of schedule",
      4,
      "model: { components: 2, schedule: { kind: halflife, points: 9 } }",
      'pipeline.yaml:4:43  model.schedule.kind  expected decreasing | half-life, found "halflife"; did you mean "half-life"?',
    ],
    [
      "no kind of schedule",
      4,
      "model: { components: 2, schedule: { points: 9 } }",
      "pipeline.yaml:4:25  model.schedule.kind  missing; expected decreasing | half-life",
    ],
    [
      "key of the other schedule",
      4,
      "model: { components: 2, schedule: { kind: half-life, points: 9, exponent: 1 } }",
      "pipeline.yaml:4:65  model.schedule.exponent  unknown key; known here: kind, points",
    ],
    [
      "exponent",
      4,
      "model: { components: 2, schedule: { kind: decreasing, exponent: 0.5 } }",
      "pipeline.yaml:4:65  model.schedule.exponent  expected number > 0.5 and ≤ 1, found 0.5",
    ],
  ])("%s", (_, line, text, complaint) => {
    expect(complaintsAbout(withLine(line, text))).toEqual([complaint]);
  });

  it("a schedule that is right is not mistaken for the other kind", () => {
    const { config } = loadConfig({
      text: withLine(4, "model: { components: 2, schedule: { kind: half-life, points: 9 } }"),
    });
    expect(config.model.schedule).toEqual({ kind: "half-life", points: 9 });
  });

  it("keys that objects have by nature are unknown keys, not settings", () => {
    const [first, second] = complaintsAbout(`${GEYSER}__proto__: { app: x }\nconstructor: 1\n`);
    expect(first).toMatch(/^pipeline.yaml:5:1 {2}__proto__ {2}unknown key/);
    expect(second).toMatch(/^pipeline.yaml:6:1 {2}constructor {2}unknown key/);
  });

  it("all problems come at once", () => {
    const error = errorOf({
      text: "app: a b\nsource: { topic: x }\nfeatures: [1]\nmodel: { components: 2, sed: 1 }\nfoo: 1\n",
    });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message.split("\n")[0]).toBe("the configuration has 5 problems:");
    expect(error.problems.map(({ path }) => path)).toEqual(["app", "source.from", "features[0]", "model.sed", "foo"]);
    expect(error.problems.find(({ path }) => path === "app")).toEqual({
      origin: { from: "file", file: "pipeline.yaml", line: 1, column: 6 },
      path: "app",
      expected: "up to 200 letters, digits, dots, _ and -",
      found: '"a b"',
      suggestion: undefined,
    });
  });

  it("without a file the settings are still named", () => {
    expect(errorOf({ path: undefined }).problems.map(({ path }) => path)).toEqual([
      "app",
      "source",
      "features",
      "model",
    ]);
  });

  it.each(["", "# nothing but a comment\n"])("an empty file lacks what is required: %j", (text) => {
    expect(errorOf({ text }).problems.map(({ path, problem }) => [path, problem])).toEqual(
      ["app", "source", "features", "model"].map((path) => [path, "missing"]),
    );
  });

  it.each([
    ["- a\n- b\n", "an array of 2"],
    ["geyser\n", '"geyser"'],
  ])("a file that is no mapping: %j", (text, found) => {
    const [problem, ...others] = errorOf({ text }).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ origin: { line: 1, column: 1 }, path: "", found });
  });
});
