/** Red, green and blue in linear light, 0 … 1. */
type Light = readonly [number, number, number];

/**
 * Okabe & Ito's colours (2008), told apart by the colour-blind as well, the best contrast first. Black and yellow,
 * which a dark and a white page swallow, are replaced by grey and by Tol's olive (2021).
 */
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c", "#999933"] as const;

/** What stands out: anomalies, alarms. */
export const ALARM = "#d55e00";
/** What is ordinary beside it. */
export const ORDINARY = "#56b4e9";

/** A line between the two: neither of them, and seen on both papers. */
export const THRESHOLD = "#8c8c8c";

/** The colour of a component id or of the i-th series: always the same one. */
export function colourOf(id: number): string {
  const size = PALETTE.length;
  return PALETTE[((Math.trunc(id) % size) + size) % size]!;
}

/** Shares are rounded to this many steps, so that points of like responsibilities share one element. */
const STEPS = 16;

/** Colours mixed as light is, by shares that sum to 1 (responsibilities of one point from `offset` on). */
export function blend(colours: readonly string[], shares: ArrayLike<number>, offset: number): string {
  const sum = [0, 0, 0];
  let total = 0;
  for (let k = 0; k < colours.length; k++) {
    const share = Math.round(shares[offset + k]! * STEPS);
    if (!(share > 0)) continue;
    const light = lightOf(colours[k]!);
    for (let c = 0; c < 3; c++) sum[c]! += share * light[c]!;
    total += share;
  }
  return total === 0 ? "#8c8c8c" : hexOf([sum[0]! / total, sum[1]! / total, sum[2]! / total]);
}

function lightOf(hex: string): Light {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function hexOf(light: Light): string {
  const channels = light.map((c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
  return `#${channels
    .map((c) =>
      Math.round(255 * c)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
