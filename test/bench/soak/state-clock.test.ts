import { afterEach, expect, it, vi } from "vitest";
import { StateClock } from "../../../bench/soak/state-clock.js";
import { MemoryCluster } from "../../../src/broker/memory/memory-cluster.js";
import { assemble } from "../../../src/config/assemble.js";
import { loadConfig } from "../../../src/config/load-config.js";
import { runPipeline } from "../../../src/pipeline/run-pipeline.js";
import { TASK_STEPS } from "../../../src/pipeline/task/steps.js";

const CONFIG = `app: clocked
source: { topic: points, from: earliest, format: json }
features: [x]
model: { components: 2, warmup: 20 }
commit: { interval: 1ms }
topics: { create: true }
`;
const parts = assemble(loadConfig({ text: CONFIG }).config);

afterEach(() => vi.restoreAllMocks());

it("runs from the learner's sections to the last part that is written, and not in between", () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const clock = new StateClock();
  const learner = clock.learners(parts.learners).create();
  const { forget, split } = clock.steps(TASK_STEPS).sections;
  const write = { generation: 1, digest: "d", limit: 10 };
  const unit = (): void => {
    const sections = [...learner.toSections()];
    now += 3; // digests
    for (const [name, bytes] of sections)
      expect(split(name, bytes, write)).toEqual(TASK_STEPS.sections.split(name, bytes, write));
    now += 4; // the manifest
    expect(forget("gone", 0, 2)).toEqual(TASK_STEPS.sections.forget("gone", 0, 2));
  };
  unit();
  now += 500;
  expect(clock.take()).toBe(7);
  unit();
  now += 500;
  unit();
  expect(clock.take()).toBe(14);
  expect(clock.take()).toBe(0);
});

it("times every commit of a pipeline, which works as it does without", async () => {
  const cluster = new MemoryCluster();
  const broker = cluster.connect({ clientId: "clocked" });
  await broker.admin.createTopics([{ topic: "points", partitions: 1, cleanup: "delete" }]);
  const feed = (): void => {
    const values = Array.from({ length: 40 }, (_, i) => Buffer.from(JSON.stringify({ x: Math.sin(i * i) })));
    cluster.produce(
      "points",
      0,
      values.map((value) => ({ value })),
    );
  };
  const clock = new StateClock();
  const pipeline = { ...parts, broker, learners: clock.learners(parts.learners) };
  const commits: { readonly points: number; readonly state: number }[] = [];
  feed();
  await new Promise<void>((resolve, reject) => {
    runPipeline(pipeline, clock.steps(TASK_STEPS)).subscribe({
      next: (event) => {
        if (event.type === "dropped") reject(event.error);
        if (event.type !== "committed") return;
        commits.push({ points: event.points, state: clock.take() });
        if (commits.length === 3) resolve();
        else feed();
      },
      error: reject,
    });
  });
  await broker.close();
  expect(commits.map(({ points }) => points)).toEqual([40, 40, 40]);
  for (const { state } of commits) expect(state).toBeGreaterThan(0);
});
