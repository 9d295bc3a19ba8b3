import { brief, grouped, nats, percent, timeOfDay } from "../shell/words.js";
import { stripData } from "./strip-data.js";

const ROWS = 100;

/** The newest moments, one a row. */
export function StripTable() {
  const { moments, throughput } = stripData.value;
  const rows = moments.slice(-ROWS).reverse();
  return (
    <table>
      <caption>
        The newest {rows.length} of {grouped(moments.length)} moments, the latest first. All of them: save as CSV.
      </caption>
      <thead>
        <tr>
          {[
            "time",
            "points learned",
            "version",
            "log-likelihood, recent",
            "all",
            "weights",
            "largest score",
            "flagged from",
            "flagged",
            "points/s",
            "lag by partition",
          ].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((moment, i) => (
          <tr key={moment.at}>
            <th scope="row">{timeOfDay(moment.at)}</th>
            <td>{grouped(moment.learned)}</td>
            <td>{grouped(moment.version)}</td>
            <td>{nats(moment.recent)}</td>
            <td>{nats(moment.mean)}</td>
            <td>{moment.weights.map(([id, weight]) => `${id}: ${percent(weight)}`).join(", ")}</td>
            <td>{moment.score?.toFixed(2) ?? "–"}</td>
            <td>{moment.threshold?.toFixed(2) ?? "–"}</td>
            <td>{grouped(moment.flagged)}</td>
            <td>{brief(throughput[moments.length - 1 - i] ?? Number.NaN)}</td>
            <td>{moment.lag.map(([partition, records]) => `${partition}: ${grouped(records)}`).join(", ") || "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
