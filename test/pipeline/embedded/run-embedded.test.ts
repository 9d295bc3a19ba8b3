import { describe, expect, it } from "vitest";
import { mixtureOf } from "../../../src/format/mixture-of.js";
import { points } from "../../../src/mixture/point-batch.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";
import { Random } from "../../../src/random/random.js";
import { D2K5, sample } from "../../support/fixed-mixtures.js";
import { collect, embeddedOptions, recordsOf } from "./embedded.js";

const rows = (count: number, seed = 1): number[][] => {
  const { values } = sample(D2K5, count, seed);
  return Array.from({ length: count }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);
};
const texts = (count: number) => rows(count).map((row) => JSON.stringify(row));

describe("an embedded run", () => {
  it("labels every record once, in order, and chains its snapshots", async () => {
    const { labels, snapshots, deadLetters } = await collect(embeddedOptions(recordsOf(texts(5000))));
    expect(labels.map(({ source }) => source)).toEqual(
      labels.map((_, i) => ({ topic: "points", partition: 0, offset: String(i) })),
    );
    expect([labels.length, deadLetters.length]).toEqual([5000, 0]);
    expect(labels.filter(({ warmup }) => warmup)).toHaveLength(300);
    expect(snapshots.length).toBeGreaterThan(1);
    snapshots.forEach(({ previous }, i) => expect(previous).toBe(i === 0 ? null : snapshots[i - 1]!.version));
  });

  it("gives labels that can be computed again from the snapshot of their version, bit for bit", async () => {
    const data = rows(5000);
    // Scores of several mixtures side by side are not in the snapshot.
    const single = { components: "single" } as const;
    const learners = learnerFactory({ dimensions: 2, components: 2, warmup: 300, restarts: 2, anomaly: single });
    const { labels, snapshots } = await collect(embeddedOptions(recordsOf(texts(5000)), { learners }));
    let compared = 0;
    for (const snapshot of snapshots) {
      const { mixture } = mixtureOf(snapshot);
      labels.forEach((label, i) => {
        if (label.version !== snapshot.version) return;
        compared++;
        const scores = mixture.score(points([data[i]!]));
        expect(label.logDensity).toBe(scores.logDensity[0]);
        expect(label.anomaly.score).toBe(scores.anomalyScore[0]);
        expect(label.component).toBe(scores.component[0]);
        mixture.ids.forEach((id, k) => expect(label.responsibilities[id] ?? 0).toBe(scores.responsibilities[k]));
      });
    }
    expect(compared).toBeGreaterThan(300);
  });

  it("makes a dead letter of each of 1,000 bad records among 10,000 good ones, and labels each good one once", async () => {
    const random = new Random(9);
    const good = new Map<number, number>();
    const all = texts(10_000);
    const mixed: string[] = [];
    for (let g = 0, b = 0; g < 10_000 || b < 1000; ) {
      if (b < 1000 && (g === 10_000 || random.uniform() < 0.1)) mixed.push(BAD[b++ % BAD.length]!);
      else {
        good.set(mixed.length, g);
        mixed.push(all[g++]!);
      }
    }
    const { labels, deadLetters } = await collect(embeddedOptions(recordsOf(mixed, 137)));
    expect(labels.map(({ source }) => Number(source.offset))).toEqual([...good.keys()]);
    const bad = [...mixed.keys()].filter((offset) => !good.has(offset));
    const sources = deadLetters.map(({ headers }) => new TextDecoder().decode(headers["mixtide-source"]));
    expect(sources).toEqual(bad.map((offset) => `points/0/${offset}`));
    deadLetters.forEach(({ value, headers }, i) => {
      expect(new TextDecoder().decode(value!)).toBe(BAD[i % BAD.length]);
      expect(new TextDecoder().decode(headers["mixtide-error"])).toMatch(/^[a-z-0-9]+$/);
    });
  });

  it("learns the same from good records whatever bad ones lie between them", async () => {
    const clean = await collect(embeddedOptions(recordsOf(texts(2000))));
    const spoilt = await collect(embeddedOptions(recordsOf(texts(2000).flatMap((text) => [text, "{"]))));
    const essence = ({ source, ...label }: (typeof clean.labels)[number]) => label;
    expect(spoilt.labels.map(essence)).toEqual(clean.labels.map(essence));
  });

  it("ends early with labels where the stream is shorter than the warm-up, and at once where it is empty", async () => {
    expect((await collect(embeddedOptions(recordsOf(texts(7))))).labels).toHaveLength(7);
    expect((await collect(embeddedOptions(recordsOf([])))).labels).toHaveLength(0);
  });

  it("reads no further ahead than it may, however slow its results are taken", async () => {
    let fed = 0;
    let given = 0;
    let ahead = 0;
    const options = embeddedOptions(recordsOf(texts(20_000), 100), { maxWaiting: 2000 });
    const { produce } = options;
    await collect(
      {
        ...options,
        produce: (topic, partition, records) => {
          fed += records.length;
          ahead = Math.max(ahead, fed - given);
          produce(topic, partition, records);
        },
      },
      async ({ type, ...rest }) => {
        if (type !== "labels" || !("records" in rest)) return;
        await new Promise((resolve) => setImmediate(resolve));
        given += rest.records.length;
      },
    );
    expect(given).toBe(20_000);
    expect(ahead).toBeLessThanOrEqual(2100);
  });

  it("finishes what was read when it is told to stop", async () => {
    const controller = new AbortController();
    const endless = async function* () {
      for (let piece = 0; ; piece++) yield* offsetBy(piece * 500, texts(500));
    };
    const { labels } = await collect(embeddedOptions(endless(), { signal: controller.signal }), ({ type }) => {
      if (type === "labels") controller.abort();
    });
    expect(labels.length).toBeGreaterThan(0);
    expect(labels.length % 500).toBe(0);
  });

  it("fails with what reading fails with, and with what its sink throws", async () => {
    const broken = async function* () {
      yield* recordsOf(texts(1000));
      throw new Error("the disk is gone");
    };
    await expect(collect(embeddedOptions(broken()))).rejects.toThrow("the disk is gone");
    const full = () => {
      throw new Error("nobody reads");
    };
    await expect(collect(embeddedOptions(recordsOf(texts(1000))), full)).rejects.toThrow("nobody reads");
  });
});

async function* offsetBy(first: number, lines: readonly string[]) {
  for await (const piece of recordsOf(lines)) yield piece.map((raw) => ({ ...raw, offset: first + raw.offset }));
}

const BAD = [
  "not json",
  "[1,2",
  "[1]",
  "[1,2,3]",
  '["a",2]',
  "[null,2]",
  "[1e999,2]",
  "[1e200,2]",
  "{}",
  "[]",
  "3",
  "null",
  `[1,2${" ".repeat(2000)}]`,
  JSON.stringify(Array.from({ length: 21 }, () => [1, 2])),
  "[[1,2],[3]]",
  "[NaN,1]",
];
