import { expect } from "vitest";
import type { Change, ReviewInput } from "../../../src/lifecycle/review.js";
import { entriesOf } from "../../../src/mixture/covariance/covariance.js";

/**
 * Components that a change does not concern must be what they were: id, birth, statistics bit for bit but for one
 * factor on all their shares, mean, and covariance up to the prior's part.
 */
export function expectOthersUnaffected(input: ReviewInput, change: Change): void {
  const { mixture: before, statistics: old } = input;
  const { mixture: after, statistics: next } = change;
  const D = before.dimensions;
  const entries = entriesOf(before.structure, D);
  const part = (of: Float64Array, k: number, width: number) => Array.from(of.subarray(k * width, (k + 1) * width));
  const others = Array.from(before.ids).filter((id) => !change.components.includes(id));
  const factors = others.map((id) => {
    const k = before.ids.indexOf(id);
    const to = after.ids.indexOf(id);
    expect(to, `component ${id} at a ${change.kind}`).toBeGreaterThanOrEqual(0);
    expect(after.born[to]).toBe(before.born[k]);
    expect(part(next.mean, to, D)).toEqual(part(old.mean, k, D));
    const factor = next.count[to]! / old.count[k]!;
    const scatter = part(next.scatter, to, entries).map((s, e) => s - factor * old.scatter[k * entries + e]!);
    expect(Math.max(...scatter.map(Math.abs))).toBeLessThan(1e-12 * old.count[k]! * old.scatter[k * entries]! + 1e-12);
    if (!before.covarianceType.startsWith("tied"))
      expect(after.compact[to * entries]! / before.compact[k * entries]!).toBeCloseTo(1, 1);
    return factor;
  });
  for (const factor of factors) expect(factor / factors[0]!).toBeCloseTo(1, 10);
}
