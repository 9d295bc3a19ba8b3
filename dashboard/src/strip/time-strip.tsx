import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { PictureCard } from "../shell/card.js";
import { onceAFrame } from "../shell/once-a-frame.js";
import { useSize } from "../shell/use-size.js";
import { nats, plural } from "../shell/words.js";
import { moments, snapshotEntries } from "../state/live-state.js";
import { ink } from "../state/theme.js";
import { cursor, shown, timeAxis } from "../state/view-state.js";
import { MarkLane } from "./mark-lane.js";
import { Readout } from "./readout.js";
import { StripCharts } from "./strip-charts.js";
import { stripData } from "./strip-data.js";
import { stripExports } from "./strip-exports.js";
import { uprightMarks } from "./strip-marks.js";
import { StripTable } from "./strip-table.js";

/** The panels as they are drawn now, for those who save them. */
let charts: StripCharts | undefined;

/** Everything over time, one panel below the other, with one cursor. */
export function TimeStrip() {
  return (
    <PictureCard
      name="strip"
      title="Over time"
      description={description()}
      tools={<AxisChoice />}
      exports={stripExports(() => charts?.drawn ?? [])}
      table={() => <StripTable />}
    >
      <Readout />
      <Panels />
    </PictureCard>
  );
}

function description(): string {
  const newest = moments.value.at(-1);
  if (newest === undefined) return "Figures over time will appear here with the first commit.";
  return `Line plots over time, up to ${plural(newest.learned, "point")}: log-likelihood now ${nats(newest.recent)} nats a point.`;
}

function AxisChoice() {
  return (
    <label>
      <span>over</span>
      <select
        value={timeAxis.value}
        onChange={(event) => (timeAxis.value = event.currentTarget.value === "points" ? "points" : "time")}
      >
        <option value="time">time</option>
        <option value="points">points learned</option>
      </select>
    </label>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

function Panels() {
  const [ref, size] = useSize<HTMLDivElement>();
  const lane = useRef<HTMLDivElement>(null);
  const redrawn = useSignal(0);
  useEffect(() => {
    const made = new StripCharts(ref.current!);
    charts = made;
    const draw = onceAFrame(() => {
      made.draw(size.peek().width);
      redrawn.value++;
    });
    const stop = effect(() => {
      for (const { value } of [stripData, size, ink, uprightMarks]) void value;
      draw();
    });
    return () => {
      stop();
      draw.cancel();
      made.clear();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps = STEPS[event.key];
    if (event.key === "Enter" && event.target === lane.current) showUnderCursor();
    if (steps === undefined) return;
    event.preventDefault();
    charts?.step(steps * (event.shiftKey ? 10 : 1));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      class="panels"
      role="group"
      aria-label="Time strip: arrow keys move the cursor, Enter shows the mixture there"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the cursor
      tabIndex={0}
      ref={lane}
      onKeyDown={onKeyDown}
      onClick={showUnderCursor}
    >
      <MarkLane x={(value) => charts?.x(value)} redrawn={redrawn} />
      <div ref={ref} />
    </div>
  );
}

/** Shows the newest snapshot up to the moment under the cursor. */
function showUnderCursor(): void {
  const moment = stripData.peek().moments[cursor.peek() ?? -1];
  if (moment === undefined) return;
  const entry = snapshotEntries.peek().findLast(({ learned }) => learned <= moment.learned);
  if (entry !== undefined) shown.value = entry.version;
}
