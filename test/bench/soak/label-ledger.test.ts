import { describe, expect, it } from "vitest";
import { LabelLedger, serialKey } from "../../../bench/soak/label-ledger.js";

/** A ledger that was given the labels of these messages of one partition, each with so many labels. */
function ledgerOf(pointsPerMessage: number, messages: readonly (readonly [serial: number, labels: number])[]) {
  const ledger = new LabelLedger(1, pointsPerMessage);
  for (const [serial, labels] of messages) ledger.take(0, serialKey(serial), labels);
  return ledger;
}

const whole = (...serials: number[]): [number, number][] => serials.map((serial) => [serial, 10]);

describe("label ledger", () => {
  it("finds nothing wrong with a label for every point, partition by partition", () => {
    const ledger = new LabelLedger(2, 1);
    for (const [partition, serial] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 2],
    ] as const)
      ledger.take(partition, serialKey(serial), 1);
    expect(ledger.labels).toBe(4);
    expect(ledger.close([3, 1])).toEqual([
      { partition: 0, points: 3, labels: 3, lost: 0, doubled: 0 },
      { partition: 1, points: 1, labels: 1, lost: 0, doubled: 0 },
    ]);
  });

  it.each([
    ["at the beginning", whole(1, 2), 3],
    ["in the middle", whole(0, 2), 3],
    ["at the end", whole(0, 1), 3],
  ])("counts a message whose labels are missing %s", (_, messages, fed) => {
    expect(ledgerOf(10, messages).close([fed])).toMatchObject([{ lost: 10, doubled: 0 }]);
  });

  it("counts a message that is labelled twice, at once or later", () => {
    expect(ledgerOf(10, whole(0, 0, 1)).close([2])).toMatchObject([{ labels: 30, lost: 0, doubled: 10 }]);
    expect(ledgerOf(10, whole(0, 1, 2, 0)).close([3])).toMatchObject([{ labels: 40, lost: 0, doubled: 10 }]);
  });

  it("does not let a loss and a double make up for each other", () => {
    expect(ledgerOf(10, whole(0, 0, 2)).close([3])).toMatchObject([{ points: 30, labels: 30, lost: 10, doubled: 10 }]);
  });

  it("counts single labels that are missing or too many within a message", () => {
    expect(
      ledgerOf(10, [
        [0, 9],
        [1, 12],
      ]).close([2]),
    ).toMatchObject([{ lost: 1, doubled: 2 }]);
  });

  it("refuses labels with other keys: they are not of its points", () => {
    const ledger = new LabelLedger(1, 1);
    expect(() => ledger.take(0, null, 1)).toThrow("a label in partition 0 has no key of the input");
    expect(() => ledger.take(0, Buffer.from("n-1"), 1)).toThrow(TypeError);
  });

  it("has keys up to the number of records that a long soak writes", () => {
    const serial = 2 ** 40 + 7;
    expect(ledgerOf(1, [[serial, 1]]).close([serial + 1])).toMatchObject([{ lost: serial }]);
  });
});
