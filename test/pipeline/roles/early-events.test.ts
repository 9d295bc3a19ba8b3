import { Subject } from "rxjs";
import { describe, expect, it } from "vitest";
import { EarlyEvents } from "../../../src/pipeline/roles/early-events.js";

describe("early events", () => {
  it("wait for their reader, after the first one, and keep their order", () => {
    const source$ = new Subject<number>();
    const early = new EarlyEvents(source$, 0);
    source$.next(1);
    source$.next(2);
    const seen: number[] = [];
    early.events$.subscribe((event) => {
      seen.push(event);
      if (event === 1) source$.next(3); // arrives while the early ones are handed over
    });
    source$.next(4);
    early.unsubscribe();
    source$.next(5);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it("pass on errors and the end to their reader", () => {
    const ends: string[] = [];
    for (const end of ["error", "complete"] as const) {
      const source$ = new Subject<number>();
      const early = new EarlyEvents(source$, 0);
      early.events$.subscribe({ error: () => ends.push("error"), complete: () => ends.push("complete") });
      if (end === "error") source$.error(new Error("gone"));
      else source$.complete();
    }
    expect(ends).toEqual(["error", "complete"]);
  });
});
