// Real data as a stream that never ends: NASA's shuttle sensors (data/README.md), a JSON event a point, over and over.
// RATE=100 events a second, in uneven handfuls; until Ctrl-C.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { logLevel, type Message, Partitioners } from "kafkajs";
import { mendedKafkajs } from "mixtide/kafka";

const { KAFKA_BROKERS = "localhost:9092", TOPIC: topic = "shuttle-sensors", RATE = "100" } = process.env;
const brokers = KAFKA_BROKERS.split(",");
const rate = Number(RATE);
if (!(rate > 0 && rate <= 1e5)) throw new RangeError(`RATE is "${RATE}", expected events a second, up to 100000`);

const file = new URL("../../data/shuttle.csv.gz", import.meta.url);
const [header, ...lines] = gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n");
const names = header!.split(",").slice(0, -1);

/** For ever. The radiator's state High is left out: too frequent to be an anomaly, as anomalies are counted here. */
function* events(): Generator<Message> {
  for (let round = 1; ; round++)
    for (const [row, line] of lines.entries()) {
      const values = line.split(",");
      const state = values.pop()!;
      if (state === "High") continue;
      const id = `${round}-${row}-${state}`;
      const sensors = Object.fromEntries(names.map((name, i) => [name, Number(values[i])]));
      yield { key: id, value: JSON.stringify({ id, time: new Date().toISOString(), ...sensors }) };
    }
}

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());

// Patient enough for a broker that restarts.
const retry = { initialRetryTime: 100, maxRetryTime: 2000, retries: 60 };
const kafka = mendedKafkajs({ brokers, clientId: "feeder", logLevel: logLevel.ERROR, retry });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
console.log(`feeding ${topic}: ${rate} events a second`);
const stream = events();
const start = performance.now();
for (let sent = 0; !stop.signal.aborted; ) {
  await sleep(20 + 200 * Math.random(), undefined, { signal: stop.signal }).catch(() => undefined);
  // Whoever was away for long does not make up for it in one go.
  const due = Math.min(Math.floor(((performance.now() - start) / 1000) * rate) - sent, Math.ceil(rate));
  if (due < 1) continue;
  await producer.send({ topic, messages: Array.from({ length: due }, () => stream.next().value) });
  sent += due;
}
await producer.disconnect();
