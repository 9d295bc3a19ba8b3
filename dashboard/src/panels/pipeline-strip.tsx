import { connection } from "../connection/connection.js";
import { now } from "../shell/clock.js";
import { ago, brief, grouped, plural } from "../shell/words.js";
import { moments, phase, totals } from "../state/live-state.js";
import { stripData } from "../strip/strip-data.js";
import { phaseWords } from "./phase-words.js";

/** What the pipeline is doing, how fast, and whether what is on the page is of now. */
export function PipelineStrip() {
  const { short, long, tone } = phaseWords(phase.value);
  const { name, points = 0, of = 1 } = phase.value;
  return (
    <section class="pipeline" aria-label="Pipeline">
      <span class={`phase ${tone}`} title={long}>
        <i aria-hidden="true" />
        {short}
      </span>
      {name === "warming up" && <progress value={points} max={of} aria-label="Warm-up" />}
      <Freshness />
      <Numbers />
    </section>
  );
}

function Freshness() {
  const state = connection.value;
  if (state.name !== "lost") return null;
  return (
    <span class="phase bad" role="status" title={state.why}>
      <i aria-hidden="true" />
      stale: heard nothing for {ago(now.value - state.since)}, connecting again
    </span>
  );
}

function Numbers() {
  const speed = stripData.value.throughput.at(-1) ?? 0;
  const lag = (moments.value.at(-1)?.lag ?? []).reduce((sum, [, records]) => sum + records, 0);
  const { anomalies, deadLetters, learned } = totals.value;
  const atWork = phase.value.name === "busy" || phase.value.name === "behind";
  return (
    <ul class="numbers">
      <li>
        <b>{grouped(learned)}</b> points
      </li>
      <li>
        <b>{atWork ? brief(speed) : "0"}</b> points/s
      </li>
      <li>
        <b>{grouped(lag)}</b> behind
      </li>
      <li>
        <b>{grouped(anomalies)}</b> unusual
      </li>
      {deadLetters > 0 && (
        <li class="bad" title="Records that could not be read as points">
          <b>{plural(deadLetters, "dead letter")}</b>
        </li>
      )}
    </ul>
  );
}
