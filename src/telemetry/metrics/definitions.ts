export interface MetricDefinition {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

/**
 * Every metric of our own; `docs/metrics.md` is made of it. Names and units: Prometheus, Metric and label naming,
 * https://prometheus.io/docs/practices/naming/.
 */
export const METRICS = {
  info: {
    name: "mixtide_info",
    type: "gauge",
    labels: ["app", "group", "input"],
    help: "Always 1; the labels tell what runs here.",
  },
  ready: { name: "mixtide_ready", type: "gauge", help: "1 = what /readyz says: works or stands by." },
  active: { name: "mixtide_active", type: "gauge", help: "1 = this process does the work." },
  standby: { name: "mixtide_standby", type: "gauge", help: "1 = this process stands by to take over." },
  lag: {
    name: "mixtide_lag_records",
    type: "gauge",
    labels: ["partition"],
    help: "Input records behind the position, as of the last commit.",
  },
  position: {
    name: "mixtide_input_position",
    type: "gauge",
    labels: ["partition"],
    help: "Offset of the next input record to learn.",
  },
  records: { name: "mixtide_records_total", type: "counter", help: "Input records committed, dead letters included." },
  skipped: {
    name: "mixtide_records_skipped_total",
    type: "counter",
    help: "Input records that retention deleted before they were learned.",
  },
  points: { name: "mixtide_points_total", type: "counter", help: "Points learned and committed." },
  labels: { name: "mixtide_labels_total", type: "counter", help: "Labels committed." },
  deadLetters: { name: "mixtide_dead_letters_total", type: "counter", help: "Records committed to the dead letters." },
  anomalies: {
    name: "mixtide_anomalies_total",
    type: "counter",
    help: "Points committed that were flagged as unusual.",
  },
  modelEvents: {
    name: "mixtide_model_events_total",
    type: "counter",
    labels: ["kind"],
    help:
      "What happened to the mixture, committed: drift of the stream, then replacement or dismissal; birth, death, split, " +
      "merge, respawn or reweight of components.",
  },
  commitSeconds: {
    name: "mixtide_commit_duration_seconds",
    type: "histogram",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    help: "Time of a transaction, from its begin to the reply of its commit.",
  },
  unitPoints: {
    name: "mixtide_unit_points",
    type: "histogram",
    buckets: [1, 10, 100, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000],
    help: "Points in a transaction.",
  },
  commitBytes: { name: "mixtide_commit_bytes_total", type: "counter", help: "Bytes committed, state included." },
  stateBytes: { name: "mixtide_commit_state_bytes_total", type: "counter", help: "Bytes of state committed." },
  committedAt: {
    name: "mixtide_last_commit_timestamp_seconds",
    type: "gauge",
    help: "When this process committed last, in seconds since 1970.",
  },
  restoredBytes: { name: "mixtide_restored_state_bytes", type: "gauge", help: "Size of the state when restored last." },
  restoreSeconds: {
    name: "mixtide_restore_duration_seconds",
    type: "gauge",
    help: "Time it took to read the state when restored last.",
  },
  rebalances: { name: "mixtide_rebalances_total", type: "counter", help: "Joins of the group completed." },
  restarts: { name: "mixtide_restarts_total", type: "counter", help: "Tasks dropped after an error, to be rebuilt." },
  fenced: { name: "mixtide_fenced_total", type: "counter", help: "Times a newer process took over." },
  troubles: { name: "mixtide_troubles_total", type: "counter", help: "Faults that cost nothing but time." },
  warmUp: {
    name: "mixtide_warmup_ratio",
    type: "gauge",
    help: "Share of the warm-up that is done; 1 once there is a mixture.",
  },
  version: { name: "mixtide_model_version", type: "gauge", help: "Version of the mixture: M-steps since the warm-up." },
  logLikelihood: {
    name: "mixtide_log_likelihood_nats",
    type: "gauge",
    labels: ["window"],
    help: "Mean log density of points before they are learned: window all, or recent (about the last 1,000 points).",
  },
  weight: {
    name: "mixtide_component_weight_ratio",
    type: "gauge",
    labels: ["component"],
    help: "Weight of a component, by its id.",
  },
  threshold: {
    name: "mixtide_anomaly_threshold_nats",
    type: "gauge",
    help: "Anomaly score from which the next point is flagged; absent while none would be.",
  },
  step: { name: "mixtide_step_ratio", type: "gauge", help: "Step size γ of the next M-step." },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
