import { brief, grouped, percent } from "../shell/words.js";
import { features, points, pointsTotal } from "../state/live-state.js";
import { openPoint } from "../state/view-state.js";
import { pointsOnShow } from "./scene.js";

const ROWS = 50;

/** The newest of the points on show, one a row. */
export function PointsTable() {
  pointsTotal.value;
  const store = points.value;
  if (store === undefined) return <p>No points yet.</p>;
  const count = pointsOnShow();
  const rows = Array.from({ length: Math.min(ROWS, count) }, (_, i) => store.row(count - 1 - i));
  return (
    <table>
      <caption>
        The newest {rows.length} of {grouped(count)} points, the latest first. All of them: save as CSV.
      </caption>
      <thead>
        <tr>
          <th scope="col">point</th>
          {features.value.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          <th scope="col">cluster</th>
          <th scope="col">sure</th>
          <th scope="col">anomaly score</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => (
          <tr key={store.ordinals[r]}>
            <th scope="row">
              <button type="button" class="link" onClick={() => openPoint(store.ordinals[r]!)}>
                {grouped(store.ordinals[r]!)}
              </button>
            </th>
            {features.value.map((name, j) => (
              <td key={name}>{brief(store.at(r, j))}</td>
            ))}
            <td>{store.components[r]}</td>
            <td>{percent(store.sureness[r]! / 255)}</td>
            <td>
              {store.scores[r]!.toFixed(2)}
              {store.flagged[r] === 1 && " unusual"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
