import { collectDefaultMetrics, Registry } from "prom-client";
import type { CommittedEvent, ModelFigures, PipelineEvent } from "../../pipeline/events.js";
import type { HealthReport } from "../health.js";
import { MODEL_EVENT_KINDS } from "../log/model-event-line.js";
import { createInstruments, type Instruments } from "./instruments.js";

export interface MetricsOptions {
  /** ms since 1970; default: the system's clock. */
  readonly now?: () => number;
  /** CPU, memory, event loop and garbage collection of this process, too; default false. */
  readonly process?: boolean;
}

/** Counts what the events of a pipeline tell, in a registry of its own. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #instruments: Instruments;
  readonly #now: () => number;

  constructor(options: MetricsOptions = {}) {
    this.#now = options.now ?? Date.now;
    this.#instruments = createInstruments(this.#registry);
    // A rate is seen only from a 0 on.
    for (const kind of MODEL_EVENT_KINDS) this.#instruments.modelEvents.inc({ kind }, 0);
    if (options.process) collectDefaultMetrics({ register: this.#registry });
  }

  take(event: PipelineEvent): void {
    const { info, rebalances, warmUp, version, fenced, troubles } = this.#instruments;
    switch (event.type) {
      case "started":
        info.set({ app: event.app, group: event.group, input: event.input }, 1);
        break;
      case "assigned":
        rebalances.inc();
        if (!event.kept) this.#forget();
        break;
      case "genesis":
        this.#positions(event.positions);
        break;
      case "restored":
        this.#restored(event);
        break;
      case "warming-up":
        warmUp.set(Math.min(1, event.points / event.of));
        break;
      case "model-ready":
        warmUp.set(1);
        version.set(event.version);
        break;
      case "committed":
        this.#committed(event);
        break;
      case "fenced":
        fenced.inc();
        break;
      case "dropped":
        this.#instruments.restarts.inc();
        this.#forget();
        break;
      case "trouble":
        troubles.inc();
        break;
      case "stopped":
        this.#forget();
        break;
    }
  }

  /** The metrics as Prometheus reads them, exposition format 0.0.4. */
  text(health: HealthReport): Promise<string> {
    const { ready, active, standby } = this.#instruments;
    ready.set(Number(health.ready));
    active.set(Number(health.role === "active"));
    standby.set(Number(health.role === "standby"));
    return this.#registry.metrics();
  }

  #restored({ positions, version, bytes, ms }: Extract<PipelineEvent, { type: "restored" }>): void {
    const { restoredBytes, restoreSeconds, warmUp } = this.#instruments;
    this.#positions(positions);
    restoredBytes.set(bytes);
    restoreSeconds.set(ms / 1000);
    if (version < 0) return;
    this.#instruments.version.set(version);
    warmUp.set(1);
  }

  #committed(event: CommittedEvent): void {
    const { records, points, labels, deadLetters, anomalies, modelEvents, skipped, ...of } = this.#instruments;
    records.inc(event.records);
    points.inc(event.points);
    labels.inc(event.labels);
    deadLetters.inc(event.deadLetters);
    anomalies.inc(event.anomalies);
    for (const { kind } of event.events) modelEvents.inc({ kind });
    skipped.inc(skippedIn(event));
    of.commitBytes.inc(event.bytes);
    of.stateBytes.inc(event.stateBytes);
    of.commitSeconds.observe(event.ms / 1000);
    of.unitPoints.observe(event.points);
    of.committedAt.set(this.#now() / 1000);
    if (event.version >= 0) of.version.set(event.version);
    this.#positions(event.positions);
    this.#lag(event);
    if (event.model !== undefined) this.#model(event.model);
  }

  #positions(positions: ReadonlyMap<number, number>): void {
    for (const [partition, position] of positions) this.#instruments.position.set({ partition }, position);
  }

  #lag({ positions, ends }: CommittedEvent): void {
    for (const [partition, end] of ends) {
      const position = positions.get(partition);
      if (position !== undefined) this.#instruments.lag.set({ partition }, Math.max(0, end - position));
    }
  }

  #model({ weights, logLikelihood, step, threshold }: ModelFigures): void {
    const { weight, logLikelihood: nats, step: gamma } = this.#instruments;
    weight.reset(); // components come and go
    for (const { id, weight: share } of weights) weight.set({ component: id }, share);
    if (!Number.isNaN(logLikelihood.mean)) nats.set({ window: "all" }, logLikelihood.mean);
    if (!Number.isNaN(logLikelihood.recent)) nats.set({ window: "recent" }, logLikelihood.recent);
    gamma.set(step);
    // A new mixture's scores are calibrated anew: until then the old threshold is nobody's.
    if (Number.isNaN(threshold)) this.#instruments.threshold.remove();
    else this.#instruments.threshold.set(threshold);
  }

  /** Whoever does not work knows neither positions nor model: old ones would look like lag. */
  #forget(): void {
    const { lag, position, warmUp, version, logLikelihood, weight, step, threshold } = this.#instruments;
    for (const labelled of [lag, position, logLikelihood, weight]) labelled.reset();
    for (const plain of [warmUp, version, step, threshold]) plain.remove();
  }
}

function skippedIn({ inputs }: CommittedEvent): number {
  return inputs.reduce((sum, input) => (input.type === "skipped" ? sum + input.to - input.from : sum), 0);
}
