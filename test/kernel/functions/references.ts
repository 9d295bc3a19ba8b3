import { readFileSync } from "node:fs";

/** Rows of references.json: argument, nearest double, and what is missing to the exact value in units of its ulp. */
export interface Reference {
  readonly x: number;
  readonly nearest: number;
  readonly remainder: number;
}

const table = JSON.parse(readFileSync(new URL("references.json", import.meta.url), "utf8")) as Record<string, number[]>;

export function referencesOf(name: string): Reference[] {
  const flat = table[name];
  if (flat === undefined) throw new RangeError(`references.json has no ${name}; run make_references.py`);
  return Array.from({ length: flat.length / 3 }, (_, i) => ({
    x: flat[3 * i]!,
    nearest: flat[3 * i + 1]!,
    remainder: flat[3 * i + 2]!,
  }));
}

/** The distance from a finite double to the next one away from zero. */
export function ulp(y: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(y));
  view.setBigInt64(0, view.getBigInt64(0) + 1n);
  return view.getFloat64(0) - Math.abs(y);
}

/** The next double upwards of a finite x. */
export function next(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** The largest error of f over its references in ulp, and where. */
export function worstError(f: (x: number) => number, references: readonly Reference[]): { ulps: number; x: number } {
  let worst = { ulps: 0, x: Number.NaN };
  for (const { x, nearest, remainder } of references) {
    const ulps = Math.abs((f(x) - nearest) / ulp(nearest) - remainder);
    if (!(ulps <= worst.ulps)) worst = { ulps, x };
  }
  return worst;
}

/** The first x among `steps` consecutive doubles from `start` at which f falls, or undefined. */
export function firstFall(f: (x: number) => number, start: number, steps: number): number | undefined {
  let x = start;
  let y = f(x);
  for (let i = 0; i < steps; i++) {
    const x1 = next(x);
    const y1 = f(x1);
    if (!(y1 >= y)) return x1;
    x = x1;
    y = y1;
  }
  return undefined;
}
