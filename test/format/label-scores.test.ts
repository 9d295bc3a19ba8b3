import { describe, expect, it } from "vitest";
import { DecodedBatch } from "../../src/format/decoded-batch.js";
import { labelScores } from "../../src/format/label-scores.js";
import { MessageBuffer } from "../../src/format/message-buffer.js";
import { labelEncoder } from "../../src/format/record-encoders.js";
import { Learner } from "../../src/learning/learner.js";

/** Labels of three messages, of 1, 2 and 3 points, the last beyond the warm-up of 4, as some encoder writes them. */
function encoded(format: "json" | "packed", grouping: "point" | "batch") {
  const batch = new DecodedBatch(1, "points", 0);
  const learner = new Learner({ dimensions: 1, components: 1, warmup: 4, restarts: 1 });
  for (const rows of [1, 2, 3]) {
    batch.reserve(rows);
    for (let i = 0; i < rows; i++) batch.values[batch.count + i] = rows + i / 7;
    batch.appendRows({ offset: 10 * rows, timestamp: 100 * rows, key: null }, rows);
  }
  const scored = learner.learn(batch.points());
  const out = new MessageBuffer(1000);
  labelEncoder({ format, grouping, minimum: 0.001 }, ["x"]).encode(
    { scored, from: 0, origins: batch, at: 0, count: batch.count },
    out,
  );
  return { scored, messages: out.messages() };
}

describe("the scores of labels", () => {
  it.each(["point", "batch"] as const)(
    "are read from JSON, a message a %s, with the places of their points",
    (grouping) => {
      const { scored, messages } = encoded("json", grouping);
      const scores = messages.flatMap(({ value }) => labelScores(value) ?? []);
      expect(scores.map(({ offset, index }) => [offset, index])).toEqual([
        [10, 0],
        [20, 0],
        [20, 1],
        [30, 0],
        [30, 1],
        [30, 2],
      ]);
      expect(scores.map(({ logDensity }) => logDensity)).toEqual([...scored.logDensity]);
      expect(scores.map(({ timestamp }) => timestamp)).toEqual([100, 200, 200, 300, 300, 300]);
      expect(scores.map(({ warmup }) => warmup)).toEqual([true, true, true, true, false, false]);
    },
  );

  it("are not in packed labels, nor in what is no label", () => {
    for (const { value } of encoded("packed", "point").messages) expect(labelScores(value)).toBeUndefined();
    expect(labelScores(null)).toBeUndefined();
    expect(labelScores(new TextEncoder().encode('{"source":{"offset":"1"}}'))).toBeUndefined();
  });
});
