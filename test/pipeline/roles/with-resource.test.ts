import { NEVER, type Observable, of, throwError } from "rxjs";
import { describe, expect, it } from "vitest";
import { withResource } from "../../../src/pipeline/roles/with-resource.js";

/** A resource that opens when told to. */
function setUp(use: () => Observable<string>) {
  const log: string[] = [];
  let open = (_resource: string): void => {};
  let fail = (_error: Error): void => {};
  let abandoned = () => false;
  const resource$ = withResource(
    (isAbandoned) => {
      abandoned = isAbandoned;
      return new Promise<string>((resolve, reject) => {
        open = resolve;
        fail = reject;
      });
    },
    (resource) => log.push(`close ${resource}`),
    use,
  );
  const subscription = resource$.subscribe({
    next: (value) => log.push(value),
    error: (error: Error) => log.push(`error ${error.message}`),
    complete: () => log.push("complete"),
  });
  return { log, subscription, open: () => open("it"), fail: () => fail(new Error("no")), abandoned: () => abandoned() };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("a resource that takes time to open", () => {
  it("is used, then closed", async () => {
    const { log, open } = setUp(() => of("used"));
    open();
    await turn();
    expect(log).toEqual(["used", "complete", "close it"]);
  });

  it("is closed when its use fails", async () => {
    const { log, open } = setUp(() => throwError(() => new Error("broken")));
    open();
    await turn();
    expect(log).toEqual(["error broken", "close it"]);
  });

  it("is closed when nobody wants it any more, also when it opens only then", async () => {
    const early = setUp(() => NEVER);
    early.open();
    await turn();
    early.subscription.unsubscribe();
    const late = setUp(() => of("never"));
    expect(late.abandoned()).toBe(false);
    late.subscription.unsubscribe();
    expect(late.abandoned()).toBe(true);
    late.open();
    await turn();
    expect([early.log, late.log]).toEqual([["close it"], ["close it"]]);
  });

  it("passes on why it cannot be opened", async () => {
    const { log, fail } = setUp(() => NEVER);
    fail();
    await turn();
    expect(log).toEqual(["error no"]);
  });
});
