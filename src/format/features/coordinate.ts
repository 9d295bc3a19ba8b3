import { log } from "../../kernel/functions/log.js";
import { log1p } from "../../kernel/functions/log1p.js";
import { cosineOfTurns, sineOfTurns } from "../../kernel/functions/sine.js";
import type { FeatureSpec, Transform } from "./feature-spec.js";

/** How one coordinate comes from the number at a path. */
export interface Coordinate {
  readonly name: string;
  readonly path: string;
  /** Absent = the number itself. Not finite = the number is outside the domain. */
  readonly transform?: (value: number) => number;
  /** What the domain is, for people. */
  readonly domain: string;
  /** Divides the transformed number. */
  readonly divisor: number;
}

/** The coordinates of a feature: two when it is cyclic, else one. */
export function coordinatesOf(spec: FeatureSpec): readonly Coordinate[] {
  const { path, scale, transform } = spec;
  const divisor = typeof scale === "number" ? scale : 1;
  if (typeof transform === "object") return cyclic(path, transform.cyclic, divisor);
  if (transform === "none") return [{ name: path, path, domain: "expected a number", divisor }];
  return [{ name: `${transform}(${path})`, path, divisor, ...NAMED[transform] }];
}

const NAMED: Record<Exclude<Transform, object | "none">, { transform: (value: number) => number; domain: string }> = {
  log: { transform: log, domain: "log needs a number > 0" },
  log1p: { transform: log1p, domain: "log1p needs a number > −1" },
  sqrt: { transform: Math.sqrt, domain: "sqrt needs a number ≥ 0" },
};

function cyclic(path: string, period: number, divisor: number): readonly Coordinate[] {
  const common = { path, divisor, domain: "expected a number" };
  return [
    { ...common, name: `sin(${path})`, transform: (value) => sineOfTurns(value / period) },
    { ...common, name: `cos(${path})`, transform: (value) => cosineOfTurns(value / period) },
  ];
}
