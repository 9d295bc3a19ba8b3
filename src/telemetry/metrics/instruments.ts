import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { METRICS, type MetricDefinition } from "./definitions.js";

interface Kinds {
  readonly counter: Counter;
  readonly gauge: Gauge;
  readonly histogram: Histogram;
}

/** What {@link METRICS} defines, by the same names, ready to be counted with. */
export type Instruments = { readonly [Name in keyof typeof METRICS]: Kinds[(typeof METRICS)[Name]["type"]] };

/** Gauges without labels are absent until they are set: 0 would be a claim. */
export function createInstruments(registry: Registry): Instruments {
  const made = Object.entries<MetricDefinition>(METRICS).map(([key, definition]) => [
    key,
    create(definition, registry),
  ]);
  return Object.fromEntries(made) as unknown as Instruments;
}

function create(definition: MetricDefinition, registry: Registry): Kinds[keyof Kinds] {
  const { name, type, help, labels = [], buckets = [] } = definition;
  const common = { name, help, labelNames: [...labels], registers: [registry] };
  if (type === "counter") return new Counter(common);
  if (type === "histogram") return new Histogram({ ...common, buckets: [...buckets] });
  const gauge = new Gauge(common);
  if (labels.length === 0) gauge.remove();
  return gauge;
}
