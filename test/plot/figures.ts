import { expect } from "vitest";
import { type Figure, svg } from "../../src/plot/figure.js";
import { all, type Node, parseXml } from "./xml.js";

/** Renders a figure in every theme and checks what must hold for all pictures; gives the parsed light one. */
export function checked(figure: Figure): Node {
  for (const theme of ["light", "dark", "auto"] as const) {
    const root = parseXml(svg(figure, { theme }));
    expect(root.name).toBe("svg");
    expect(root.attributes.role).toBe("img");
    expect(root.attributes.viewBox).toBe(`0 0 ${figure.width} ${figure.height}`);
    expect(root.children[0]!.name).toBe("title");
    expect(root.children[1]!.name).toBe("desc");
    expect(root.children[1]!.text.length).toBeGreaterThan(20);
  }
  const root = parseXml(svg(figure, { theme: "light" }));
  const odd = everything(root).flatMap(({ attributes }) =>
    Object.entries(attributes).filter(
      ([key, value]) => key !== "aria-label" && /NaN|Infinity|undefined|null/.test(value),
    ),
  );
  expect(odd).toEqual([]);
  return root;
}

/** The part of a picture within the axes. */
export function inside(root: Node): Node {
  const nested = all(root, "svg");
  expect(nested.length).toBe(1);
  return nested[0]!;
}

/** Where the axes are, in pixels. */
export function areaOf(root: Node): { left: number; top: number; right: number; bottom: number } {
  const [left, top, width, height] = inside(root).attributes.viewBox!.split(" ").map(Number);
  return { left: left!, top: top!, right: left! + width!, bottom: top! + height! };
}

/** The points of a path of straight lines, stretch by stretch. */
export function stretchesOf(path: Node): [number, number][][] {
  return path.attributes
    .d!.split("M")
    .filter(Boolean)
    .map((stretch) => stretch.split("L").map((point) => point.split(" ").map(Number) as [number, number]));
}

function everything(node: Node): Node[] {
  return [node, ...node.children.flatMap(everything)];
}

/**
 * From pixels back to data, by two labels on each axis of a single plot: what a reader would do.
 *
 * @param panel a plot with two axes.
 */
export function scaleIn(panel: Node): { x(pixel: number): number; y(pixel: number): number } {
  const texts = all(panel, "text").filter(({ text }) => /^−?[\d,]+(\.\d+)?$/.test(text));
  const numberOf = ({ text }: Node) => Number(text.replace("−", "-").replaceAll(",", ""));
  const read = (anchor: string, key: "x" | "y", shift: number) => {
    const ticks = texts.filter(({ attributes }) => attributes["text-anchor"] === anchor);
    // Ticks lie on half pixels, so far apart is better; a label at the end of the axis may keep off the edge.
    const [a, b] = [ticks[0]!, ticks[Math.max(1, ticks.length - 2)]!];
    const [p, q] = [a, b].map(({ attributes }) => Number(attributes[key]) - shift) as [number, number];
    return (pixel: number) => numberOf(a) + ((pixel - p) / (q - p)) * (numberOf(b) - numberOf(a));
  };
  return { x: read("middle", "x", 0), y: read("end", "y", 4) };
}
