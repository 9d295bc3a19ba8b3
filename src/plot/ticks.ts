/** Where an axis is marked, and how: value = offset + label · 10^power. */
export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
  /** Subtracted from every label where the values share their leading digits; 0 = nothing. */
  readonly offset: number;
  /** Taken out of every label where they would be very large or small; 0 = nothing. */
  readonly power: number;
}

/** Beyond this ratio of value to step, labels are told relative to an offset. */
const LONGEST_RATIO = 1e6;

/**
 * Round values (1, 2 or 5 times a power of ten apart) within a domain, with labels as short as they can be.
 *
 * @param count about how many.
 */
export function ticksOf([low, high]: readonly [number, number], count: number): Ticks {
  const [digit, exponent] = stepOf((high - low) / Math.max(1, count));
  const step = decimal(digit, exponent);
  const offset = Math.max(Math.abs(low), Math.abs(high)) / step < LONGEST_RATIO ? 0 : offsetOf(low, high);
  const largest = Math.max(Math.abs(low - offset), Math.abs(high - offset));
  const power = largest >= 1e7 || largest < 1e-3 ? 3 * Math.floor(Math.log10(largest) / 3) : 0;
  const values: number[] = [];
  const labels: string[] = [];
  for (let k = Math.ceil((low - offset) / step - 1e-9); k * step <= high - offset + step * 1e-9; k++) {
    values.push(offset + decimal(k * digit, exponent));
    labels.push(label(decimal(k * digit, exponent - power), exponent - power));
  }
  return { values, labels, offset, power };
}

/** The name of an axis with what its labels leave out: `price − 1,000,000`, `length (×10⁻⁹)`. */
export function axisName(name: string, { offset, power }: Ticks): string {
  const shifted = offset === 0 ? name : `${name} ${offset < 0 ? "+" : "−"} ${exact(Math.abs(offset))}`;
  return power === 0 ? shifted : `${shifted} (×10${superscript(power)})`;
}

function stepOf(raw: number): [digit: number, exponent: number] {
  const exponent = Math.floor(Math.log10(raw));
  const lead = raw / 10 ** exponent;
  if (lead < 1.5) return [1, exponent];
  if (lead < 3.5) return [2, exponent];
  return lead < 7.5 ? [5, exponent] : [1, exponent + 1];
}

/** The roundest number near the domain. */
function offsetOf(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  let exponent = Math.ceil(Math.log10(Math.abs(middle)));
  for (;;) {
    const candidate = decimal(Math.round(middle / 10 ** exponent), exponent);
    if (Math.abs(candidate - middle) <= 50 * (high - low)) return candidate;
    exponent--;
  }
}

/** digits·10^exponent, rounded once. */
function decimal(digits: number, exponent: number): number {
  return Number(`${digits}e${exponent}`);
}

function label(value: number, exponent: number): string {
  return value === 0 ? "0" : withSeparators(value.toFixed(Math.min(100, Math.max(0, -exponent))));
}

function exact(value: number): string {
  const text = String(value);
  return text.includes("e") ? minus(text.replace("e+", "e")) : withSeparators(text);
}

function withSeparators(text: string): string {
  const [whole, fraction] = text.split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return minus(fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

/** The sign of mathematics instead of the hyphen. */
function minus(text: string): string {
  return text.replace(/-/g, "−");
}

function superscript(power: number): string {
  return Array.from(String(power), (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]!)).join("");
}

/** A number for a legend or a description: three significant digits. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude >= 1e7 || magnitude < 1e-4)) return minus(value.toExponential(2).replace("e+", "e"));
  return withSeparators(String(magnitude >= 1000 ? Math.round(value) : Number(value.toPrecision(3))));
}

/** A share of 1 in per cent: 39.3 %, 95 %. */
export function percent(share: number): string {
  return share > 0 && share < 0.001 ? "< 0.1 %" : `${Number((100 * share).toFixed(1))} %`;
}
