import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { PointAnswer } from "../../../src/server/api/schemas.js";
import { fetchPoint } from "../connection/api.js";
import { brief, grouped, percent, rarity } from "../shell/words.js";
import { Swatch } from "./clusters.js";
import { Drawer } from "./drawer.js";

/** Everything about one point: what it is, how sure that is, and why it is unusual or not. */
export function PointDrawer({ ordinal }: { ordinal: number }) {
  const answer = useSignal<PointAnswer | string | undefined>(undefined);
  useEffect(() => {
    let current = true;
    answer.value = undefined;
    fetchPoint(ordinal).then(
      (found) => current && (answer.value = found),
      (error: Error) => current && (answer.value = error.message),
    );
    return () => {
      current = false;
    };
  }, [ordinal]);
  const found = answer.value;
  return (
    <Drawer of={`point ${ordinal}`} title={`Point ${grouped(ordinal)}`}>
      {found === undefined && <p>Asking …</p>}
      {typeof found === "string" && <p role="alert">{found}</p>}
      {typeof found === "object" && <Facts found={found} />}
    </Drawer>
  );
}

function Facts({ found }: { found: PointAnswer }) {
  const { anomaly, component, id, logDensity, responsibilities, source, timestamp, version, warmup } = found;
  const shares = Object.entries(responsibilities).sort(([, a], [, b]) => b - a);
  return (
    <>
      <p class="lead">{verdict(found)}</p>
      <Why found={found} />
      <h3>Which cluster</h3>
      <table class="shares">
        <tbody>
          {shares.map(([one, share]) => (
            <tr key={one}>
              <th scope="row">
                <Swatch id={Number(one)} /> cluster {one}
              </th>
              <td>{percent(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>Coordinates</h3>
      <Coordinates found={found} />
      <h3>Label</h3>
      <dl class="facts">
        {id !== undefined && <Fact name="id" value={String(id)} />}
        {timestamp !== undefined && <Fact name="time" value={new Date(timestamp).toISOString()} />}
        <Fact
          name="from"
          value={`${source.topic}, partition ${source.partition}, offset ${source.offset}${source.index === undefined ? "" : `, number ${source.index}`}`}
        />
        <Fact name="component" value={String(component)} />
        <Fact name="log density" value={`${brief(logDensity)} nats`} />
        <Fact name="anomaly score" value={anomaly.score.toFixed(3)} />
        {anomaly.pValue !== undefined && <Fact name="p-value" value={brief(anomaly.pValue)} />}
        <Fact name="labelled by version" value={`${grouped(version)}${warmup ? " (warm-up)" : ""}`} />
      </dl>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function verdict({ anomaly }: PointAnswer): string {
  const { flagged, pValue } = anomaly;
  if (pValue === undefined) return "How unusual it is was not known yet when it came.";
  const rare = `About ${rarity(pValue)} recent points is as far out.`;
  return flagged ? `Unusual. ${rare}` : `Not unusual. ${rare}`;
}

/** The reasons, feature by feature. */
function Why({ found: { anomaly, explainedBy, version } }: { found: PointAnswer }) {
  const { flagged, nearest, why } = anomaly;
  if (why === undefined || nearest === undefined) return null;
  const shares = Object.entries(why).sort(([, a], [, b]) => b - a);
  return (
    <>
      <h3>{flagged ? "Why it is unusual" : "What sets it apart"}</h3>
      <p>
        It lies {nearest.distance.toFixed(1)} standard deviations from cluster {nearest.component}, the nearest. Each
        feature's share of that distance:
      </p>
      <table class="why">
        <tbody>
          {shares.map(([name, share]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <span class="bar" style={{ "--share": share, "--colour": "var(--alarm-soft)" }}>
                  {percent(share)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {explainedBy !== undefined && explainedBy !== version && (
        <p class="note">Seen from version {grouped(explainedBy)}, which is the newest mixture.</p>
      )}
    </>
  );
}

function Coordinates({ found: { coordinates } }: { found: PointAnswer }) {
  return (
    <table>
      <tbody>
        {Object.entries(coordinates).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value === null ? "missing" : brief(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
