import type { Snapshot } from "../../format/records.js";
import type { Figure } from "../../plot/figure.js";
import { linePlot } from "../../plot/line-plot.js";
import type { Mark } from "../../plot/marks.js";
import { colourOf } from "../../plot/palette.js";

const HEIGHT = 480;
/** More names beside each other could not be read. */
const MOST_MARKS = 8;

/** How a mixture fared on a stream, by its snapshots: how well it foretold it, and what became of its components. */
export function historyFigures(snapshots: readonly Snapshot[]): Figure[] {
  return [foretoldFigure(snapshots), weightsFigure(snapshots)];
}

function foretoldFigure(snapshots: readonly Snapshot[]): Figure {
  const x = snapshots.map(({ points }) => points);
  const figure = (key: "mean" | "recent"): number[] => snapshots.map((one) => one.logLikelihood[key] ?? Number.NaN);
  return linePlot({
    series: [
      { name: "recent", x, y: figure("recent") },
      { name: "mean", x, y: figure("mean") },
    ],
    marks: eventsOf(snapshots),
    xLabel: "points learned",
    yLabel: "log-likelihood (nats a point)",
    title: "Log-likelihood of points before they were learned",
    height: HEIGHT,
  });
}

/** A line for every component that ever was, in its own colour, for as long as it was. */
function weightsFigure(snapshots: readonly Snapshot[]): Figure {
  const x = snapshots.map(({ points }) => points);
  const ids = [...new Set(snapshots.flatMap(({ components }) => components.map(({ id }) => id)))].sort((a, b) => a - b);
  const series = ids.map((id) => ({
    name: `component ${id}`,
    x,
    y: snapshots.map(({ components }) => components.find((one) => one.id === id)?.weight ?? Number.NaN),
    colour: colourOf(id),
  }));
  const heaviest = Math.max(...snapshots.flatMap(({ components }) => components.map(({ weight }) => weight)));
  return linePlot({
    series,
    yDomain: [0, Math.min(1, 1.08 * heaviest)],
    marks: eventsOf(snapshots),
    xLabel: "points learned",
    yLabel: "weight",
    title: "Weights of the components",
    height: HEIGHT,
  });
}

/** What happened to the mixture, where it happened; of many events only drifts and replacements. */
function eventsOf(snapshots: readonly Snapshot[]): Mark[] {
  const events = snapshots.flatMap((one) =>
    one.events.map(({ kind, points = one.points }) => ({ label: kind, x: points })),
  );
  const great = events.filter(({ label }) => label === "drift" || label === "replacement");
  const chosen = events.length > MOST_MARKS ? great : events;
  return chosen.length > MOST_MARKS ? [] : chosen;
}
