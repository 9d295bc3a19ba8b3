import fc from "fast-check";
import { expect, it } from "vitest";
import { FencedError } from "../../../../src/broker/errors.js";
import { ClusterCore } from "../../../../src/broker/memory/cluster-core.js";
import type { OpenTransaction, ProducerIdentity } from "../../../../src/broker/memory/transactions.js";
import { record, texts } from "../support/simulated.js";
import { VirtualClock } from "../support/virtual-clock.js";
import { LogModel } from "./log-model.js";

const PARTITIONS = 2;
const WRITERS = 3;

type Step =
  | { readonly do: "produce"; readonly partition: number; readonly count: number }
  | { readonly do: "append"; readonly writer: number; readonly partition: number; readonly count: number }
  | { readonly do: "end"; readonly writer: number; readonly fate: "committed" | "aborted" }
  | { readonly do: "take over"; readonly writer: number }
  | { readonly do: "zombie"; readonly writer: number; readonly act: "append" | "committed" | "aborted" }
  | { readonly do: "delete"; readonly partition: number; readonly share: number }
  | { readonly do: "read"; readonly partition: number; readonly share: number; readonly records: number };

const partition = fc.nat(PARTITIONS - 1);
const writer = fc.nat(WRITERS - 1);
const count = fc.integer({ min: 1, max: 4 });
const share = fc.nat(100);
const fate = fc.constantFrom("committed" as const, "aborted" as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("produce" as const), partition, count }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant("append" as const), writer, partition, count }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("end" as const), writer, fate }) },
  fc.record({ do: fc.constant("take over" as const), writer }),
  fc.record({
    do: fc.constant("zombie" as const),
    writer,
    act: fc.constantFrom("append" as const, "committed" as const, "aborted" as const),
  }),
  fc.record({ do: fc.constant("delete" as const), partition, share }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("read" as const),
      partition,
      share,
      records: fc.integer({ min: 1, max: 6 }),
    }),
  },
);

/** One of the competing producers: its current identity, the one before, and the open transaction of each. */
interface Contender {
  identity: ProducerIdentity;
  transaction: OpenTransaction | undefined;
  sequence: number;
  former?: { readonly identity: ProducerIdentity; readonly transaction: OpenTransaction | undefined };
}

/** The implementation and the naive model, driven by the same steps. */
class Duel {
  readonly #core = new ClusterCore({ scheduler: new VirtualClock().scheduler });
  readonly #models: LogModel[] = [];
  readonly #contenders: Contender[] = [];
  #values = 0;

  constructor() {
    this.#core.topics.create([{ topic: "t", partitions: PARTITIONS, cleanup: "delete" }]);
    for (let p = 0; p < PARTITIONS; p++) this.#models.push(new LogModel());
    for (let w = 0; w < WRITERS; w++) {
      this.#contenders.push({ identity: this.#initialise(w), transaction: undefined, sequence: 0 });
    }
  }

  take(step: Step): void {
    if (step.do === "produce") this.#produce(step.partition, step.count);
    else if (step.do === "append") this.#append(step.writer, step.partition, step.count);
    else if (step.do === "end") this.#end(step.writer, step.fate);
    else if (step.do === "take over") this.#takeOver(step.writer);
    else if (step.do === "zombie") this.#zombie(step.writer, step.act);
    else if (step.do === "delete") this.#delete(step.partition, step.share);
    else this.#compareRead(step.partition, step.share, step.records);
  }

  compare(): void {
    for (const [p, model] of this.#models.entries()) {
      const log = this.#log(p);
      expect([log.start, log.stableEnd, log.end]).toEqual([model.start, model.stableEnd(), model.end()]);
      const { records, nextOffset } = log.read(log.start, 1_000_000);
      expect(texts(records)).toEqual(model.committed(model.start).map(({ value }) => value));
      expect(nextOffset).toBe(log.stableEnd);
    }
  }

  #log(p: number) {
    return this.#core.topics.log({ topic: "t", partition: p });
  }

  #initialise(w: number): ProducerIdentity {
    return this.#core.transactions.initialise(`w${w}`, `client ${w}`, 60_000);
  }

  #newValues(count: number): string[] {
    return Array.from({ length: count }, () => `v${this.#values++}`);
  }

  #produce(p: number, count: number): void {
    const values = this.#newValues(count);
    this.#log(p).append(values.map(record), { clientNow: 0, now: 0 });
    this.#models[p]!.append(values);
  }

  #append(w: number, p: number, count: number): void {
    const contender = this.#contenders[w]!;
    contender.transaction ??= this.#core.transactions.begin(contender.identity);
    const values = this.#newValues(count);
    const batch = { log: this.#log(p), records: values.map(record), clientNow: 0, sequence: contender.sequence++ };
    this.#core.transactions.append(contender.identity, contender.transaction, batch);
    this.#core.transactions.append(contender.identity, contender.transaction, batch); // a repetition has no effect
    this.#models[p]!.append(values, `w${w}`);
  }

  #end(w: number, fate: "committed" | "aborted"): void {
    const contender = this.#contenders[w]!;
    if (contender.transaction === undefined) return;
    this.#core.transactions.end(contender.identity, contender.transaction, fate);
    contender.transaction = undefined;
    for (const model of this.#models) model.endTransaction(`w${w}`, fate);
  }

  #takeOver(w: number): void {
    const { identity, transaction } = this.#contenders[w]!;
    const former = { identity, transaction };
    this.#contenders[w] = { identity: this.#initialise(w), transaction: undefined, sequence: 0, former };
    for (const model of this.#models) model.endTransaction(`w${w}`, "aborted");
  }

  #zombie(w: number, act: "append" | "committed" | "aborted"): void {
    const former = this.#contenders[w]!.former;
    if (former === undefined) return;
    const { identity, transaction } = former;
    const batch = { log: this.#log(0), records: [record("zombie's")], clientNow: 0, sequence: 99 };
    const attempt = () => {
      const open = transaction ?? this.#core.transactions.begin(identity);
      if (act === "append") this.#core.transactions.append(identity, open, batch);
      else this.#core.transactions.end(identity, open, act);
    };
    expect(attempt).toThrow(FencedError);
  }

  #delete(p: number, share: number): void {
    const model = this.#models[p]!;
    const offset = Math.floor((model.end() * share) / 100);
    this.#log(p).deleteBefore(offset);
    model.start = Math.max(model.start, offset);
  }

  #compareRead(p: number, share: number, records: number): void {
    const model = this.#models[p]!;
    const from = model.start + Math.floor(((model.end() - model.start) * share) / 100);
    const read = this.#log(p).read(from, records);
    const expected = model.committed(from).slice(0, records);
    expect(texts(read.records)).toEqual(expected.map(({ value }) => value));
    expect(read.records.map(({ offset }) => offset)).toEqual(expected.map(({ offset }) => offset));
    expect(read.nextOffset).toBe(model.nextOffset(from, records));
    expect(read.endOffset).toBe(model.stableEnd());
  }
}

it("is a transactional log: any sequence of steps leads where a naive model leads", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const duel = new Duel();
      for (const step of steps) {
        duel.take(step);
        duel.compare();
      }
    }),
    { numRuns: 300 },
  );
});
