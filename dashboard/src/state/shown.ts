import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type { Snapshot } from "../../../src/format/records.js";
import type { SnapshotEntry } from "../../../src/live/view.js";
import { fetchSnapshot } from "../connection/api.js";
import { newestSnapshot, snapshotEntries, snapshots } from "./live-state.js";
import { keepSnapshot } from "./receive.js";
import { compared, shown } from "./view-state.js";

/** The newest snapshot is on show, and the next one will be. */
export const following = computed(() => shown.value === null);

/** What is on show, in the list of snapshots; −1 = nothing. */
export const shownIndex: ReadonlySignal<number> = computed(() => {
  const entries = snapshotEntries.value;
  if (shown.value === null) return entries.length - 1;
  // A version from an old address may be gone: the next one stands for it.
  const found = entries.findIndex(({ version }) => version >= (shown.value ?? 0));
  return found < 0 ? entries.length - 1 : found;
});

export const shownEntry = computed<SnapshotEntry | undefined>(() => snapshotEntries.value[shownIndex.value]);

let last: Snapshot | undefined;

/** The snapshot on show; while one is fetched, the one before it. */
export const shownSnapshot = computed<Snapshot | undefined>(() => {
  const entry = shownEntry.value;
  if (entry === undefined) return undefined;
  last = snapshots.value.get(entry.version) ?? (shown.value === null ? newestSnapshot.value : undefined) ?? last;
  return last;
});

export const comparedSnapshot = computed(() =>
  compared.value === null ? undefined : snapshots.value.get(compared.value),
);

/** Shows the snapshot at a place in the list; behind the last one it follows. */
export function show(index: number): void {
  const entries = snapshotEntries.value;
  const entry = entries[Math.max(0, index)];
  shown.value = entry === undefined || index >= entries.length ? null : entry.version;
}

/** Stays where it is, or goes on with the newest. */
export function toggleFollowing(): void {
  shown.value = shown.value === null ? (shownEntry.value?.version ?? null) : null;
}

const asked = new Set<number>();

/** Asks for snapshots that are looked at but not here. */
export function fetchWhatIsShown(): void {
  effect(() => {
    for (const version of [shownEntry.value?.version, compared.value])
      if (typeof version === "number" && !snapshots.value.has(version)) void request(version);
  });
}

async function request(version: number): Promise<void> {
  if (asked.has(version)) return;
  asked.add(version);
  try {
    const snapshot = await fetchSnapshot(version);
    if (snapshot === undefined) return;
    keepSnapshot(snapshot);
    // It may be gone by now: then the next one stands for it, here as in the list.
    if (snapshot.version !== version && compared.value === version) compared.value = snapshot.version;
  } catch {
    // What was shown stays; whoever asks again may have more luck.
  } finally {
    setTimeout(() => asked.delete(version), 2000);
  }
}
