import { describe, expect, it } from "vitest";
import { TopicError } from "../../src/pipeline/errors.js";
import { learnerFactory } from "../../src/pipeline/learner-factory.js";
import type { PipelineSettingsInput } from "../../src/pipeline/settings.js";
import { eventfulLearners } from "../simulation/eventful.js";
import { textOf } from "../support/history.js";
import { APP, Harness, INPUT, SESSION_MS, SMALL } from "./support/harness.js";

/** Of which nothing but mini-batches makes versions. */
const plain = learnerFactory({ ...SMALL, refits: false, drift: false });
const eventful = { learners: eventfulLearners(plain) };

const run = (harness: Harness, client: string, settings: Partial<PipelineSettingsInput> = {}) =>
  harness.run(client, settings, eventful);

interface Told {
  readonly kind: string;
  readonly at?: string;
  readonly version?: number;
  readonly points?: number;
}

const alertsOf = (harness: Harness, partition = 0): Told[] =>
  harness.committed("alerts", partition).map((text) => JSON.parse(text));

const flaggedOf = (harness: Harness, partition = 0): string[] =>
  harness
    .committed("labels", partition)
    .map((text) => JSON.parse(text))
    .filter(({ flagged }) => flagged === 1)
    .map(({ at }) => at);

const anomalies = (alerts: readonly Told[]) => alerts.filter(({ kind }) => kind === "anomaly").map(({ at }) => at);
const drifts = (alerts: readonly Told[]) => alerts.filter(({ kind }) => kind === "drift");

/** Versions of the events that snapshots have told, in order. */
const toldBySnapshots = (harness: Harness): number[] =>
  harness
    .committed("snapshots")
    .flatMap((text) => JSON.parse(text).events)
    .map(({ version }) => version);

/** What waits in the newest state. */
async function pendingOf(harness: Harness): Promise<{ version: number }[]> {
  const parts = harness.cluster
    .inspect(`${APP}.state`, 0)
    .records.filter(({ fate, key }) => fate === "committed" && textOf(key).startsWith("manifest#"));
  return JSON.parse(textOf(parts.at(-1)!.value)).events.list;
}

describe("alerts", () => {
  it("are one for each flagged point, in the partition and with the key of its input", async () => {
    const harness = new Harness(2);
    harness.produce(40, 0);
    harness.produce(30, 1);
    const running = run(harness, "a");
    await harness.pass(300);
    for (const partition of [0, 1]) {
      expect(flaggedOf(harness, partition).length).toBeGreaterThan(5);
      expect(anomalies(alertsOf(harness, partition))).toEqual(flaggedOf(harness, partition));
    }
    const flagged = flaggedOf(harness, 0).length + flaggedOf(harness, 1).length;
    expect(running.of("committed").reduce((sum, event) => sum + event.anomalies, 0)).toBe(flagged);
  });

  it("tell each drift where it was noticed, and every event once by a snapshot", async () => {
    const harness = new Harness();
    harness.produce(100);
    const running = run(harness, "a", { snapshots: { every: 20 } });
    await harness.pass(300);
    running.control("stop");
    await harness.pass(100);
    // Warm-up of 10 points, then a version every 5: the event of version v comes behind point 10 + 5 v − 1.
    const versions = Array.from({ length: 18 }, (_, i) => i + 1);
    const due = versions.filter((version) => version % 7 === 0 || version % 7 === 4);
    expect(drifts(alertsOf(harness)).map(({ version, points, at }) => [version, points, at])).toEqual(
      due.map((version) => [version, 10 + 5 * version, `0/${10 + 5 * version - 1}/-1`]),
    );
    expect(toldBySnapshots(harness)).toEqual(versions);
    expect(await pendingOf(harness)).toEqual([]);
    expect(running.of("committed").flatMap(({ events }) => events.map(({ version }) => version))).toEqual(versions);
  });

  it("stand in the order of the points", async () => {
    const harness = new Harness();
    harness.produce(100);
    run(harness, "a");
    await harness.pass(300);
    const offsets = alertsOf(harness).map(({ at }) => Number(at!.split("/")[1]));
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    expect(drifts(alertsOf(harness)).length).toBeGreaterThan(2);
  });

  it("tell of a drift that a flush let the learner notice, though it was at no point", async () => {
    const harness = new Harness();
    harness.produce(28); // version 3, and three points of the next mini-batch
    const running = run(harness, "a");
    await harness.pass(100);
    running.control("flush");
    await harness.pass(100);
    const [alert] = drifts(alertsOf(harness));
    expect(alert).toMatchObject({ version: 4, points: 28 });
    expect(alert).not.toHaveProperty("at");
  });

  it("are neither lost nor doubled when a process dies, and events wait in the state", async () => {
    const undisturbed = new Harness();
    const disturbed = new Harness();
    const settings = { snapshots: { every: 50 } };
    for (const harness of [undisturbed, disturbed]) harness.produce(12);
    run(undisturbed, "a", settings);
    const first = run(disturbed, "a", settings);
    for (const harness of [undisturbed, disturbed]) {
      await harness.pass(100);
      harness.produce(31);
      await harness.pass(100);
    }
    run(disturbed, "b", settings);
    await disturbed.pass(SESSION_MS);
    const waiting = await pendingOf(disturbed);
    expect(waiting.length).toBeGreaterThan(1);
    first.connection.kill();
    for (const harness of [undisturbed, disturbed]) harness.produce(57);
    for (const harness of [undisturbed, disturbed]) await harness.pass(4 * SESSION_MS);
    expect(disturbed.committed("alerts")).toEqual(undisturbed.committed("alerts"));
    expect(disturbed.labelled()).toHaveLength(100);
    const told = [...toldBySnapshots(disturbed), ...(await pendingOf(disturbed)).map(({ version }) => version)];
    expect(told).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  });

  it("are not written when they are not wanted", async () => {
    const harness = new Harness();
    harness.produce(100);
    run(harness, "a", { alerts: { anomalies: false } });
    await harness.pass(300);
    expect(new Set(alertsOf(harness).map(({ kind }) => kind))).toEqual(new Set(["drift"]));
    const other = new Harness();
    other.produce(100);
    run(other, "a", { alerts: { drift: false } });
    await other.pass(300);
    expect(new Set(alertsOf(other).map(({ kind }) => kind))).toEqual(new Set(["anomaly"]));
  });

  it("need no topic when none are wanted, and events go on being told", async () => {
    const harness = new Harness();
    harness.produce(100);
    run(harness, "a", { alerts: { anomalies: false, drift: false } });
    await harness.pass(300);
    const { admin } = harness.connect("reader");
    expect((await harness.settle(admin.listTopics())).filter((topic) => topic.endsWith(".alerts"))).toEqual([]);
    expect(harness.labelled()).toHaveLength(100);
    expect(toldBySnapshots(harness).length).toBeGreaterThan(0);
  });

  it("go to a topic that grows with the input", async () => {
    const harness = new Harness();
    harness.produce(30);
    run(harness, "a");
    await harness.pass(100);
    const { admin } = harness.connect("admin");
    await harness.settle(admin.growTopic(INPUT, 3));
    await harness.pass(500);
    harness.produce(30, 2);
    await harness.pass(500);
    expect((await harness.settle(admin.partitionCounts([`${APP}.alerts`]))).get(`${APP}.alerts`)).toBe(3);
    expect(anomalies(alertsOf(harness, 2))).toEqual(flaggedOf(harness, 2));
    expect(flaggedOf(harness, 2).length).toBeGreaterThan(5);
  });

  it("go to a topic that must be there", async () => {
    const harness = new Harness();
    harness.produce(10);
    const first = run(harness, "a", { alerts: { anomalies: false, drift: false } });
    await harness.pass(100);
    first.control("stop");
    await harness.pass(100);
    const second = run(harness, "a", { topics: { create: false } });
    await harness.pass(300);
    expect(second.end?.error).toBeInstanceOf(TopicError);
    expect(second.end?.error?.message).toBe(
      "missing topics: app.alerts; create them with `mixtide topics create`, or set topics.create to true",
    );
  });

  it("count towards the size of a commit", async () => {
    const bytesOf = async (alerts: PipelineSettingsInput["alerts"]) => {
      const harness = new Harness();
      harness.produce(100);
      const running = run(harness, "a", { alerts });
      await harness.pass(300);
      return running.of("committed").reduce((sum, { bytes, stateBytes }) => sum + bytes - stateBytes, 0);
    };
    const without = await bytesOf({ anomalies: false, drift: false });
    expect(await bytesOf({})).toBeGreaterThan(without + 30 * 100);
  });
});
