// Somebody else's program: reads the labels as they are committed, and prints the points that are unusual.
import { labels } from "mixtide/kafka";

const { KAFKA_BROKERS = "localhost:9092", APP: app = "shuttle" } = process.env;
const brokers = KAFKA_BROKERS.split(",");

/** About one point in a hundred of the shuttle's scores more, and two thirds of those are not Rad.Flow. */
const UNUSUAL = 3;
const PULSE_MS = 10_000;

let count = 0;
const byComponent = new Map<number, number>();

const following = labels({ brokers, clientId: "follow-labels", app, from: "latest" }).subscribe({
  next: (batch) => {
    for (const { anomaly, component, id, responsibilities } of batch.labels) {
      count++;
      byComponent.set(component, (byComponent.get(component) ?? 0) + 1);
      if (anomaly.score <= UNUSUAL) continue;
      const sure = (responsibilities[component] ?? 0).toFixed(2);
      console.log(`unusual: ${id}  score ${anomaly.score.toFixed(1)}, component ${component} (${sure})`);
    }
    batch.ack();
  },
  error: (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
});

const pulse = setInterval(() => {
  const shares = [...byComponent].sort(([, a], [, b]) => b - a).map(([id, points]) => `${id}: ${points}`);
  console.log(`${count} labels in ${PULSE_MS / 1000} s${count === 0 ? "" : `, by component ${shares.join(", ")}`}`);
  count = 0;
  byComponent.clear();
}, PULSE_MS);

for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => {
    clearInterval(pulse);
    following.unsubscribe();
  });
