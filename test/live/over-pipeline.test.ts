import { expect, it } from "vitest";
import { PointLayout } from "../../src/format/point-layout.js";
import type { Snapshot } from "../../src/format/records.js";
import { Learner } from "../../src/learning/learner.js";
import { Live } from "../../src/live/live.js";
import { collect, embeddedOptions, recordsOf } from "../pipeline/embedded/embedded.js";
import { D2K5, sample } from "../support/fixed-mixtures.js";

const { features } = new PointLayout({ columns: 2 });

const points = sample(D2K5, 3000, 5);
const text = (i: number): string => `[${points.values[2 * i]},${points.values[2 * i + 1]}]`;
const texts = Array.from({ length: 3000 }, (_, i) => (i === 1234 ? "no point" : text(i)));

/** Somebody who looks on; by whose clock the stream is slow, so that every point is kept. */
function looking(): Live {
  let now = 0;
  const clock = () => (now += 1000);
  const threshold = { rate: 0.001 };
  return new Live({
    app: "test",
    input: "points",
    features,
    threshold,
    commitInterval: 5,
    release: "0",
    keep: 5000,
    now: clock,
  });
}
it("shows what the pipeline commits: every label, its point, every snapshot, warm-up included", async () => {
  const live = looking();
  let committed = 0;
  const { labels, snapshots } = await collect(embeddedOptions(recordsOf(texts, 170), { onlooker: live }), (output) => {
    if (output.type !== "event") return;
    live.take(output.event);
    if (output.event.type !== "committed") return;
    committed += output.event.labels;
    expect(live.points.total).toBe(committed);
  });
  const ring = live.points;
  expect(ring.total).toBe(2999);
  expect(labels).toHaveLength(2999);
  labels.forEach((label, i) => {
    const r = ring.row(i);
    const offset = Number(label.source.offset);
    expect(ring.offset[r]).toBe(offset);
    expect([ring.values[2 * r], ring.values[2 * r + 1]]).toEqual([
      points.values[2 * offset],
      points.values[2 * offset + 1],
    ]);
    expect([ring.score[r], ring.logDensity[r]]).toEqual([label.anomaly.score, label.logDensity]);
    expect([ring.component[r], ring.version[r], ring.warmup[r]]).toEqual([
      label.component,
      label.version,
      i < 300 ? 1 : 0,
    ]);
    expect(ring.flagged[r] === 1).toBe(label.anomaly.flagged === true);
  });
  const kept = live.snapshots.from(0).map(({ value }) => JSON.parse(new TextDecoder().decode(value)) as Snapshot);
  expect(kept).toEqual(snapshots);
  expect(live.totals).toMatchObject({ learned: 2999, labels: 2999, deadLetters: 1 });
  expect(live.phase).toEqual({ name: "ended" });
});

it("shows the threshold that the learner has after each commit", async () => {
  const live = looking();
  const seen = new Map<number, number | null>();
  await collect(embeddedOptions(recordsOf(texts, 170), { onlooker: live }), (output) => {
    if (output.type === "event") live.take(output.event);
    const newest = live.moments.newest;
    if (newest !== undefined) seen.set(newest.learned, newest.threshold);
  });
  const learner = new Learner({ dimensions: 2, components: 2, warmup: 300, restarts: 2 });
  const given = points.values.filter((_, e) => e >> 1 !== 1234);
  // The last commit is behind a flush.
  const commits = [...seen].slice(0, -1);
  for (const [learned, threshold] of commits) {
    const values = given.slice(2 * learner.points, 2 * learned);
    learner.learn({ count: values.length / 2, dimensions: 2, values });
    expect([learned, threshold]).toEqual([learned, Number.isNaN(learner.threshold) ? null : learner.threshold]);
  }
  expect(commits.some(([, threshold]) => threshold !== null)).toBe(true);
});

it("changes nothing of what is committed", async () => {
  const alone = await collect(embeddedOptions(recordsOf(texts)));
  const watched = await collect(embeddedOptions(recordsOf(texts), { onlooker: looking() }));
  expect(watched.labels).toEqual(alone.labels);
  expect(watched.snapshots.at(-1)).toEqual(alone.snapshots.at(-1));
});
