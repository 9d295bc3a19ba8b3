import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contextOf } from "../../../src/cli/context.js";
import { RunResults } from "../../../src/cli/run/run-results.js";
import type { Output } from "../../../src/pipeline/embedded/output-reader.js";
import { committed, modelEvent } from "../../telemetry/events.js";
import { Collector } from "../support/run-cli.js";
import { temporaryFolder } from "../support/temporary.js";

function contextWith(stdout: Collector) {
  const stderr = Object.assign(new Collector(undefined), { isTTY: false });
  const stdin = () => {
    throw new Error("nobody reads");
  };
  return contextOf({ stdin, stdout, stderr, env: {}, signal: new AbortController().signal });
}

const output = (type: Output["type"], ...values: readonly string[]): Output => ({
  type,
  records: values.map((value, offset) => {
    return { offset, timestamp: 0, key: null, value: new TextEncoder().encode(value), headers: {} };
  }),
});

test("alerts go to their file, one a line, and labels elsewhere", async () => {
  const alerts = join(temporaryFolder(), "alerts.ndjson");
  const stdout = new Collector(undefined);
  const results = new RunResults({ alerts }, contextWith(stdout));
  await results.take(output("labels", '{"label":1}', '{"label":2}'));
  await results.take(output("alerts", '{"kind":"anomaly"}'));
  await results.take(output("alerts", '{"kind":"drift"}', '{"kind":"anomaly"}'));
  await results.close();
  expect(readFileSync(alerts, "utf8")).toBe('{"kind":"anomaly"}\n{"kind":"drift"}\n{"kind":"anomaly"}\n');
  expect(stdout.text).toBe('{"label":1}\n{"label":2}\n');
});

test("without a file alerts are not kept, but flagged points and events are counted", async () => {
  const stdout = new Collector(undefined);
  const results = new RunResults({}, contextWith(stdout));
  await results.take(output("alerts", '{"kind":"anomaly"}'));
  const first = committed({ anomalies: 2, events: [modelEvent("drift"), modelEvent("split")] });
  await results.take({ type: "event", event: first });
  await results.take({ type: "event", event: committed({ anomalies: 1, events: [modelEvent("drift")] }) });
  await results.close();
  expect(stdout.text).toBe("");
  expect(results.summary).toMatchObject({ points: 20, anomalies: 3, events: { drift: 2, split: 1 } });
});
