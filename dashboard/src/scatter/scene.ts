import { computed, signal } from "@preact/signals";
import type { Scale } from "../../../src/plot/scale.js";
import { features, points, snapshots } from "../state/live-state.js";
import { mixtureOf } from "../state/mixtures.js";
import { shownEntry, shownSnapshot } from "../state/shown.js";
import { type Axes, axes, shown } from "../state/view-state.js";
import { featurePair, type Projection, principalPlane } from "./projection.js";

/** Pixels of the plot's area and the scales on them, as last painted. */
export interface Scene {
  readonly projection: Projection;
  readonly x: Scale;
  readonly y: Scale;
}

export const scene = signal<Scene | undefined>(undefined);

/** What the axes are when nothing was chosen: both features, or the plane in which many spread most. */
export const chosenAxes = computed<Axes>(() => {
  const D = features.value.length;
  const wanted = axes.value;
  if (wanted?.kind === "principal" && D > 2) return wanted;
  if (wanted?.kind === "features" && wanted.x < D && wanted.y < D) return wanted;
  return D > 2 ? { kind: "principal", frozenAt: null } : { kind: "features", x: 0, y: Math.min(1, D - 1) };
});

let frozen: { readonly key: string; readonly version: number; readonly projection: Projection } | undefined;

/** The plane of the picture; principal axes stay as they were first, until somebody asks for new ones. */
export const projection = computed<Projection | undefined>(() => {
  const names = features.value;
  const wanted = chosenAxes.value;
  if (names.length === 0) return undefined;
  if (wanted.kind === "features") return featurePair(names, wanted.x, wanted.y);
  const key = JSON.stringify([wanted.frozenAt, names]);
  if (frozen?.key === key) return frozen.projection;
  const snapshot = snapshots.value.get(wanted.frozenAt ?? -1) ?? shownSnapshot.value;
  if (snapshot === undefined) return featurePair(names, 0, 1);
  frozen = { key, version: snapshot.version, projection: principalPlane(mixtureOf(snapshot), names) };
  return frozen.projection;
});

/** How many of the oldest points that are here had come when the snapshot on show was made. */
export function pointsOnShow(): number {
  const store = points.value;
  if (store === undefined) return 0;
  const entry = shownEntry.value;
  return shown.value === null || entry === undefined ? store.count : store.before(entry.learned);
}

/** Takes the principal axes of the mixture on show. */
export function refreezeAxes(): void {
  axes.value = { kind: "principal", frozenAt: shownEntry.value?.version ?? null };
}
