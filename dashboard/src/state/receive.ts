import { batch } from "@preact/signals";
import type { Snapshot } from "../../../src/format/records.js";
import { decodePoints } from "../../../src/live/points/decode-points.js";
import { MOST_MOMENTS, thinned } from "../../../src/live/series/moments.js";
import type { Beginning, SnapshotEntry, Tick } from "../../../src/live/view.js";
import { bytesOfBase64 } from "../connection/base64.js";
import type { ServerEvent } from "../connection/event-stream.js";
import * as state from "./live-state.js";
import { PointStore } from "./point-store.js";

const HAPPENINGS = 500;
const UNUSUAL = 200;
const ENTRIES = 500;
const SNAPSHOTS = 100;

/** Takes what the server says into the state. */
export function receive({ event, data }: ServerEvent): void {
  if (event === "points") takePoints(data);
  if (event === "beginning") batch(() => begin(JSON.parse(data) as Beginning));
  if (event === "tick") batch(() => goOn(JSON.parse(data) as Tick));
}

function begin(view: Beginning): void {
  const { features, capacity } = view.subject;
  state.subject.value = view.subject;
  state.points.value = new PointStore(features.length, capacity);
  state.pointsTotal.value = 0;
  state.moments.value = view.moments;
  state.happenings.value = view.happenings;
  state.unusual.value = view.unusual;
  state.snapshotEntries.value = view.snapshots;
  state.snapshots.value = new Map();
  takeState(view);
  keepSnapshot(view.snapshot);
}

function goOn(view: Tick): void {
  takeState(view);
  if (view.moments.length > 0) state.moments.value = thinned([...state.moments.value, ...view.moments], MOST_MOMENTS);
  if (view.happenings.length > 0)
    state.happenings.value = [...state.happenings.value, ...view.happenings].slice(-HAPPENINGS);
  if (view.unusual.length > 0) state.unusual.value = [...state.unusual.value, ...view.unusual].slice(-UNUSUAL);
  for (const entry of view.snapshots) list(entry);
  keepSnapshot(view.snapshot);
}

/** A version that does not follow the newest begins another history, that of a model that was reset or promoted. */
function list(entry: SnapshotEntry): void {
  const entries = state.snapshotEntries.value;
  const follows = entry.version > (entries.at(-1)?.version ?? -1);
  if (!follows) state.snapshots.value = new Map();
  state.snapshotEntries.value = follows ? [...entries, entry].slice(-ENTRIES) : [entry];
}

function takeState({ now, phase, totals }: Tick): void {
  state.serverNow.value = now;
  if (JSON.stringify(phase) !== JSON.stringify(state.phase.peek())) state.phase.value = phase;
  state.totals.value = totals;
}

function takePoints(base64: string): void {
  const store = state.points.peek();
  if (store === undefined) return;
  store.add(decodePoints(bytesOfBase64(base64).buffer));
  state.pointsTotal.value = store.total;
}

/** Keeps a snapshot that came or was fetched; the longest unused go. */
export function keepSnapshot(snapshot: Snapshot | null): void {
  if (snapshot === null) return;
  const kept = new Map(state.snapshots.peek());
  kept.delete(snapshot.version);
  kept.set(snapshot.version, snapshot);
  for (const version of kept.keys()) {
    if (kept.size <= SNAPSHOTS) break;
    kept.delete(version);
  }
  state.snapshots.value = kept;
}
