import { describe, expect, it } from "vitest";
import { rocPlot } from "../../src/plot/roc-plot.js";
import { checked, inside, stretchesOf } from "./figures.js";
import { all, textsOf } from "./xml.js";

describe("rocPlot", () => {
  it("draws a curve from the lower left to the upper right corner, above the line of chance", () => {
    const curve = Array.from({ length: 1001 }, (_, i) => ({
      falsePositives: i / 1000,
      truePositives: Math.sqrt(i / 1000),
    }));
    const root = checked(rocPlot({ curves: [{ name: "mass depth", curve, auc: 2 / 3 }] }));
    expect(textsOf(root)).toContain("mass depth: AUC 0.667");
    const line = all(inside(root), "path").find(({ attributes }) => attributes.class === "line")!;
    const [pixels] = stretchesOf(line);
    const chance = all(inside(root), "line")[0]!.attributes;
    expect(pixels![0]).toEqual([Number(chance.x1), Number(chance.y1)]);
    expect(pixels!.at(-1)).toEqual([Number(chance.x2), Number(chance.y2)]);
    const slope = (Number(chance.y2) - Number(chance.y1)) / (Number(chance.x2) - Number(chance.x1));
    for (const [x, y] of pixels!.slice(1, -1))
      expect(y).toBeLessThan(Number(chance.y1) + slope * (x - Number(chance.x1)));
  });
});
