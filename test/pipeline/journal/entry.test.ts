import { describe, expect, it } from "vitest";
import {
  appendInput,
  decodeEntry,
  encodeEntry,
  isEntry,
  type JournalInput,
} from "../../../src/pipeline/journal/entry.js";

const records = (partition: number, from: number, to: number): JournalInput => ({
  type: "records",
  partition,
  from,
  to,
});
const skipped = (partition: number, from: number, to: number): JournalInput => ({
  type: "skipped",
  partition,
  from,
  to,
});

describe("a journal entry", () => {
  it("joins neighbouring ranges of a partition, and nothing else", () => {
    const inputs: JournalInput[] = [];
    const all = [
      records(0, 0, 3),
      records(0, 3, 5),
      records(1, 0, 2),
      records(0, 5, 6),
      skipped(0, 6, 9),
      skipped(0, 9, 10),
    ];
    for (const input of [...all, { type: "flush" } as const, { type: "flush" } as const]) appendInput(inputs, input);
    expect(inputs).toEqual([
      records(0, 0, 5),
      records(1, 0, 2),
      records(0, 5, 6),
      skipped(0, 6, 10),
      { type: "flush" },
      { type: "flush" },
    ]);
  });

  it("is read back", () => {
    const entry = {
      unit: 7,
      inputs: [records(0, 1, 2), { type: "flush" } as const],
      versions: [-1, 3] as [number, number],
      points: 9,
      digest: "d",
    };
    const { key, value } = encodeEntry(entry);
    expect(isEntry(key!)).toBe(true);
    expect(decodeEntry(value, 0)).toEqual({ schema: 1, ...entry });
  });

  it("that is damaged or newer is refused", () => {
    const text = new TextEncoder();
    for (const value of [null, text.encode("{"), text.encode('{"schema":2}')])
      expect(() => decodeEntry(value, 12)).toThrow(/journal record 12 is damaged or newer/);
  });
});
