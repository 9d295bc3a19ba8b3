import { expect, it } from "vitest";
import { mixedColour } from "../../dashboard/src/state/colours.js";
import { blend, colourOf } from "../../src/plot/palette.js";

const ids = Int32Array.of(3, 0, 12);
const places = Uint16Array.of(0, 1, 2, 0);

/** #rrggbb of 0xBBGGRR. */
const hex = (colour: number): string =>
  `#${[colour & 255, (colour >> 8) & 255, colour >> 16].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

it("a point of one component has that one's colour", () => {
  expect(hex(mixedColour(ids, places, Uint8Array.of(255, 0, 0, 0), 0, 4))).toBe(colourOf(3));
  expect(hex(mixedColour(ids, places, Uint8Array.of(0, 0, 255, 0), 0, 4))).toBe(colourOf(12));
});

it("one of several is mixed as in every other plot", () => {
  const shares = [0.5, 0.25, 0.25];
  const expected = blend([...ids].map(colourOf), shares, 0);
  const found = hex(
    mixedColour(
      ids,
      places,
      Uint8Array.from([...shares, 0], (share) => 255 * share),
      0,
      4,
    ),
  );
  for (const at of [1, 3, 5])
    expect(
      Math.abs(Number.parseInt(found.slice(at, at + 2), 16) - Number.parseInt(expected.slice(at, at + 2), 16)),
    ).toBeLessThan(3);
});

it("one without responsibilities is grey", () => {
  expect(hex(mixedColour(ids, places, new Uint8Array(4), 0, 4))).toBe("#8c8c8c");
});
