import { describe, expect, it } from "vitest";
import { OutlyingShare } from "../../src/learning/outlying-share.js";

describe("the share of points set aside", () => {
  it("tells once when they have become many, and again only after they were few", () => {
    const share = new OutlyingShare();
    expect(Array.from({ length: 30 }, () => share.add(2, 100))).not.toContain(true);
    expect(share.areMany).toBe(false);
    expect(Array.from({ length: 30 }, () => share.add(30, 100)).filter((told) => told)).toHaveLength(1);
    expect(share.areMany).toBe(true);
    expect(Array.from({ length: 60 }, () => share.add(0, 100))).not.toContain(true);
    expect(Array.from({ length: 30 }, () => share.add(30, 100)).filter((told) => told)).toHaveLength(1);
  });

  it("comes back from its state", () => {
    const share = new OutlyingShare();
    for (let i = 0; i < 5; i++) share.add(40, 100);
    const again = OutlyingShare.fromState(share.toState());
    expect([again.share, again.areMany]).toEqual([share.share, true]);
    expect(again.add(40, 100)).toBe(false);
  });

  it("does not change for a mini-batch without points", () => {
    const share = new OutlyingShare();
    share.add(0, 0);
    expect(share.share).toBe(0);
  });
});
