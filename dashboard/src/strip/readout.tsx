import { colourOf } from "../../../src/plot/palette.js";
import { brief, grouped, nats, percent, timeOfDay } from "../shell/words.js";
import { cursor } from "../state/view-state.js";
import { stripData } from "./strip-data.js";

/** All figures at the cursor; without one the newest. */
export function Readout() {
  const { moments, throughput } = stripData.value;
  const i = Math.min(cursor.value ?? moments.length - 1, moments.length - 1);
  const moment = moments[i];
  if (moment === undefined) return <p class="readout">Nothing is committed yet.</p>;
  const speed = throughput[i];
  const lag = moment.lag.reduce((sum, [, records]) => sum + records, 0);
  return (
    <dl class="readout">
      <Figure name={cursor.value === null ? "now" : "at"} value={timeOfDay(moment.at)} />
      <Figure name="points learned" value={grouped(moment.learned)} />
      <Figure name="version" value={grouped(moment.version)} />
      <Figure name="log-likelihood" value={`${nats(moment.recent)} recent, ${nats(moment.mean)} all`} />
      <Figure
        name="largest score"
        value={`${moment.score === null ? "–" : moment.score.toFixed(2)}${moment.threshold === null ? "" : `, flagged from ${moment.threshold.toFixed(2)}`}`}
      />
      <Figure name="points/s" value={speed === null || speed === undefined ? "–" : brief(speed)} />
      <Figure name="lag" value={grouped(lag)} />
      <div class="weights">
        <dt>weights</dt>
        <dd>
          {moment.weights.map(([id, weight]) => (
            <span key={id}>
              <i style={{ background: colourOf(id) }} />
              {id} {percent(weight)}
            </span>
          ))}
        </dd>
      </div>
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
