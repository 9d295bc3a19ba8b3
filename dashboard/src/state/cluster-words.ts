import type { Snapshot } from "../../../src/format/records.js";
import { withoutUnit } from "../shell/words.js";
import { mixtureOf, momentsOf } from "./mixtures.js";

/** Standard deviations of all points by which a mean has to differ to be worth saying. */
const TELLING = 0.5;
const SAID = 2;
/** Lighter clusters do not take a superlative from another. */
const LIGHTEST = 0.01;

/**
 * What tells a cluster from the rest: the features in which its mean lies furthest from that of all points, in their
 * standard deviations.
 */
export function clusterWords(snapshot: Snapshot, id: number, names: readonly string[]): string {
  const component = snapshot.components.find((one) => one.id === id);
  if (component === undefined) return "";
  const { mean, covariance } = momentsOf(mixtureOf(snapshot));
  const D = names.length;
  const apart = names.map((name, j) => ({
    name: withoutUnit(name),
    z: (component.mean[j]! - mean[j]!) / Math.sqrt(covariance[j * D + j]!),
    j,
  }));
  const telling = apart.filter(({ z }) => Math.abs(z) >= TELLING).sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  if (telling.length === 0) return "near the average";
  const others = snapshot.components.filter((one) => one !== component && one.weight >= LIGHTEST);
  return telling
    .slice(0, SAID)
    .map(({ name, z, j }) => {
      const side = z > 0 ? "high" : "low";
      // Of two clusters one is always the highest.
      const last = others.length > 1 && others.every((one) => (component.mean[j]! - one.mean[j]!) * z > 0);
      return `${last ? `${side}est` : `${Math.abs(z) >= 2 ? "very " : ""}${side}`} ${name}`;
    })
    .join(", ");
}
