import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BATCH_LENGTH, LENGTH_END, RECORD_COUNT, RECORDS } from "../../../../src/broker/kafka/records/batch-layout.js";
import {
  type AbortedTransaction,
  type DecodedRecordSet,
  decodeRecordSet,
} from "../../../../src/broker/kafka/records/decode-record-set.js";
import { batchAt, changed, emptyAt, JAVA, joined, markerAt } from "./support/batches.js";

const A = 1n;
const B = 2n;
const value = (n: number) => ({ value: Uint8Array.of(n) });
const data = (offset: number, producerId: bigint, count = 1, transactional = true) =>
  batchAt(
    offset,
    Array.from({ length: count }, (_, i) => value(i)),
    { producerId, transactional },
  );

function visible(set: Uint8Array, from: number, ...aborted: AbortedTransaction[]): number[] {
  const decoded = decodeRecordSet(set, { from, aborted }) as DecodedRecordSet;
  return decoded.records.map(({ offset }) => offset);
}

describe("aborted transactions", () => {
  const since = (producerId: bigint, firstOffset: number) => ({ producerId, firstOffset: BigInt(firstOffset) });

  it("end with their own marker, not with another producer's", () => {
    const set = joined(
      data(0, A),
      data(1, B),
      markerAt(2, "abort", B),
      data(3, A),
      markerAt(4, "abort", A),
      data(5, A),
    );
    expect(visible(set, 0, since(A, 0), since(B, 1))).toEqual([5]);
    expect(visible(set, 0, since(B, 1))).toEqual([0, 3, 5]);
  });

  it("end with an ABORT marker only, and one whose record is gone ends nothing", () => {
    const commit = markerAt(1, "commit", A);
    const bare = changed(commit.slice(0, RECORDS), (view) => {
      view.setInt32(BATCH_LENGTH, RECORDS - LENGTH_END);
      view.setInt32(RECORD_COUNT, 0);
    });
    for (const marker of [commit, bare])
      expect(visible(joined(data(0, A), marker, data(2, A)), 0, since(A, 0))).toEqual([]);
  });

  it("end with Java's marker, too", () => {
    const set = joined(data(139, 4000n), JAVA.abort!, data(141, 4000n));
    expect(visible(set, 139, since(4000n, 139))).toEqual([141]);
    expect(visible(joined(data(139, 4000n), JAVA.commit!, data(141, 4000n)), 139)).toEqual([139, 141]);
  });

  it("may come in any order, and one after another from one producer", () => {
    const set = joined(
      ...[data(0, A), markerAt(1, "abort", A), data(2, A), markerAt(3, "commit", A)],
      ...[data(4, A), markerAt(5, "abort", A), data(6, A)],
    );
    expect(visible(set, 0, since(A, 4), since(A, 0))).toEqual([2, 6]);
  });

  it("may have begun before the fetch", () => {
    expect(visible(joined(data(7, A), markerAt(8, "abort", A), data(9, A)), 7, since(A, 2))).toEqual([9]);
  });

  it("leave alone what a producer writes outside of transactions, and batches without records", () => {
    const set = joined(data(0, A), data(1, A, 1, false), emptyAt(2, 3), markerAt(5, "abort", A));
    expect(visible(set, 0, since(A, 0))).toEqual([1]);
  });

  it("hide the records that a simple model hides, wherever a fetch begins and ends", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), fc.nat(), fc.nat(), agreesWithTheModel), { numRuns: 500 });
  });
});

type Step =
  | { readonly do: "append"; readonly producer: bigint; readonly count: number; readonly compacted: boolean }
  | { readonly do: "plain"; readonly count: number }
  | { readonly do: "end"; readonly producer: bigint; readonly fate: "commit" | "abort" };

const producer = fc.constantFrom(A, B, 3n);
const count = fc.integer({ min: 1, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("append" as const), producer, count, compacted: fc.boolean() }),
  fc.record({ do: fc.constant("plain" as const), count }),
  fc.record({ do: fc.constant("end" as const), producer, fate: fc.constantFrom("commit" as const, "abort" as const) }),
);

interface Stored {
  readonly bytes: Uint8Array;
  readonly first: number;
  readonly next: number;
  /** Index of the transaction. */
  readonly transaction?: number;
  readonly records: number;
}

interface Transaction {
  readonly producerId: bigint;
  readonly first: number;
  fate?: "commit" | "abort";
  end?: number;
}

/** A partition's log and every transaction's fate; at the end all are ended, for nobody reads beyond an open one. */
function play(steps: readonly Step[]): { log: Stored[]; transactions: Transaction[] } {
  const log: Stored[] = [];
  const transactions: Transaction[] = [];
  const open = new Map<bigint, number>();
  let next = 0;
  const store = (bytes: Uint8Array, count: number, more: Partial<Stored>) => {
    log.push({ bytes, first: next, next: next + count, records: count, ...more });
    next += count;
  };
  const end = (producerId: bigint, fate: "commit" | "abort") => {
    Object.assign(transactions[open.get(producerId)!]!, { fate, end: next });
    open.delete(producerId);
    store(markerAt(next, fate, producerId), 1, { records: 0 });
  };
  for (const step of steps) {
    if (step.do === "plain") store(data(next, A, step.count, false), step.count, {});
    else if (step.do === "end") open.has(step.producer) && end(step.producer, step.fate);
    else {
      if (!open.has(step.producer)) {
        open.set(step.producer, transactions.length);
        transactions.push({ producerId: step.producer, first: next });
      }
      const transaction = open.get(step.producer)!;
      if (step.compacted) store(emptyAt(next, step.count), step.count, { records: 0, transaction });
      else store(data(next, step.producer, step.count), step.count, { transaction });
    }
  }
  for (const producerId of [...open.keys()]) end(producerId, "abort");
  return { log, transactions };
}

function agreesWithTheModel(steps: readonly Step[], start: number, extent: number): void {
  const { log, transactions } = play(steps);
  if (log.length === 0) return;
  const begin = start % log.length;
  const fetched = log.slice(begin, begin + 1 + (extent % log.length));
  const from = fetched[0]!.first + (start % (fetched[0]!.next - fetched[0]!.first)); // perhaps inside the batch
  const next = fetched.at(-1)!.next;
  // The broker names the aborted transactions that overlap what it sends.
  const aborted = transactions
    .filter(({ fate, first, end }) => fate === "abort" && first < next && end! >= from)
    .map(({ producerId, first }) => ({ producerId, firstOffset: BigInt(first) }));
  const expected = fetched
    .filter(({ transaction }) => transaction === undefined || transactions[transaction]!.fate === "commit")
    .flatMap(({ first, records }) => Array.from({ length: records }, (_, i) => first + i))
    .filter((offset) => offset >= from);
  const decoded = decodeRecordSet(joined(...fetched.map(({ bytes }) => bytes)), { from, aborted }) as DecodedRecordSet;
  expect(decoded.records.map(({ offset }) => offset)).toEqual(expected);
  expect(decoded.nextOffset).toBe(next);
}
