import { describe, expect, it } from "vitest";
import { type Alert, alertSchema } from "../../../src/format/records.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";
import { D2K5, sample } from "../../support/fixed-mixtures.js";
import { type Collected, collect, embeddedOptions, recordsOf } from "./embedded.js";

const BEFORE = 6000;
const AFTER = 4000;

/** Points of one mixture, then of the same one elsewhere. */
const texts = (() => {
  const { values } = sample(D2K5, BEFORE + AFTER, 11);
  return Array.from({ length: BEFORE + AFTER }, (_, i) => {
    const moved = i < BEFORE ? 0 : 12;
    return JSON.stringify([values[2 * i]! + moved, values[2 * i + 1]! - moved]);
  });
})();

async function run(piece: number): Promise<Collected & { readonly alerts: readonly Alert[] }> {
  const alerts: Alert[] = [];
  const options = embeddedOptions(recordsOf(texts, piece), {
    learners: learnerFactory({ dimensions: 2, components: 3, warmup: 500, restarts: 2 }),
  });
  const collected = await collect(options, (output) => {
    if (output.type !== "alerts") return;
    for (const { value } of output.records)
      alerts.push(alertSchema.parse(JSON.parse(new TextDecoder().decode(value!))));
  });
  return { ...collected, alerts };
}

describe("a stream that changes", () => {
  it("is told of by an alert at the point, by events in a snapshot, and by what is flagged, however it is cut", async () => {
    const { alerts, labels, snapshots } = await run(500);
    const drifts = alerts.filter(({ kind }) => kind === "drift");
    expect(drifts.length).toBeGreaterThan(0);
    const noticed = Number(drifts[0]!.source!.offset);
    expect(noticed).toBeGreaterThanOrEqual(BEFORE);
    expect(noticed).toBeLessThan(BEFORE + 1000);
    const events = snapshots.flatMap((snapshot) => snapshot.events);
    const told = events.filter(({ kind }) => kind === "drift").map(({ points }) => points);
    expect(told).toEqual(drifts.map((alert) => (alert.kind === "drift" ? alert.points : undefined)));
    expect(events.map(({ kind }) => kind)).toContain("replacement");
    const flagged = labels.filter(({ anomaly }) => anomaly.flagged);
    expect(flagged.length).toBeGreaterThan(0);
    const anomalies = alerts.filter(({ kind }) => kind === "anomaly");
    expect(anomalies).toEqual(flagged.map((label) => ({ ...label, kind: "anomaly" })));
    const other = await run(77);
    expect(other.alerts).toEqual(alerts);
    expect(other.snapshots.flatMap((snapshot) => snapshot.events)).toEqual(events);
  });
});
