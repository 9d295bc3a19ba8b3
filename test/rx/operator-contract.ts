import { BehaviorSubject, map, type OperatorFunction, range, Subject, take } from "rxjs";
import { describe, expect, it } from "vitest";
import { marbles } from "./marbles.js";

/** An operator that answers every input with one output, in the same call. */
export interface OneToOne<T, R> {
  /** Made anew for every test. */
  readonly operator: () => OperatorFunction<T, R>;
  /** The input that a letter stands for. */
  readonly input: (letter: string) => T;
  /** The letter of the input that an output answers. */
  readonly letter: (output: R) => string;
  /** An input that makes the operator fail, and what the error says. */
  readonly bad: { readonly input: T; readonly message: RegExp };
}

/** What must hold of every operator that answers input by input, whatever it computes. */
export function itAnswersInputByInput<T, R>(name: string, { operator, input, letter, bad }: OneToOne<T, R>): void {
  const letters = (): OperatorFunction<string, string> => (source) => source.pipe(map(input), operator(), map(letter));

  describe(`${name} answers input by input`, () => {
    const cases: [kind: string, source: string, subscription: string, expected: string][] = [
      ["never", "     --------", "^-------", "--------"],
      ["empty", "     ---|", "    ^--!", "    ---|"],
      ["single", "    --a--|", "  ^----!", "  --a--|"],
      ["many", "      -a-b(cd)|", "^-------!", "-a-b(cd)|"],
      ["error", "     -a-b-#", "  ^----!", "  -a-b-#"],
      ["only an error", "#", "      (^!)", "     #"],
      ["never-ending", "-a-b--c-", "^-------", "-a-b--c-"],
    ];
    it.each(cases)("%s", (_, source, subscription, expected) => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const input$ = cold(source.trim());
        expectObservable(input$.pipe(letters())).toBe(expected.trim());
        expectSubscriptions(input$.subscriptions).toBe(subscription.trim());
      });
    });

    it("is left early", () => {
      marbles(({ hot, expectObservable, expectSubscriptions }) => {
        const input$ = hot("  -a-b-c-d-|");
        const subscription = "^----!";
        expectObservable(input$.pipe(letters()), subscription).toBe("-a-b--");
        expectSubscriptions(input$.subscriptions).toBe(subscription);
      });
    });

    it("completes with the operator after it", () => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const input$ = cold("                          -a-b-c-|");
        expectObservable(input$.pipe(letters(), take(2))).toBe("-a-(b|)");
        expectSubscriptions(input$.subscriptions).toBe("^--!");
      });
    });

    it("stops a synchronous source that would never end", () => {
      const seen: string[] = [];
      range(0, Infinity)
        .pipe(
          map(() => "a"),
          letters(),
          take(3),
        )
        .subscribe((output) => seen.push(output));
      expect(seen).toEqual(["a", "a", "a"]);
    });

    it("keeps the order when outputs bring about inputs", () => {
      const source = new BehaviorSubject("a");
      const seen: string[] = [];
      source.pipe(letters()).subscribe({
        next: (output) => {
          if (output === "a") source.next("b");
          seen.push(output);
          if (output === "b") {
            source.next("c");
            source.complete();
          }
        },
        complete: () => seen.push("|"),
      });
      expect(seen).toEqual(["a", "b", "c", "|"]);
    });

    it("subscribes to its source once for each subscription", () => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const input$ = cold("-a-b-|");
        const output$ = input$.pipe(letters());
        expectObservable(output$).toBe("-a-b-|");
        expectObservable(output$, "---^").toBe("----a-b-|");
        expectSubscriptions(input$.subscriptions).toBe(["^----!", "---^----!"]);
      });
    });

    it("fails on bad input and leaves the source", () => {
      const source = new Subject<T>();
      const seen: string[] = [];
      source.pipe(operator()).subscribe({
        next: (output) => seen.push(letter(output)),
        error: (error: Error) => seen.push(error.message),
      });
      source.next(input("a"));
      source.next(bad.input);
      expect(seen).toEqual(["a", expect.stringMatching(bad.message)]);
      expect(source.observed).toBe(false);
    });
  });
}
