import type { Mixture } from "../mixture/mixture.js";
import { assignment } from "./assignment.js";
import { bhattacharyya, type Gaussian, gaussiansOf } from "./bhattacharyya.js";

/** Names of the components of a mixture that takes the place of another, and what became of the old ones. */
export interface Inheritance {
  readonly ids: Int32Array;
  readonly born: Float64Array;
  /** New ids, ascending. */
  readonly births: number[];
  /** Ids that are gone, in the order in which the old mixture had them. */
  readonly deaths: number[];
  /** The first id that was never given. */
  readonly nextId: number;
}

/**
 * Hands ids on from a mixture to the one that replaces it: components that are the same keep theirs, by optimal
 * assignment; a pair further apart than the gate is a death and a birth. Weights play no part: they drift.
 *
 * @param nextId the first id that was never given; new ids ascend from it.
 * @param version of the mixture after the replacement: when its new components are born.
 * @throws RangeError when the dimensions differ or `nextId` was given already.
 */
export function inheritIds(old: Mixture, next: Mixture, nextId: number, version: number): Inheritance {
  if (old.dimensions !== next.dimensions)
    throw new RangeError(`the old mixture has ${old.dimensions} dimensions, the next one ${next.dimensions}`);
  checkNextId(old, nextId);
  const heirOf = samePlaces(gaussiansOf(old), gaussiansOf(next));
  const ids = new Int32Array(next.components);
  const born = new Float64Array(next.components).fill(version);
  const births: number[] = [];
  const gone = new Set(old.ids);
  heirOf.forEach((from, k) => {
    if (from < 0) {
      births.push(nextId);
      ids[k] = nextId++;
      return;
    }
    ids[k] = old.ids[from]!;
    born[k] = old.born[from]!;
    gone.delete(old.ids[from]!);
  });
  return { ids, born, births, deaths: [...gone], nextId };
}

/** @throws RangeError when `nextId` is not above all ids of a mixture. */
export function checkNextId({ ids }: Mixture, nextId: number): void {
  for (const id of ids)
    if (!(id < nextId)) throw new RangeError(`nextId is ${nextId}, but the id ${id} is taken: ids are never reused`);
}

/** For each of the next components the old one that it is, or −1. */
export function samePlaces(old: readonly Gaussian[], next: readonly Gaussian[]): Int32Array {
  const gate = gateOf(next[0]?.mean.length ?? 0);
  // A pair beyond the gate costs what no pair costs: it never displaces one that is within.
  const costs = next.flatMap((b) => old.map((a) => Math.min(gate, bhattacharyya(a, b))));
  return assignment(costs, next.length, old.length).map((from, k) =>
    from >= 0 && costs[k * old.length + from]! < gate ? from : -1,
  );
}

/** Whether two are one and the same component. */
export function isSamePlace(a: Gaussian, b: Gaussian): boolean {
  return bhattacharyya(a, b) < gateOf(a.mean.length);
}

/**
 * Distance from which on a component is another one: .7, which is 2.4 deviations between components of one shape, and
 * what noise alone puts between the shapes of two samples of some hundred points, D(D+1)/(8n) on average.
 */
function gateOf(dimensions: number): number {
  return 0.7 + (dimensions * (dimensions + 1)) / (8 * SAMPLE);
}

const SAMPLE = 400;
