import { describe, expect, it } from "vitest";
import { paintPoints } from "../../dashboard/src/scatter/raster.js";

const WHITE = 0xffffffff;
const RED = 0x0000ff;
const [width, height] = [20, 10];
const MAP = { x0: 0, xSlope: 1, y0: height, ySlope: -1 };

function painted(
  points: readonly (readonly [number, number])[],
  muted: readonly number[] = [],
  radius = 0,
): Uint32Array {
  const pixels = new Uint32Array(width * height).fill(WHITE);
  const [x, y] = [0, 1].map((axis) => Float32Array.from(points, (point) => point[axis]!));
  const paint = {
    colours: new Uint32Array(points.length).fill(RED),
    row: (i: number) => i,
    isMuted: (row: number) => muted.includes(row),
  };
  paintPoints(pixels, width, height, { count: points.length, x: x!, y: y! }, MAP, radius, paint);
  return pixels;
}

const touched = (pixels: Uint32Array): number[] => [...pixels.keys()].filter((i) => pixels[i] !== WHITE);
const at = (x: number, y: number): number => (height - y) * width + x;

describe("points are painted", () => {
  it("where they lie, mixed with what is there, and opaque", () => {
    const pixels = painted([[5, 3]]);
    expect(touched(pixels)).toEqual([at(5, 3)]);
    const pixel = pixels[at(5, 3)]!;
    expect(pixel >>> 24).toBe(255);
    expect(pixel & 255).toBe(255);
    expect((pixel >>> 8) & 255).toBe((pixel >>> 16) & 255);
    expect((pixel >>> 8) & 255).toBeLessThan(250);
  });

  it("as discs", () => {
    expect(touched(painted([[5, 5]], [], 1)).sort()).toEqual([at(5, 5), at(4, 5), at(6, 5), at(5, 4), at(5, 6)].sort());
  });

  it("not outside of the picture, nor where a coordinate is missing", () => {
    const outside = [
      [-1, 5],
      [20, 5],
      [5, -1],
      [5, 11],
      [NaN, 5],
      [5, NaN],
      [1e30, 5],
      [-1e30, -1e30],
    ] as const;
    expect(touched(painted(outside))).toEqual([]);
    expect(
      touched(
        painted(
          [
            [0.4, 5],
            [19.2, 5],
          ],
          [],
          2,
        ),
      ),
    ).toEqual([]);
  });

  it("newer ones stronger, muted ones faint", () => {
    const green = (pixels: Uint32Array, x: number) => (pixels[at(x, 5)]! >>> 8) & 255;
    const pixels = painted(
      [
        [1, 5],
        [2, 5],
        [3, 5],
        [4, 5],
      ],
      [2],
    );
    expect(green(pixels, 4)).toBeLessThan(green(pixels, 1));
    expect(green(pixels, 3)).toBeGreaterThan(220);
    expect(green(pixels, 2)).toBeLessThan(180);
  });

  it("several on one place come to their colour, never beyond", () => {
    const pixels = painted(Array.from({ length: 50 }, () => [5, 5] as const));
    expect((pixels[at(5, 5)]! >>> 8) & 255).toBeLessThan(4);
    expect(pixels[at(5, 5)]! & 255).toBeGreaterThan(250);
  });
});
