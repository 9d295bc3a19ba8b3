import { expect, it } from "vitest";
import { logSettings } from "../../src/telemetry/settings.js";
import { createTelemetry } from "../../src/telemetry/telemetry.js";
import { Harness, message } from "../pipeline/support/harness.js";
import { Written } from "./log/log-lines.js";
import { parseMetrics } from "./prometheus-text.js";

/** What a real pipeline tells, on a log that can be read. */
async function told(work: (harness: Harness) => Promise<void>) {
  const written = new Written();
  const telemetry = createTelemetry({ settings: logSettings.parse({}), destination: written });
  const harness = new Harness();
  const running = harness.run("a");
  await work(harness);
  running.events.forEach(telemetry.take);
  const families = parseMetrics(await telemetry.metrics());
  const value = (name: string, labels = "") => families.get(`mixtide_${name}`)?.samples.get(labels);
  return { harness, telemetry, written, value };
}

it("a pipeline that works is ready, quiet and counted right", async () => {
  const { harness, telemetry, written, value } = await told(async (harness) => {
    for (let i = 0; i < 50; i++) {
      harness.produce(20);
      await harness.pass(60);
    }
  });
  expect(telemetry.health()).toMatchObject({ live: true, ready: true, role: "active" });
  expect(written.messages.filter((line) => !line.startsWith("info:"))).toEqual([]);
  expect(written.lines.length).toBeLessThan(10);
  expect(value("labels_total")).toBe(harness.committed("labels").length);
  expect(value("points_total")).toBe(1000);
  expect(value("lag_records", "partition=0")).toBe(0);
  expect(value("input_position", "partition=0")).toBe(1000);
  const entries = harness.committed("journal").filter((record) => record.includes('"inputs":[{'));
  expect(value("commit_duration_seconds", "count")).toBe(entries.length);
});

it("dead letters are told and counted", async () => {
  const { written, value } = await told(async (harness) => {
    harness.cluster.produce("points", 0, [message("1,2"), message("nonsense"), message("rubbish")]);
    await harness.pass(2000);
  });
  expect(value("dead_letters_total")).toBe(2);
  const lines = written.lines.filter(({ level }) => level === "warn");
  expect(lines).toMatchObject([
    {
      count: 2,
      examples: [
        { partition: 0, offset: 1 },
        { partition: 0, offset: 2 },
      ],
    },
  ]);
});

it("a task that was rebuilt is ready again, and its restart is told and counted", async () => {
  const { telemetry, written, value } = await told(async (harness) => {
    harness.produce(20);
    await harness.pass(2000);
    const usurper = await harness.settle(harness.connect("b").writer("app-all"));
    harness.produce(20);
    await harness.pass(3000);
    await harness.settle(usurper.close());
  });
  expect(value("fenced_total")).toBe(1);
  expect(value("restarts_total")).toBe(1);
  expect(written.messages).toContain("warn: a newer process took over");
  expect(telemetry.health()).toMatchObject({ ready: true, role: "active" });
});
