import { describe, expect, it } from "vitest";
import { BrokerError, FencedError } from "../../../src/broker/errors.js";
import { StateError } from "../../../src/learning/state-error.js";
import { Recovery } from "../../../src/pipeline/roles/recovery.js";

const settings = { delay: 100, longest: 1000, fatal: 3 };
const hiccup = new BrokerError("hiccup", { retriable: true });
const failure = new BrokerError("failure");
const fenced = new FencedError("fenced");

describe("recovery", () => {
  it("waits longer after each failure in a row, up to a bound, and forgets them with a commit", () => {
    const recovery = new Recovery(settings);
    const pauses = Array.from({ length: 6 }, () => recovery.judge(hiccup, 0).retryMs);
    expect(pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
    recovery.succeeded();
    expect(recovery.judge(hiccup, 0)).toEqual({ fenced: false, repeated: false, failures: 1, retryMs: 100 });
  });

  it("joins at once after a fence, until that happens too often", () => {
    const recovery = new Recovery(settings);
    expect([0, 1000, 2000].map((now) => recovery.judge(fenced, now).repeated)).toEqual([false, false, true]);
    expect(recovery.judge(fenced, 3000).retryMs).toBeGreaterThan(0);
    expect(recovery.judge(fenced, 10_000_000)).toMatchObject({ fenced: true, repeated: false, retryMs: 0 });
  });

  it("gives up on what no retry mends, but not on hiccups", () => {
    const recovery = new Recovery(settings);
    for (let i = 0; i < 100; i++) recovery.judge(hiccup, 0);
    recovery.judge(failure, 0);
    recovery.judge(failure, 0);
    expect(() => recovery.judge(failure, 0)).toThrow(failure);
    recovery.succeeded();
    expect(() => recovery.judge(failure, 0)).not.toThrow();
  });

  it("is none for refusals and for mistakes in the program", () => {
    const recovery = new Recovery(settings);
    for (const error of [new StateError("lost"), new TypeError("undefined is not a function")])
      expect(() => recovery.judge(error, 0)).toThrow(error);
  });
});
