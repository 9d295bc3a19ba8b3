import type { Broker, IncomingRecord } from "../../../src/broker/broker.js";
import type { Serials } from "../feed/serials.js";
import { inputRecord, pointsIn, serialOf } from "../input-records.js";
import { RecordStream } from "./record-stream.js";
import type { Violations } from "./violations.js";

const DEAD_LETTER = 1 << 7;

/** What one partition of the input holds: for each offset a bit for every label and the dead letter, due and found. */
interface Account {
  readonly due: Uint8Array;
  readonly found: Uint8Array;
}

/**
 * One label or dead letter for each committed record of the input: kept by source position alone, whatever journal and
 * state say.
 */
export class Ledger {
  points = 0;
  records = 0;
  deadLetters = 0;
  readonly #accounts: Account[] = [];
  readonly #violations: Violations;

  constructor(violations: Violations) {
    this.#violations = violations;
  }

  /** Reads the input, and holds it against what its producers know. */
  async readInput(broker: Broker, topic: string, partitions: number, truth: { seed: number; serials: Serials }) {
    const seen = new Uint8Array(truth.serials.count);
    for (let partition = 0; partition < partitions; partition++) {
      const { end } = await broker.admin.bounds({ topic, partition });
      const account = { due: new Uint8Array(end), found: new Uint8Array(end) };
      this.#accounts.push(account);
      const stream = new RecordStream(broker, topic, partition);
      for (let record = await stream.take(); record !== undefined; record = await stream.take()) {
        this.#enter(account, record);
        this.#checkInput(`${partition}/${record.offset}`, record, truth, seen);
      }
    }
    for (let serial = 0; serial < truth.serials.count; serial++)
      if (seen[serial] === 0 && truth.serials.fateOf(serial) === "acknowledged")
        this.#violations.add("acknowledged input is missing", `serial ${serial}`);
  }

  label({ partition, offset, index = 0 }: { partition: number; offset: string; index?: number }): void {
    this.#find("label", partition, Number(offset), 1 << index, `${partition}/${offset}/${index}`);
  }

  deadLetter(source: string): void {
    const [partition, offset] = source.split("/").slice(-2).map(Number);
    this.#find("dead letter", partition!, offset!, DEAD_LETTER, source);
  }

  /** Whatever is due and was not found. */
  close(): void {
    for (const [partition, { due, found }] of this.#accounts.entries())
      for (let offset = 0; offset < due.length; offset++) {
        const missing = due[offset]! & ~found[offset]!;
        if (missing !== 0)
          this.#violations.add(
            "lost",
            `${missing === DEAD_LETTER ? "dead letter" : "label"} of ${partition}/${offset}`,
          );
      }
  }

  #enter({ due }: Account, { offset, value }: IncomingRecord): void {
    const points = pointsIn(value);
    this.records++;
    this.points += points;
    if (points === 0) this.deadLetters++;
    due[offset] = points === 0 ? DEAD_LETTER : (1 << points) - 1;
  }

  #checkInput(
    where: string,
    record: IncomingRecord,
    { seed, serials }: { readonly seed: number; readonly serials: Serials },
    seen: Uint8Array,
  ): void {
    const serial = serialOf(record);
    const fate = serials.fateOf(serial);
    const fail = (kind: string): void => this.#violations.add(kind, `serial ${serial} at ${where}`);
    if (fate === undefined) {
      fail("input that nobody wrote");
      return;
    }
    if (fate === "never committed") fail("input of an aborted transaction was read");
    if (seen[serial]!++ > 0) fail("input was stored twice");
    const written = inputRecord(seed, serial).value;
    if (Buffer.compare(written, record.value ?? Buffer.alloc(0)) !== 0) fail("input is not what was written");
  }

  #find(what: string, partition: number, offset: number, bit: number, where: string): void {
    const account = this.#accounts[partition];
    const due = account?.due[offset] ?? 0;
    if (account === undefined || (due & bit) === 0) {
      this.#violations.add(`${what} of what is no committed input`, where);
      return;
    }
    if ((account.found[offset]! & bit) !== 0) this.#violations.add("doubled", `${what} of ${where}`);
    account.found[offset]! |= bit;
  }
}
