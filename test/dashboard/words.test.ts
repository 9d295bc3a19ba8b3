import { describe, expect, it } from "vitest";
import { csvOf } from "../../dashboard/src/export/save.js";
import { phaseWords } from "../../dashboard/src/panels/phase-words.js";
import { ago, grouped, plural, rarity, withoutUnit } from "../../dashboard/src/shell/words.js";
import { wordsOf } from "../../dashboard/src/state/happening-words.js";
import { ofMixture } from "../../src/live/happenings.js";
import type { PhaseName } from "../../src/live/view.js";

it("numbers and times", () => {
  expect([grouped(1234567.4), plural(1, "point"), plural(2000, "point"), plural(0, "was", "were")]).toEqual([
    "1,234,567",
    "1 point",
    "2,000 points",
    "0 were",
  ]);
  expect([-5, 59_000, 300_000, 7_200_000, 300_000_000].map(ago)).toEqual(["0 s", "59 s", "5 min", "2 h", "3 d"]);
  expect(rarity(1 / 2300)).toBe("1 in 2,300");
  expect(["waiting (minutes)", "log1p(ms)", "a (b) c"].map(withoutUnit)).toEqual(["waiting", "log1p(ms)", "a (b) c"]);
});

describe("every kind of event has words of its own", () => {
  it.each(["drift", "replacement", "dismissal", "birth", "death", "split", "merge", "respawn", "reweight"] as const)(
    "%s",
    (kind) => {
      const event = { kind, version: 3, points: 10, components: [4, 5, 6], numbers: { gain: 0.25 } };
      const { mark, sentence } = wordsOf(ofMixture(event, 0));
      expect(mark.length).toBeLessThan(14);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toMatch(/undefined|NaN/);
    },
  );

  it("a split and a merge say from what and to what", () => {
    const event = { version: 3, points: 10, components: [4, 5, 6], numbers: {} };
    expect(wordsOf(ofMixture({ ...event, kind: "split" }, 0)).sentence).toBe("Cluster 4 fell into 5 and 6.");
    expect(wordsOf(ofMixture({ ...event, kind: "merge" }, 0)).sentence).toBe("Clusters 4 and 5 became cluster 6.");
  });

  it("one that is not known yet is told by its name", () => {
    expect(wordsOf({ at: 0, kind: "eclipse", learned: 1, components: [1] })).toMatchObject({
      mark: "eclipse",
      sentence: "eclipse of 1.",
    });
  });
});

const PHASES: readonly PhaseName[] = [
  "connecting",
  "standing by",
  "restoring",
  "warming up",
  "busy",
  "idle",
  "behind",
  "blocked",
  "fenced",
  "retrying",
  "ended",
  "failed",
];

it.each(PHASES)("phase %s has words", (name) => {
  const { long, short } = phaseWords({ name, why: "because", points: 1, of: 2 });
  expect(short.startsWith(name)).toBe(true);
  expect(long).toMatch(/^[A-Z].*\.$/);
  expect(long).not.toMatch(/undefined|\.\.$/);
});

it("CSV quotes what has to be quoted", () => {
  expect(
    csvOf([
      ["a,b", 'say "x"', "two\nlines"],
      [1.5, null, undefined],
    ]),
  ).toBe('"a,b","say ""x""","two\nlines"\r\n1.5,,\r\n');
});
