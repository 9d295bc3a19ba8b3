import { describe, expect, it } from "vitest";
import type { Figure } from "../../src/plot/figure.js";
import { panels } from "../../src/plot/panels.js";
import { checked } from "./figures.js";
import { all, textsOf } from "./xml.js";

const figure = (title: string, width: number, height: number): Figure => ({
  title,
  width,
  height,
  description: `what ${title} shows`,
  content: `<rect width="${width}" height="${height}"/>`,
});

const placesOf = (root: ReturnType<typeof checked>) =>
  all(root, "g").map(({ attributes }) => attributes.transform!.match(/\d+/g)!.map(Number));

describe("panels", () => {
  it("places figures row by row without overlaps", () => {
    const figures = [figure("a", 300, 200), figure("b", 100, 250), figure("c", 200, 100)];
    const together = panels(figures, { columns: 2 });
    expect([together.width, together.height]).toEqual([400, 350]);
    const root = checked(together);
    expect(placesOf(root)).toEqual([
      [0, 0],
      [300, 0],
      [0, 250],
    ]);
    expect(all(root, "g").map(({ attributes }) => attributes["aria-label"])).toEqual(["a", "b", "c"]);
  });

  it("has a heading of its own when asked, and says what all of them say", () => {
    const together = panels([figure("a", 300, 200), figure("b", 100, 250)], { title: "Both <of> them" });
    expect(together.title).toBe("Both <of> them");
    expect(together.description).toBe("what a shows what b shows");
    const root = checked(together);
    expect(textsOf(root)).toEqual(["Both <of> them"]);
    expect(placesOf(root).map(([, y]) => y)).toEqual([40, 40]);
    expect(together.height).toBe(290);
  });

  it("goes into panels again", () => {
    const inner = panels([figure("a", 10, 10), figure("b", 10, 10)], { columns: 1 });
    expect(checked(panels([inner, figure("c", 10, 10)])).attributes.width).toBe("20");
  });

  it("refuses none, and half a column", () => {
    expect(() => panels([])).toThrow("at least one figure");
    expect(() => panels([figure("a", 1, 1)], { columns: 0.5 })).toThrow("got 0.5");
  });
});
