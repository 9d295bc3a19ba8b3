import { colourOf } from "../../../src/plot/palette.js";

/** Red, green and blue of a component in linear light, 0 … 1: light adds up, its bytes do not. */
const lights = new Map<number, readonly [number, number, number]>();

function lightOf(id: number): readonly [number, number, number] {
  let light = lights.get(id);
  if (light === undefined) {
    const hex = Number.parseInt(colourOf(id).slice(1), 16);
    light = [linear(hex >> 16), linear((hex >> 8) & 255), linear(hex & 255)];
    lights.set(id, light);
  }
  return light;
}

function linear(byte: number): number {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

/** sRGB bytes of linear light in 1,024 steps. */
const BYTES = Uint8Array.from({ length: 1025 }, (_, i) => {
  const c = i / 1024;
  return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
});

/**
 * The colour of a point whose responsibilities are these, as the components' colours mixed: 0xBBGGRR, as ImageData has
 * it in little-endian memory.
 *
 * @param places into `ids`, of `count` shares from `at` on.
 */
export function mixedColour(
  ids: Int32Array,
  places: Uint16Array,
  shares: Uint8Array,
  at: number,
  count: number,
): number {
  let [red, green, blue, sum] = [0, 0, 0, 0];
  for (let s = at; s < at + count; s++) {
    const share = shares[s]!;
    if (share === 0) continue;
    const light = lightOf(ids[places[s]!]!);
    red += share * light[0];
    green += share * light[1];
    blue += share * light[2];
    sum += share;
  }
  if (sum === 0) return 0x8c8c8c;
  const scale = 1024 / sum;
  return (
    BYTES[Math.round(red * scale)]! |
    (BYTES[Math.round(green * scale)]! << 8) |
    (BYTES[Math.round(blue * scale)]! << 16)
  );
}
