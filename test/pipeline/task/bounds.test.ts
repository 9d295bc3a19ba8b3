import { describe, expect, it } from "vitest";
import { RetentionError, TopicError } from "../../../src/pipeline/errors.js";
import { checkPosition } from "../../../src/pipeline/task/bounds.js";

const where = { topic: "points", partition: 3 };

describe("a position", () => {
  it("inside the log stays", () => {
    for (const position of [5, 7, 9])
      expect(checkPosition(where, position, { start: 5, end: 9 }, "fail")).toBe(position);
  });

  it("before the log is refused, or moves to the log's start", () => {
    expect(checkPosition(where, 2, { start: 5, end: 9 }, "skip")).toBe(5);
    expect(() => checkPosition(where, 2, { start: 5, end: 9 }, "fail")).toThrow(RetentionError);
    expect(() => checkPosition(where, 2, { start: 5, end: 9 }, "fail")).toThrow(
      /points\/3 begins at offset 5.*deleted 3 offsets/s,
    );
  });

  it("beyond the log is refused whatever the policy", () => {
    for (const policy of ["skip", "fail"] as const)
      expect(() => checkPosition(where, 10, { start: 5, end: 9 }, policy)).toThrow(TopicError);
  });
});
