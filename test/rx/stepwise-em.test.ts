import { map, type Observable, of, Subject, take } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { Label } from "../../src/format/records.js";
import { Learner } from "../../src/learning/learner.js";
import { StateError } from "../../src/learning/state-error.js";
import { Mixture } from "../../src/mixture/mixture.js";
import type { Learned, SoftLabel } from "../../src/rx/labelled.js";
import { stepwiseEM } from "../../src/rx/stepwise-em.js";
import { marbles } from "./marbles.js";
import { itAnswersInputByInput } from "./operator-contract.js";
import { failureOf, valuesOf } from "./streams.js";

interface Event {
  readonly name: string;
  readonly at: number;
}

const event = (name: string): Event => ({ name, at: name.charCodeAt(0) });
const line = new Mixture({ covarianceType: "full", weights: [1], means: [98], covariances: [4] });
const features = ({ at }: Event): number[] => [at];

itAnswersInputByInput<Event, Learned<Event>>("stepwiseEM with a start", {
  operator: () => stepwiseEM({ components: 1, start: { mixture: line, points: 1000 }, features }),
  input: event,
  letter: ({ value }) => value.name,
  bad: { input: { name: "?", at: Infinity }, message: /^feature 0 of value 1 is Infinity: .*finite/ },
});

describe("stepwiseEM warming up", () => {
  const cases: [kind: string, source: string, expected: string][] = [
    ["never", "    -----------", " -----------"],
    ["empty", "    -----|", "      -----|"],
    ["single", "   -a---|", "      -----(a|)"],
    ["fewer values than the warm-up asks for", "-a-b-|", "-----(ab|)"],
    ["as many", "  -a-b-c-----|", "  -----(abc)-|"],
    ["more", "     -a-b-c-----d-|", "-----(abc)-d-|"],
    ["error before it is over", "-a-b-#", "-----#"],
    ["error after it", " -a-b-c-----#", "  -----(abc)-#"],
    ["never-ending", " -a-b-c-----d--", "-----(abc)-d--"],
  ];
  const warmingUp = (): ((source: Observable<string>) => Observable<string>) => (source) =>
    source.pipe(
      map(event),
      stepwiseEM({ components: 1, warmup: 3, features }),
      map(({ value }) => value.name),
    );

  it.each(cases)("%s", (_, source, expected) => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold(source.trim()).pipe(warmingUp())).toBe(expected.trim());
    });
  });

  it("is left before it is over", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input$ = hot("  -a-b-c--");
      const subscription = "^---!";
      expectObservable(input$.pipe(warmingUp()), subscription).toBe("-----");
      expectSubscriptions(input$.subscriptions).toBe(subscription);
    });
  });

  it("learns afresh in every subscription", () => {
    marbles(({ hot, expectObservable }) => {
      const input$ = hot("             -a-b-c------d-----e-");
      const output$ = input$.pipe(warmingUp());
      expectObservable(output$).toBe(" -----(abc)--d-----e-");
      expectObservable(output$, "  --^").toBe("------------(bcd)-e-");
    });
  });

  it("goes no further into held values than the subscriber does", () => {
    const source = new Subject<Event>();
    const seen: string[] = [];
    const subscription = source.pipe(stepwiseEM({ components: 1, warmup: 1000, features })).subscribe(({ value }) => {
      seen.push(value.name);
      if (value.name === "c") subscription.unsubscribe();
    });
    for (let i = 0; i < 1000; i++) source.next(event(String.fromCharCode(97 + (i % 26))));
    expect(seen).toEqual(["a", "b", "c"]);
    expect(source.observed).toBe(false);
  });

  it("is completed by the operator after it, in the middle of held values", () => {
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(warmingUp(), take(2)).subscribe({ next: (name) => seen.push(name), complete: () => seen.push("|") });
    for (const name of "abcd") source.next(name);
    expect(seen).toEqual(["a", "b", "|"]);
    expect(source.observed).toBe(false);
  });

  it("keeps the order when held values bring about inputs, and completion", () => {
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(warmingUp()).subscribe({
      next: (name) => {
        seen.push(name);
        if (name === "a") source.next("d");
        if (name === "b") source.complete();
      },
      complete: () => seen.push("|"),
    });
    for (const name of "abc") source.next(name);
    expect(seen.join("")).toBe("abcd|");
  });

  it("lets an error pass that a held value brings about", () => {
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(warmingUp()).subscribe({
      next: (name) => {
        seen.push(name);
        if (name === "b") source.error(new Error("broken"));
      },
      error: (error: Error) => seen.push(error.message),
    });
    for (const name of "abc") source.next(name);
    expect(seen).toEqual(["a", "b", "broken"]);
  });
});

describe("errors of stepwiseEM", () => {
  const options = { components: 2, features: (value: number[]): number[] => value };

  it("come from making it when an option is out of range", () => {
    expect(() => stepwiseEM({ ...options, components: 0 })).toThrow(/^components is 0/);
    expect(() => stepwiseEM({ ...options, minimum: 2 })).toThrow(/^minimum is 2/);
    expect(() => stepwiseEM({ ...options, start: line })).toThrow(/^start has 1 components/);
  });

  it("come from making it when the state is of other options", () => {
    const state = new Learner({ dimensions: 2, components: 2, fingerprint: "old" }).toBytes();
    expect(() => stepwiseEM({ ...options, start: state })).not.toThrow();
    expect(() => stepwiseEM({ ...options, start: state, components: 3 })).toThrow(StateError);
    expect(() => stepwiseEM({ ...options, start: state, components: 3 })).toThrow(/components 2, the options say 3/);
    expect(() => stepwiseEM({ ...options, start: state, schedule: { kind: "half-life", points: 9 } })).toThrow(
      /schedule/,
    );
    expect(() => stepwiseEM({ ...options, start: state, schedule: { kind: "decreasing" } })).not.toThrow();
    expect(() => stepwiseEM({ ...options, start: state, fingerprint: "new" })).toThrow(StateError);
    expect(() => stepwiseEM({ ...options, start: state.subarray(9) })).toThrow(StateError);
  });

  const failing: [what: string, value: number[], message: RegExp][] = [
    ["too few features", [1], /^value 1 has 1 features, expected 2$/],
    ["no features", [], /^value 1 has no features/],
    ["an infinite feature", [1, -Infinity], /^feature 1 of value 1 is -Infinity: .*finite/],
    ["a feature too large", [1e101, 1], /^feature 0 of value 1 is 1e\+101: /],
    ["a feature that is no number", [1, "2" as never], /^feature 1 of value 1 is 2: features are numbers/],
  ];
  it.each(failing)("name the value: %s", (_, value, message) => {
    expect(failureOf(of([1, 2], value, [3, 4]).pipe(stepwiseEM(options)))).toMatch(message);
  });

  it("name the value: a start of other dimensions", () => {
    expect(failureOf(of([1, 2]).pipe(stepwiseEM({ ...options, components: 1, start: line })))).toBe(
      "value 0 has 2 features, expected 1",
    );
  });

  it("name the value: a bad weight", () => {
    const weighted = stepwiseEM({ ...options, weight: ([x]: number[]) => x! });
    expect(failureOf(of([1, 2], [-1, 2]).pipe(weighted))).toMatch(/^the weight of value 1 is -1: /);
  });

  it("are those of features that throw", () => {
    const broken = stepwiseEM<{ a?: { b: number } }>({ components: 1, features: ({ a }) => [a!.b] });
    expect(failureOf(of({}).pipe(broken))).toMatch(/undefined/);
  });

  it("let a missing coordinate pass", () => {
    const seen = valuesOf(of([1, Number.NaN], [2, 1], [3, 5]).pipe(stepwiseEM({ ...options, components: 1 })));
    expect(seen.map(({ label }) => Number.isFinite(label.logDensity))).toEqual([true, true, true]);
  });
});

describe("types of stepwiseEM", () => {
  it("infer the caller's value from the pipe, and from features", () => {
    const inferred$ = of(event("a")).pipe(stepwiseEM({ components: 1, features: (value) => [value.at] }));
    expectTypeOf(inferred$).toEqualTypeOf<Observable<Learned<Event>>>();
    const alone = stepwiseEM({ components: 1, features: (value: Event) => [value.at] });
    expectTypeOf(alone).toEqualTypeOf<(source: Observable<Event>) => Observable<Learned<Event>>>();
    expectTypeOf<SoftLabel>().toExtend<Omit<Label, "schema" | "source">>();
    // @ts-expect-error D comes with the first value
    stepwiseEM({ components: 1, dimensions: 2, features: (value: Event) => [value.at] });
    // @ts-expect-error features have no default
    expect(() => stepwiseEM({ components: 1 })).not.toThrow();
  });
});
