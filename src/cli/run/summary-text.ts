import { grouped, nats, plural } from "../terminal/numbers.js";
import type { RunSummary } from "./run-results.js";

/** What a run over a file came to, in a line. */
export function summaryText(name: string, summary: RunSummary): string {
  const { anomalies, events, labels, logLikelihood, points, seconds, version } = summary;
  const happened = Object.entries(events).map(([kind, times]) => (times === 1 ? kind : `${kind} × ${grouped(times)}`));
  const parts = [
    `${plural(points, "point")} in ${seconds.toFixed(1)} s`,
    plural(labels, "label"),
    ...(anomalies === 0 ? [] : [`${grouped(anomalies)} flagged as unusual`]),
    `mixture version ${grouped(version)}`,
    ...(logLikelihood.mean === null ? [] : [`${nats(logLikelihood.mean)} nats a point before learning it`]),
    ...(happened.length === 0 ? [] : [`on the way: ${happened.join(", ")}`]),
  ];
  const end = version === 0 ? " (the input ended within the warm-up: all of it was fitted at once)" : "";
  return `${name}: ${parts.join(", ")}${end}`;
}
