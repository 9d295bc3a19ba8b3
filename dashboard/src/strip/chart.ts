import uPlot from "uplot";
import type { Ink } from "../state/theme.js";
import { cursor } from "../state/view-state.js";
import { axisValues, type Panel } from "./panels.js";

/** Room for the numbers beside a panel: the same for all, so that times stand above each other. */
const LEFT = 56;
const RIGHT = 24;
export const PANEL_HEIGHT = 84;
const AXIS_HEIGHT = 26;
const FONT = '11px system-ui, -apple-system, "Segoe UI", sans-serif';

/** A vertical line through all panels. */
export interface UprightMark {
  readonly x: number;
  readonly colour: string;
  readonly dash: number[];
}

export interface ChartOptions {
  readonly panel: Panel;
  readonly width: number;
  /** It carries the time axis. */
  readonly isLast: boolean;
  readonly byTime: boolean;
  readonly ink: Ink;
  readonly marks: () => readonly UprightMark[];
}

/** Seconds between ticks: less could not be told apart by what stands there. */
const CLOCK_STEPS = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 14_400, 43_200, 86_400];

/** Names the cursor that all panels share. */
const SYNC = uPlot.sync("strip");

/** One panel of the strip; its cursor is that of all. */
export function createChart(options: ChartOptions, data: uPlot.AlignedData, into: HTMLElement): uPlot {
  const { panel, width, isLast, byTime, ink } = options;
  const axis = { stroke: ink.soft, font: FONT, grid: { stroke: ink.grid, width: 1 }, ticks: { show: false } };
  return new uPlot(
    {
      width,
      height: PANEL_HEIGHT + (isLast ? AXIS_HEIGHT : 0),
      padding: [6, RIGHT, isLast ? 0 : 6, 0],
      legend: { show: false },
      cursor: {
        sync: { key: SYNC.key },
        drag: { x: false, y: false },
        y: false,
        points: { show: false },
      },
      scales: { x: { time: byTime }, y: panel.range === undefined ? {} : { range: panel.range } },
      axes: [
        {
          ...axis,
          ...(byTime ? { incrs: CLOCK_STEPS } : {}),
          space: 84,
          size: isLast ? AXIS_HEIGHT : 0,
          values: isLast ? (byTime ? clockValues : axisValues) : () => [],
        },
        { ...axis, size: LEFT, values: axisValues, space: 26 },
      ],
      series: [{}, ...panel.series],
      hooks: {
        draw: [(u) => drawMarks(u, options.marks())],
        setCursor: [(u) => (cursor.value = u.cursor.idx ?? null)],
      },
    },
    data,
    into,
  );
}

/** Times of day; seconds only where they tell ticks apart. */
function clockValues(_: uPlot, seconds: number[]): string[] {
  const fine = seconds.some((one) => one % 60 !== 0);
  return seconds.map((one) => new Date(1000 * one).toLocaleTimeString("en-GB").slice(0, fine ? 8 : 5));
}

function drawMarks(u: uPlot, marks: readonly UprightMark[]): void {
  const { ctx } = u;
  const { left, top, width, height } = u.bbox;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const { colour, dash, x } of marks) {
    const px = Math.round(u.valToPos(x, "x", true));
    if (px < left || px > left + width) continue;
    ctx.strokeStyle = colour;
    ctx.setLineDash(dash.map((one) => one * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(px, top);
    ctx.lineTo(px, top + height);
    ctx.stroke();
  }
  ctx.restore();
}
