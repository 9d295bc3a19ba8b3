import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IncomingRecord, OutgoingRecord } from "../../../src/broker/broker.js";
import { StateError } from "../../../src/learning/state-error.js";
import { digestOf } from "../../../src/pipeline/state/digest.js";
import {
  assembleSection,
  readPart,
  type SectionPart,
  splitSection,
  tombstones,
} from "../../../src/pipeline/state/parts.js";

const bytesOf = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + seed) % 251);

const write = (name: string, bytes: Uint8Array, generation: number, limit: number): OutgoingRecord[] =>
  splitSection(name, bytes, { generation, digest: digestOf(bytes), limit });

/** What a reader of a compacted topic holds after these records. */
function topic(...records: readonly OutgoingRecord[]): Map<string, SectionPart> {
  const parts = new Map<string, SectionPart>();
  records.forEach(({ key, value, headers }, offset) => {
    const record: IncomingRecord = { offset, timestamp: 0, key: key ?? null, value, headers: headers ?? {} };
    const { key: name, part } = readPart(record);
    if (part === undefined) parts.delete(name);
    else parts.set(name, part);
  });
  return parts;
}

describe("a section in parts", () => {
  it("comes back whole, whatever its length and the limit", () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.integer({ min: 1, max: 700 }), (length, limit) => {
        const bytes = bytesOf(length, 3);
        const records = write("learner", bytes, 7, limit);
        for (const { value } of records) expect(value!.length).toBeLessThanOrEqual(limit);
        const assembled = assembleSection("learner", topic(...records));
        expect(assembled?.bytes).toEqual(bytes);
        expect(assembled?.generation).toBe(7);
        expect(assembled?.count).toBe(records.length);
      }),
    );
  });

  it("is not mixed with old parts that a shrunken section left behind", () => {
    const parts = topic(...write("learner", bytesOf(250, 1), 1, 100), ...write("learner", bytesOf(150, 2), 2, 100));
    expect([...parts.keys()]).toEqual(["learner#0", "learner#1", "learner#2"]);
    expect(assembleSection("learner", parts)?.bytes).toEqual(bytesOf(150, 2));
  });

  it("leaves nothing behind after its tombstones", () => {
    const old = write("learner", bytesOf(250, 1), 1, 100);
    const parts = topic(...old, ...write("learner", bytesOf(50, 2), 2, 100), ...tombstones("learner", 1, 3));
    expect([...parts.keys()]).toEqual(["learner#0"]);
    expect(tombstones("learner", 3, 3)).toEqual([]);
    expect(tombstones("learner", 4, 3)).toEqual([]);
  });

  it("is refused when a part is missing, of another generation, or damaged", () => {
    const records = write("learner", bytesOf(250, 1), 5, 100);
    const incomplete = topic(...records.slice(0, 2));
    expect(() => assembleSection("learner", incomplete)).toThrow(/incomplete: part 2 of 3 of generation 5 is missing/);
    const mixed = topic(...records, ...write("learner", bytesOf(250, 1), 4, 100).slice(1, 2));
    expect(() => assembleSection("learner", mixed)).toThrow(/part 1 of 3 of generation 5 is of generation 4/);
    const damaged = topic(...records.map((record) => ({ ...record, value: record.value!.map((byte) => byte ^ 1) })));
    expect(() => assembleSection("learner", damaged)).toThrow(StateError);
    expect(assembleSection("other", damaged)).toBeUndefined();
  });

  it("does not take foreign records for parts", () => {
    const value = new Uint8Array(1);
    const foreign = { offset: 4, timestamp: 0, headers: {}, value };
    expect(() => readPart({ ...foreign, key: new TextEncoder().encode("x") })).toThrow(
      /record 4 with key "x" is no part/,
    );
    expect(() => readPart({ ...foreign, key: new TextEncoder().encode("x#0") })).toThrow(/no mixtide-part header/);
    expect(() => readPart({ ...foreign, key: null })).toThrow(StateError);
  });
});
