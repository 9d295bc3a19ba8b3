import { from, map, Observable, range, Subject, VirtualTimeScheduler } from "rxjs";
import { describe, expect, it } from "vitest";
import { atOnce, inOrder, type Slices, type Stage } from "../../src/rx/in-order.js";
import { itAnswersInputByInput } from "./operator-contract.js";
import { failureOf, valuesOf } from "./streams.js";

/** Gives every letter back, and fails on a blank. */
const echo: Stage<string, string> = {
  take: (letter) => {
    if (letter === " ") throw new Error("nothing to echo");
    return atOnce([letter]);
  },
  finish: () => atOnce([]),
};

itAnswersInputByInput<string, string>("inOrder", {
  operator: () => inOrder(() => echo),
  input: (letter) => letter,
  letter: (letter) => letter,
  bad: { input: " ", message: /^nothing to echo$/ },
});

/** Gives a number back after as many slices. */
const slow = (): Stage<number, string> => ({
  *take(slices) {
    for (let done = 0; done < slices; done++) yield;
    return [`${slices}`];
  },
  *finish() {
    yield;
    return ["end"];
  },
});

describe("inOrder", () => {
  const MANY = 100_000;

  it("lets any number of inputs wait for a slow one", () => {
    const scheduler = new VirtualTimeScheduler();
    const seen: string[] = [];
    from([3, ...Array<number>(MANY).fill(0)])
      .pipe(inOrder(slow, { scheduler, sliceMs: 0 }))
      .subscribe((output) => seen.push(output));
    expect(seen).toEqual([]);
    scheduler.flush();
    expect([seen.length, seen[0], seen[1], seen.at(-1)]).toEqual([MANY + 2, "3", "0", "end"]);
  });

  it("lets any number of inputs come from inside an output", () => {
    const source = new Subject<string>();
    let seen = "";
    source.pipe(inOrder(() => echo)).subscribe((letter) => {
      if (seen === "") range(0, MANY).subscribe(() => source.next("b"));
      seen += letter;
    });
    source.next("a");
    expect(seen).toBe(`a${"b".repeat(MANY)}`);
  });

  it("finishes after the last input, with and without slices", () => {
    expect(valuesOf(from([0, 2]).pipe(inOrder(slow)))).toEqual(["0", "2", "end"]);
    expect(valuesOf(from<number[]>([]).pipe(inOrder(slow)))).toEqual(["end"]);
  });

  it("does not finish after an error", () => {
    const seen: string[] = [];
    const failing = new Observable<number>((subscriber) => {
      subscriber.next(1);
      subscriber.error(new Error("broken"));
    });
    failing.pipe(inOrder(slow)).subscribe({
      next: (output) => seen.push(output),
      error: (error: Error) => seen.push(error.message),
    });
    expect(seen).toEqual(["1", "broken"]);
  });

  it("fails when finishing does", () => {
    const finish = (): Slices<string> => {
      throw new Error("at the end");
    };
    expect(failureOf(from(["a"]).pipe(inOrder(() => ({ ...echo, finish }))))).toBe("at the end");
  });

  it("emits results one by one, as they are asked for", () => {
    let made = 0;
    const endless: Stage<number, number> = {
      take: () =>
        atOnce(
          (function* () {
            for (;;) yield made++;
          })(),
        ),
      finish: () => atOnce([]),
    };
    const source = new Subject<number>();
    const subscription = source.pipe(inOrder(() => endless)).subscribe((n) => {
      if (n === 2) subscription.unsubscribe();
    });
    source.next(0);
    expect(made).toBe(3);
  });

  it("takes nothing up when nobody listens any more", () => {
    const source = new Subject<string>();
    const taken: string[] = [];
    const take = (letter: string): Slices<string> => {
      taken.push(letter);
      return atOnce([letter]);
    };
    const subscription = source.pipe(inOrder(() => ({ ...echo, take }))).subscribe(() => {
      source.next("b");
      subscription.unsubscribe();
    });
    source.next("a");
    expect(taken).toEqual(["a"]);
  });

  it("makes a stage for every subscription", () => {
    let stages = 0;
    const counted = inOrder(() => ({ ...echo, take: (letter: string) => atOnce([letter + stages]), made: stages++ }));
    const output$ = from(["a"]).pipe(counted, map(String));
    expect([...valuesOf(output$), ...valuesOf(output$)]).toEqual(["a1", "a2"]);
  });
});
