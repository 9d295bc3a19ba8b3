import { describe, expect, it } from "vitest";
import type { OutgoingRecord } from "../../../src/broker/broker.js";
import { type Ledger, stateChange } from "../../../src/pipeline/state/changes.js";
import { digestsOf } from "../../../src/pipeline/state/digest.js";
import { decodeManifest } from "../../../src/pipeline/state/manifest.js";
import { readPart } from "../../../src/pipeline/state/parts.js";

const text = new TextEncoder();
const sectionsOf = (content: Record<string, string>) =>
  new Map(Object.entries(content).map(([name, value]) => [name, text.encode(value)]));

const manifest = (unit: number) => ({
  app: "app",
  task: "all",
  clusterId: "c",
  client: "a",
  input: "points",
  labels: "app.labels",
  fingerprint: "",
  kernel: "reference",
  unit,
  positions: { "0": 1 },
  points: 1,
  deadLetters: 0,
  skipped: 0,
  published: null,
  events: { list: [], omitted: 0 },
  replay: null,
  promotion: null,
});

const keys = (records: readonly OutgoingRecord[]): string[] =>
  records.map(({ key, value }) => `${value === null ? "−" : "+"}${new TextDecoder().decode(key!)}`);

/** Writes states one after the other, with parts of at most 10 bytes (the manifest's as well). */
function write(...states: Record<string, string>[]) {
  let before: { ledger: Ledger; manifestParts: number } = { ledger: new Map(), manifestParts: 0 };
  return states.map((content, i) => {
    const sections = sectionsOf(content);
    const change = stateChange(before, sections, digestsOf(sections), manifest(i), 10);
    before = change;
    return change;
  });
}

describe("a change of state", () => {
  it("writes what changed, and the manifest last", () => {
    const [first, second] = write({ a: "one", b: "two" }, { a: "one", b: "TWO" });
    expect(keys(first!.records).slice(0, 2)).toEqual(["+a#0", "+b#0"]);
    expect(keys(second!.records)[0]).toBe("+b#0");
    expect(keys(second!.records)).not.toContain("+a#0");
    expect(keys(second!.records).at(-1)).toMatch(/^[+−]manifest#/);
    expect(second!.ledger.get("a")!.generation).toBe(0);
    expect(second!.ledger.get("b")!.generation).toBe(1);
  });

  it("forgets parts that a section has no more, and sections that are no more", () => {
    const [, second] = write({ a: "x".repeat(35), b: "y".repeat(15) }, { a: "x".repeat(12) });
    expect(keys(second!.records).filter((key) => !key.includes("manifest"))).toEqual([
      "+a#0",
      "+a#1",
      "−a#2",
      "−a#3",
      "−b#0",
      "−b#1",
    ]);
  });

  it("forgets parts of a manifest that shrank", () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`section-${i}`, "x"]));
    const [first, second] = write(many, { a: "x" });
    expect(second!.manifestParts).toBeLessThan(first!.manifestParts);
    expect(keys(second!.records)).toContain(`−manifest#${second!.manifestParts}`);
    expect(keys(second!.records)).toContain(`−manifest#${first!.manifestParts - 1}`);
  });

  it("names every section in its manifest", () => {
    const [only] = write({ a: "one", b: "two" });
    const parts = only!.records
      .map(({ key, value, headers }) => readPart({ offset: 0, timestamp: 0, key: key!, value, headers: headers! }))
      .filter(({ key }) => key.startsWith("manifest"));
    const bytes = Uint8Array.from(parts.flatMap(({ part }) => [...part!.bytes]));
    expect(Object.keys(decodeManifest(bytes).sections)).toEqual(["a", "b"]);
  });
});

describe("a manifest", () => {
  it("of a newer version, or damaged, is refused", () => {
    expect(() => decodeManifest(text.encode('{"schema":2}'))).toThrow(/manifest schema 2, this version reads up to 1/);
    expect(() => decodeManifest(text.encode('{"schema":1}'))).toThrow(/manifest is damaged/);
    expect(() => decodeManifest(text.encode("not json"))).toThrow(/manifest is damaged/);
  });
});
