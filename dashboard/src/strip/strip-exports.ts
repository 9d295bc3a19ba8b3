import type uPlot from "uplot";
import { ticksOf } from "../../../src/plot/ticks.js";
import type { Exports } from "../export/export-menu.js";
import { type Drawing, pictureExports } from "../export/picture-exports.js";
import { csvOf } from "../export/save.js";
import { ink } from "../state/theme.js";
import type { DrawnPanel } from "./strip-charts.js";
import { stripData } from "./strip-data.js";
import { happeningMarks } from "./strip-marks.js";

const HEAD = 22;
const FOOT = 24;

/** The time strip as a file. @param drawn the panels as they are on the page. */
export const stripExports = (drawn: () => readonly DrawnPanel[]): Exports =>
  pictureExports("over-time", () => drawing(drawn()), csv);

/** The panels below each other, with lines and letters instead of pixels. */
function drawing(panels: readonly DrawnPanel[]): Drawing {
  const { ink: strong, paper, soft } = ink.peek();
  const width = panels[0]?.chart.width ?? 0;
  let y = 0;
  const parts = panels.map(({ panel, chart }, i) => {
    const top = y;
    y += HEAD + area(chart).height + FOOT;
    const title = `<text x="8" y="15" fill="${strong}" font-weight="600">${escaped(panel.title)} (${panel.unit})</text>`;
    return `<g transform="translate(0 ${top})">${title}<g transform="translate(0 ${HEAD})">${panelOf(chart, i === panels.length - 1)}</g></g>`;
  });
  const marks = happeningMarks.peek().map(({ x, words }) => {
    const chart = panels[0]?.chart;
    const px = chart === undefined ? 0 : area(chart).left + chart.valToPos(x, "x");
    return `<path d="M${px} ${HEAD}V${y - FOOT}" stroke="${soft}" stroke-dasharray="2 3"/><text x="${px + 3}" y="${HEAD + 9}" fill="${soft}">${escaped(words.mark)}</text>`;
  });
  const text =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" font-family="system-ui, sans-serif" font-size="11">` +
    `<rect width="${width}" height="${y}" fill="${paper}"/>${parts.join("")}${marks.join("")}</svg>`;
  return { text, width, height: y };
}

/** Where a chart draws, in pixels of the page. */
function area({ bbox }: uPlot): { left: number; width: number; height: number } {
  return {
    left: bbox.left / devicePixelRatio,
    width: bbox.width / devicePixelRatio,
    height: bbox.height / devicePixelRatio,
  };
}

function panelOf(chart: uPlot, isLast: boolean): string {
  const { grid, soft } = ink.peek();
  const { height, left, width } = area(chart);
  const { max = 1, min = 0 } = chart.scales.y!;
  const ticks = ticksOf([min, max], 3);
  const lines = ticks.values.map((value, i) => {
    const y = chart.valToPos(value, "y");
    return `<path d="M${left} ${y}h${width}" stroke="${grid}"/><text x="${left - 6}" y="${y + 4}" text-anchor="end" fill="${soft}">${ticks.labels[i]}</text>`;
  });
  const series = chart.series.slice(1).map((one, i) => lineOf(chart, one, i + 1, left, height));
  return lines.join("") + series.join("") + (isLast ? ends(chart, left, width, height) : "");
}

function lineOf(chart: uPlot, series: uPlot.Series, index: number, left: number, height: number): string {
  const [x, values] = [chart.data[0], chart.data[index]!];
  const at = (i: number): string =>
    `${(left + chart.valToPos(x[i]!, "x")).toFixed(1)} ${chart.valToPos(values[i]!, "y").toFixed(1)}`;
  const here = Array.from(x.keys()).filter((i) => values[i] !== null && values[i] !== undefined);
  const colour = (value: unknown): string => String(typeof value === "function" ? (value as () => unknown)() : value);
  if (series.points?.fill !== undefined && series.width === 0)
    return here.map((i) => `<circle r="3" transform="translate(${at(i)})" fill="${colour(series.stroke)}"/>`).join("");
  const begins = (i: number, n: number): boolean => n === 0 || (series.spanGaps === false && here[n - 1] !== i - 1);
  const path = here.map((i, n) => `${begins(i, n) ? "M" : "L"}${at(i)}`).join("");
  const [first, last] = [at(here[0] ?? 0), at(here.at(-1) ?? 0)].map((pixel) => pixel.split(" ")[0]);
  const fill =
    series.fill === undefined || here.length === 0
      ? ""
      : `<path d="${path}L${last} ${height}L${first} ${height}Z" fill="${colour(series.fill)}"/>`;
  return `${fill}<path d="${path}" fill="none" stroke="${colour(series.stroke)}" stroke-width="${series.width}" stroke-dasharray="${series.dash ?? ""}"/>`;
}

/** First and last place on the horizontal axis. */
function ends({ data }: uPlot, left: number, width: number, height: number): string {
  const { moments } = stripData.peek();
  const name = (i: number): string =>
    moments[i] === undefined ? "" : `${new Date(moments[i].at).toISOString()}, ${moments[i].learned} points`;
  const { soft } = ink.peek();
  return (
    `<text x="${left}" y="${height + 18}" fill="${soft}">${name(0)}</text>` +
    `<text x="${left + width}" y="${height + 18}" text-anchor="end" fill="${soft}">${name(data[0].length - 1)}</text>`
  );
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

function csv(): string {
  const { lag, moments, throughput, weights } = stripData.peek();
  const head = [
    "at",
    "learned",
    "version",
    "logLikelihoodRecent",
    "logLikelihoodMean",
    "score",
    "threshold",
    "flagged",
    "pointsPerSecond",
  ];
  const columns = [
    ...[...weights].map(([id, column]) => ({ name: `weight${id}`, column })),
    ...[...lag].map(([partition, column]) => ({ name: `lag${partition}`, column })),
  ];
  const rows = moments.map(({ at, flagged, learned, mean, recent, score, threshold, version }, i) => [
    new Date(at).toISOString(),
    ...[learned, version, recent, mean, score, threshold, flagged, throughput[i]],
    ...columns.map(({ column }) => column[i]),
  ]);
  return csvOf([[...head, ...columns.map(({ name }) => name)], ...rows]);
}
