import { isFit, type Model, type ModelRecord } from "../model-file.js";
import { facts } from "../terminal/facts.js";
import { grouped, nats, plural } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { componentsTable } from "./components-table.js";
import { eventText } from "./event-text.js";

/** A model for people: what it is, how good it is, and its components. */
export function modelLines(
  { record, features }: Pick<Model, "record" | "features">,
  style: Style,
  width: number,
): string[] {
  return [
    style("bold", titleOf(record)),
    "",
    ...componentsTable(record.components, features.names, style, width),
    "",
    ...facts(isFit(record) ? fitFacts(record) : snapshotFacts(record), style),
  ];
}

function titleOf(record: ModelRecord): string {
  const shape = `${plural(record.components.length, "component")}, ${record.covarianceType} covariance`;
  return `${record.model}: ${shape}, ${plural(record.points, "point")}`;
}

type Facts = (readonly [string, string])[];

function fitFacts(record: Extract<ModelRecord, { converged: boolean }>): Facts {
  const { total, mean } = record.logLikelihood;
  return [
    ["log-likelihood", `${nats(total, 5)} (${nats(mean, 5)} a point)`],
    ["BIC, AIC, ICL", `${nats(record.bic)}, ${nats(record.aic)}, ${nats(record.icl)} (smaller is better)`],
    ["iterations", `${grouped(record.iterations)}, ${record.converged ? "converged" : "not converged"}`],
  ];
}

function snapshotFacts(record: Exclude<ModelRecord, { converged: boolean }>): Facts {
  const { mean, recent } = record.logLikelihood;
  const previous = record.previous === null ? "the first published" : `after ${grouped(record.previous)}`;
  const figure = (value: number | null): string => (value === null ? "not known yet" : nats(value, 5));
  return [
    ["version", `${grouped(record.version)}, ${previous}`],
    ["log-likelihood", `${figure(mean)} a point, recently ${figure(recent)} (each point before it is learned)`],
    ...(record.eventsOmitted === undefined ? [] : [omitted(record.eventsOmitted)]),
    ...record.events.map((event): Facts[number] => ["event", eventText(event)]),
  ];
}

const omitted = (count: number): Facts[number] => ["events", `${grouped(count)} earlier ones are left out`];
