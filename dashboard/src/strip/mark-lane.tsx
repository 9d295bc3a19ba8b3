import type { ReadonlySignal } from "@preact/signals";
import { timeOfDay } from "../shell/words.js";
import { snapshotEntries } from "../state/live-state.js";
import { shown } from "../state/view-state.js";
import { happeningMarks } from "./strip-marks.js";

/** Marks closer together than this, in pixels, share one. */
const CLOSEST = 64;

type Marked = (typeof happeningMarks.value)[number];

/** What happened, named above the panels where it did. */
export function MarkLane({
  x,
  redrawn,
}: {
  x: (value: number) => number | undefined;
  redrawn: ReadonlySignal<number>;
}) {
  redrawn.value;
  const groups: { left: number; marks: Marked[] }[] = [];
  for (const mark of happeningMarks.value) {
    const left = x(mark.x);
    if (left === undefined) continue;
    const before = groups.at(-1);
    if (before !== undefined && left - before.left < CLOSEST) before.marks.push(mark);
    else groups.push({ left, marks: [mark] });
  }
  return (
    <div class="mark-lane">
      {groups.map(({ left, marks }) => (
        <Mark key={left} left={left} marks={marks} />
      ))}
    </div>
  );
}

function Mark({ left, marks }: { left: number; marks: Marked[] }) {
  const loudest =
    marks.find(({ words }) => words.tone === "alarm") ??
    marks.find(({ words }) => words.tone === "change") ??
    marks[0]!;
  const text = marks.length === 1 ? loudest.words.mark : `${loudest.words.mark} +${marks.length - 1}`;
  const all = marks.map(({ happening, words }) => `${timeOfDay(happening.at)} ${words.sentence}`).join("\n");
  return (
    <button
      type="button"
      class={`mark ${loudest.words.tone}`}
      style={{ left: `${left}px` }}
      title={all}
      aria-label={`${all} Show the mixture then.`}
      onClick={(event) => {
        event.stopPropagation();
        const { learned } = marks.at(-1)!.happening;
        const entry = snapshotEntries.peek().find((one) => one.learned >= learned);
        if (entry !== undefined) shown.value = entry.version;
      }}
    >
      {text}
    </button>
  );
}
