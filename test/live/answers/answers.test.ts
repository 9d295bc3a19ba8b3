import { beforeEach, describe, expect, it } from "vitest";
import { Explainer } from "../../../src/anomaly/explain.js";
import { Answers } from "../../../src/live/answers/answers.js";
import { figuresAnswer, pointAnswer as pointAnswerSchema, scoreAnswer } from "../../../src/server/api/schemas.js";
import { REQUESTS, SimulatedStream } from "../support/simulated-stream.js";

const refused = (index: number, reason: string) => new Error(`${index}: ${reason}`);
const NAMES = ["log1p(ms)", "log1p(bytes)"] as const;

let sim: SimulatedStream;
let answers: Answers;

beforeEach(() => {
  sim = new SimulatedStream();
  answers = new Answers(sim.live, sim.features);
});

describe("figures", () => {
  it("are those of the newest commit", () => {
    for (let i = 0; i < 3; i++) sim.step(500);
    const { at, recent, threshold } = sim.live.moments.newest!;
    expect(threshold).toBeGreaterThan(0);
    const answer = answers.figures();
    expect(figuresAnswer.parse(answer)).toEqual({
      at,
      version: 3,
      points: 1500,
      logLikelihood: { mean: -2.31, recent },
      threshold,
      weights: { 0: 0.55, 1: 0.3, 2: 0.15 },
    });
  });

  it("there are none before there is a mixture", () => {
    expect(answers.figures()).toBeUndefined();
    sim.commit(10, { version: -1 });
    expect(answers.figures()).toBeUndefined();
  });
});

describe("labels on request", () => {
  const points = [
    [3.2, 6.5],
    [4.9, 9.9],
    [40, -3],
  ];

  it("are those of the newest snapshot's mixture, bit for bit", () => {
    sim.step(100);
    sim.version = 41;
    sim.step(100);
    const answer = answers.score(points, refused)!;
    expect(() => scoreAnswer.parse(answer)).not.toThrow();
    expect(answer.version).toBe(42);
    const values = Float64Array.from(points.flat());
    const scores = REQUESTS.score({ count: 3, dimensions: 2, values });
    const explainer = new Explainer(REQUESTS);
    answer.labels.forEach((label, i) => {
      expect(label.component).toBe(scores.component[i]);
      expect(label.logDensity).toBe(scores.logDensity[i]);
      expect(label.anomaly.score).toBe(scores.anomalyScore[i]);
      for (const [id, share] of Object.entries(label.responsibilities))
        expect(share).toBe(scores.responsibilities[i * 3 + Number(id)]);
      const { mahalanobisSquared, nearest, shares } = explainer.explain(values, i * 2);
      expect(label.anomaly.nearest).toMatchObject({ component: nearest, distance: Math.sqrt(mahalanobisSquared) });
      for (const [name, share] of Object.entries(label.anomaly.why))
        expect(share).toBe(shares[NAMES.indexOf(name as (typeof NAMES)[number])]);
    });
  });

  it("points may come by path, in any order, and with gaps", () => {
    sim.step(100);
    const byPath = answers.score([{ "log1p(bytes)": 9.9, "log1p(ms)": 4.9 }, { "log1p(ms)": 3 }, [3, null]], refused)!;
    expect(byPath.labels[0]).toEqual(answers.score(points, refused)!.labels[1]);
    expect(byPath.labels[1]).toEqual(byPath.labels[2]);
    expect(byPath.labels[1]!.anomaly.why).toEqual({ "log1p(ms)": 1 });
  });

  it("there are none before there is a mixture", () => {
    expect(answers.score(points, refused)).toBeUndefined();
  });

  it.each<[string, (number | null)[] | Record<string, number>, RegExp]>([
    ["too few numbers", [1], /^1: 1 numbers, but there are 2: log1p\(ms\), log1p\(bytes\)$/],
    ["too many", [1, 2, 3], /^1: 3 numbers/],
    ["an unknown path", { "log1p(ms)": 1, size: 2 }, /^1: no feature is at "size"/],
    ["a number too large", [1e200, 2], /^1: .*1e\+100/],
  ])("%s: says which point and why", (_, wrong, message) => {
    sim.step(100);
    expect(() => answers.score([[1, 2], wrong], refused)).toThrow(message);
  });
});

describe("one of the last points", () => {
  it("with its label, as it was given", () => {
    const scored = sim.learn(50);
    sim.publish();
    sim.commit(50);
    const answer = answers.point(7)!;
    expect(() => pointAnswerSchema.parse(answer)).not.toThrow();
    const { points } = sim.live;
    expect(answer).toMatchObject({
      ordinal: 7,
      id: "r-7",
      timestamp: 1_700_000_000_007,
      source: { topic: "web-requests", partition: 0, offset: "7" },
      version: 0,
      component: scored.component[7],
      logDensity: scored.logDensity[7],
      coordinates: { "log1p(ms)": points.values[14], "log1p(bytes)": points.values[15] },
      anomaly: { score: scored.anomalyScore[7] },
      explainedBy: 0,
    });
    expect(answer.anomaly).not.toHaveProperty("pValue");
    expect(answer.anomaly).not.toHaveProperty("flagged");
    expect(answer.responsibilities[String(scored.component[7])]).toBe(
      Math.max(...scored.responsibilities.subarray(21, 24)),
    );
  });

  it("a flagged one is explained as it was when it was flagged, whatever mixture is the newest", () => {
    for (let i = 0; i < 3; i++) sim.step(1000);
    const scored = sim.learn(1000, 2);
    sim.commit(1000);
    sim.version = 99;
    sim.step(10);
    const [i, { nearest, shares }] = [...scored.explanations][0]!;
    const { anomaly, explainedBy, version } = answers.point(3000 + i)!;
    expect([explainedBy, version]).toEqual([3, 3]);
    expect(anomaly).toMatchObject({ flagged: true, pValue: scored.pValue[i], nearest: { component: nearest } });
    expect(anomaly.why?.["log1p(ms)"] ?? 0).toBe(shares[0]! >= 0.01 ? shares[0] : 0);
  });

  it("another is explained by the newest mixture, which the answer names", () => {
    for (let i = 0; i < 3; i++) sim.step(1000);
    sim.version = 99;
    sim.step(10);
    expect(answers.point(2500)).toMatchObject({ explainedBy: 100, version: 2, anomaly: { flagged: false } });
  });

  it("one that is not kept is not known", () => {
    sim.step(10);
    expect(answers.point(10)).toBeUndefined();
  });
});
