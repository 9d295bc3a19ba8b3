import { METRICS, type MetricDefinition } from "./definitions.js";

/** `docs/metrics.md`. */
export function metricsMarkdown(): string {
  return `${INTRODUCTION}\n\n${table()}\n\n${USES}\n`;
}

const INTRODUCTION = `# Metrics

*Made by \`npm run generate\` from \`src/telemetry/metrics/definitions.ts\`: do not edit.*

\`mixtide run\` serves \`/metrics\` in the text format of Prometheus once \`http.port\` is set. Counters start at 0 with every process; a gauge is absent until it is known, and those of positions and model are absent while this process does not work. Beside these there are the usual \`process_…\` and \`nodejs_…\` metrics of prom-client: CPU, memory, event loop, garbage collection.`;

const USES = `## What to watch

| question | expression |
| --- | --- |
| Does it keep up? | \`sum(mixtide_lag_records)\`, and whether it grows: \`deriv(sum(mixtide_lag_records)[10m:]) > 0\` |
| Does anybody work? | \`sum by (app) (mixtide_active * on (instance) group_left (app) mixtide_info) < 1\` |
| Is a commit overdue? | \`time() - max(mixtide_last_commit_timestamp_seconds)\`, where the input never pauses |
| How long do commits take? | \`histogram_quantile(0.99, sum by (le) (rate(mixtide_commit_duration_seconds_bucket[5m])))\` |
| Is the input what we think it is? | \`rate(mixtide_dead_letters_total[5m]) / rate(mixtide_records_total[5m])\` |
| How many points are unusual? | \`rate(mixtide_anomalies_total[5m]) / rate(mixtide_points_total[5m])\` |
| Has the stream changed? | \`increase(mixtide_model_events_total{kind="drift"}[1h])\`; \`mixtide_log_likelihood_nats{window="recent"} - ignoring(window) mixtide_log_likelihood_nats{window="all"}\` |
| Was anything lost to retention? | \`increase(mixtide_records_skipped_total[1d]) > 0\` |

Lag is as of the last commit: of a process that hangs it stays what it was, so watch the overdue commit beside it. The consumer group's own offsets, which Kafka's tools show, follow each commit.`;

function table(): string {
  const rows = Object.values<MetricDefinition>(METRICS).map(({ name, type, labels = [], help }) => [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(", "),
    help,
  ]);
  const heading = ["Metric", "Type", "Labels", "Meaning"];
  return [heading, heading.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
