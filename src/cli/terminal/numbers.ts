const LARGEST_PLAIN = 1e9;

/**
 * A number with so many significant digits: plain where that is readable, with an exponent elsewhere.
 *
 * @example significant(79.9681, 4); // "79.97"
 */
export function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : `${value > 0 ? "" : "−"}∞`;
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude < -4 || Math.abs(value) >= LARGEST_PLAIN) return value.toExponential(digits - 1);
  return value.toFixed(Math.max(0, digits - 1 - magnitude));
}

/**
 * A mean and its deviation, both with the decimals that the deviation deserves: three of its digits.
 *
 * @example meanAndDeviation(4.28966, 0.41192); // ["4.290", "0.412"]
 */
export function meanAndDeviation(mean: number, deviation: number): [string, string] {
  if (!(deviation > 0)) return [significant(mean, 4), significant(deviation, 3)];
  const decimals = 2 - Math.floor(Math.log10(deviation));
  if (decimals > 12 || Math.abs(mean) >= LARGEST_PLAIN * 1e3 || deviation >= LARGEST_PLAIN)
    return [significant(mean, 7), significant(deviation, 3)];
  const digits = Math.max(0, decimals);
  return [mean.toFixed(digits), deviation.toFixed(digits)];
}

/**
 * A count with its thousands apart.
 *
 * @example grouped(49097); // "49,097"
 */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** Natural units of a log-likelihood or criterion: enough decimals to compare fits. */
export function nats(value: number, decimals = 3): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : significant(value, 1);
}

/** @example plural(1, "point"); // "1 point" */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}
