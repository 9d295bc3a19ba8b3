import { Subject } from "rxjs";
import { describe, expect, it } from "vitest";
import { collectUnits } from "../../../src/pipeline/task/collect-units.js";
import type { LearnedBatch, LearnedInput } from "../../../src/pipeline/task/inputs.js";
import { SimulationScheduler } from "../../simulation/scheduler.js";

const INTERVAL_MS = 50;

/** A unit of at most three batches. */
class FakeUnits {
  #open: string[] = [];
  fail: Error | undefined;

  get isEmpty(): boolean {
    return this.#open.length === 0;
  }

  get isFull(): boolean {
    return this.#open.length >= 3;
  }

  add(input: LearnedInput): void {
    if (this.fail !== undefined) throw this.fail;
    if (input.type === "learned") this.#open.push(String(input.batch.from));
    if (input.type === "flushed") this.#open.push("flush");
  }

  seal(last: boolean): string {
    const unit = `${this.#open.join()}${last ? " last" : ""}`;
    this.#open = [];
    return unit;
  }
}

function setUp() {
  const scheduler = new SimulationScheduler();
  const inputs$ = new Subject<LearnedInput>();
  const committed$ = new Subject<void>();
  const open = new FakeUnits();
  const acks: number[] = [];
  const log: string[] = [];
  const askForBoundary = () => inputs$.next({ type: "boundary" });
  inputs$.pipe(collectUnits(open, { intervalMs: INTERVAL_MS, scheduler, committed$, askForBoundary })).subscribe({
    next: (unit) => log.push(unit),
    error: (error: Error) => log.push(`error ${error.message}`),
    complete: () => log.push("complete"),
  });
  const batch = (from: number): LearnedBatch =>
    ({ type: "learned", batch: { from, ack: () => acks.push(from) } }) as unknown as LearnedBatch;
  return {
    acks,
    log,
    open,
    inputs$,
    learned: (...froms: number[]) => froms.forEach((from) => void inputs$.next(batch(from))),
    committed: () => committed$.next(),
    pass: (ms: number) => scheduler.runUntil(scheduler.now() + ms),
  };
}

describe("collected units", () => {
  it("close an interval after their first input, and acknowledge at once", async () => {
    const { acks, learned, log, pass } = setUp();
    learned(1);
    await pass(INTERVAL_MS - 10);
    learned(2);
    expect([acks, log]).toEqual([[1, 2], []]);
    await pass(10);
    expect(log).toEqual(["1,2"]);
    await pass(1000);
    expect(log).toEqual(["1,2"]);
  });

  it("close when full; then the next one grows while the first is committed", () => {
    const { acks, learned, log, committed } = setUp();
    learned(1, 2, 3, 4, 5);
    expect(log).toEqual(["1,2,3"]);
    expect(acks).toEqual([1, 2, 3, 4, 5]);
    learned(6, 7);
    expect(acks).toEqual([1, 2, 3, 4, 5]); // full, and a commit is under way: the source has to wait
    committed();
    expect(log).toEqual(["1,2,3", "4,5,6,7"]);
    expect(acks).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("that fall due during a commit close right after it", async () => {
    const { learned, log, pass, committed } = setUp();
    learned(1, 2, 3, 4);
    await pass(10 * INTERVAL_MS);
    expect(log).toEqual(["1,2,3"]);
    committed();
    expect(log).toEqual(["1,2,3", "4"]);
    committed();
    await pass(1000);
    expect(log).toEqual(["1,2,3", "4"]);
  });

  it("hold flushes as inputs of their own", async () => {
    const { inputs$, log, pass } = setUp();
    inputs$.next({ type: "flushed" } as LearnedInput);
    await pass(INTERVAL_MS);
    expect(log).toEqual(["flush"]);
  });

  it("end with a stop: what is open is closed, then the stream completes", () => {
    const { inputs$, learned, log, committed } = setUp();
    learned(1, 2, 3, 4);
    inputs$.next({ type: "stop" });
    expect(log).toEqual(["1,2,3"]);
    committed();
    expect(log).toEqual(["1,2,3", "4 last"]);
    committed();
    expect(log).toEqual(["1,2,3", "4 last", "complete"]);
  });

  it("end at once with a stop when nothing is open", () => {
    const { inputs$, log } = setUp();
    inputs$.next({ type: "stop" });
    expect(log).toEqual(["complete"]);
  });

  it("fail when a unit cannot take or close its inputs", () => {
    const { learned, log, open } = setUp();
    open.fail = new Error("broken");
    learned(1);
    expect(log).toEqual(["error broken"]);
  });
});
