import { describe, expect, it } from "vitest";
import { PointLayout } from "../../src/format/point-layout.js";

describe("PointLayout", () => {
  it("takes all columns but those of id, time and weight for features", () => {
    const layout = new PointLayout({ columns: ["id", "x", "at", "y", "w"], id: "id", timestamp: "at", weight: "w" });
    expect(layout.features.names).toEqual(["x", "y"]);
    expect(layout.numbers).toEqual(["x", "y", "w"]);
    expect(layout.weightAt).toBe(2);
  });

  it("names columns that are only counted", () => {
    expect(new PointLayout({ columns: 3 }).columns).toEqual(["x1", "x2", "x3"]);
  });

  it("takes the features' paths for the columns of a row", () => {
    expect(new PointLayout({ features: ["b", "a", { path: "b", transform: "log" }] }).columns).toEqual(["b", "a"]);
  });

  it("looks for a number once, though it is feature and weight", () => {
    const layout = new PointLayout({ features: ["x", "y"], weight: "x" });
    expect(layout.numbers).toEqual(["x", "y"]);
    expect(layout.weightAt).toBe(0);
  });

  it("takes columns' names literally, and everything else for paths", () => {
    const layout = new PointLayout({ columns: ["a.b", "c"], features: ["a.b", "d.e"] });
    expect(layout.pathInEvent("a.b")).toEqual(["a.b"]);
    expect(layout.pathInEvent("d.e")).toEqual(["d", "e"]);
  });

  it.each([
    [{}, "neither features nor columns"],
    [{ columns: ["a", "b", "a"] }, 'two columns are called "a"'],
    [{ features: ["a..b"] }, '"a..b" is not a path'],
    [{ features: ["a"], id: ".x" }, '".x" is not a path'],
    [{ columns: ["id"], id: "id" }, "no features"],
  ])("refuses %j", (options, message) => {
    expect(() => new PointLayout(options)).toThrow(message);
  });
});
