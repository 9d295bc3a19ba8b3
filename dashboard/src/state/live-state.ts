import { computed, signal } from "@preact/signals";
import type { Snapshot } from "../../../src/format/records.js";
import type { Happening, Moment, Phase, SnapshotEntry, Subject, Totals, Unusual } from "../../../src/live/view.js";
import type { PointStore } from "./point-store.js";

/** What the server has told, as signals: whatever reads one is drawn anew when it changes. */
export const subject = signal<Subject | undefined>(undefined);
export const phase = signal<Phase>({ name: "connecting" });
export const totals = signal<Totals>({ records: 0, labels: 0, deadLetters: 0, anomalies: 0, learned: 0, version: -1 });
export const moments = signal<readonly Moment[]>([]);
export const happenings = signal<readonly Happening[]>([]);
export const unusual = signal<readonly Unusual[]>([]);
export const snapshotEntries = signal<readonly SnapshotEntry[]>([]);
/** Snapshots that are here, by version; what is missing is asked for. */
export const snapshots = signal<ReadonlyMap<number, Snapshot>>(new Map());
/** The store itself never changes, so its contents are counted. */
export const points = signal<PointStore | undefined>(undefined);
export const pointsTotal = signal(0);
/** ms since 1970 by the server's clock, when it last said something. */
export const serverNow = signal(0);

/** Whether it was ever known from which score on points are flagged. */
export const calibrated = computed(() => moments.value.some(({ threshold }) => threshold !== null));
export const features = computed(() => subject.value?.features ?? []);
export const newestSnapshot = computed(() => {
  const entry = snapshotEntries.value.at(-1);
  return entry === undefined ? undefined : snapshots.value.get(entry.version);
});
