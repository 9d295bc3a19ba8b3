import { computed } from "@preact/signals";
import type { Happening } from "../../../src/live/view.js";
import { wordsOf } from "../state/happening-words.js";
import { happenings, snapshotEntries } from "../state/live-state.js";
import { shownEntry } from "../state/shown.js";
import { ink } from "../state/theme.js";
import { compared, shown, timeAxis } from "../state/view-state.js";
import type { UprightMark } from "./chart.js";

/** Where a time or a number of points stands on the strip. */
export const placeOf = ({ at, learned }: { readonly at: number; readonly learned: number }): number =>
  timeAxis.value === "points" ? learned : at / 1000;

/** What happened, loud or not, with its place. */
export const happeningMarks = computed(() =>
  happenings.value.map((happening: Happening) => ({ happening, x: placeOf(happening), words: wordsOf(happening) })),
);

/** Lines through all panels: what happened, the snapshot on show, and the one it is compared with. */
export const uprightMarks = computed<readonly UprightMark[]>(() => {
  const { alarm, ink: strong, soft } = ink.value;
  const marks = happeningMarks.value.map(({ words, x }) => ({
    x,
    colour: words.tone === "alarm" ? alarm : soft,
    dash: [2, 3],
  }));
  const entry = shown.value === null ? undefined : shownEntry.value;
  const other = snapshotEntries.value.find(({ version }) => version === compared.value);
  if (entry !== undefined) marks.push({ x: placeOf(entry), colour: strong, dash: [] });
  if (other !== undefined) marks.push({ x: placeOf(other), colour: strong, dash: [5, 4] });
  return marks;
});
