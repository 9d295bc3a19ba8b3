import type { Snapshot, SnapshotComponent } from "../../../src/format/records.js";
import { colourOf } from "../../../src/plot/palette.js";
import { brief, grouped, percent, timeOfDay } from "../shell/words.js";
import { clusterWords } from "../state/cluster-words.js";
import { wordsOf } from "../state/happening-words.js";
import { features, happenings, moments } from "../state/live-state.js";
import { comparedSnapshot, shownSnapshot } from "../state/shown.js";
import { sureness } from "../state/sureness.js";
import { Swatch } from "./clusters.js";
import { changeOf } from "./component-change.js";
import { Drawer } from "./drawer.js";
import { Sparkline } from "./sparkline.js";

/** Everything about one component of the mixture on show. */
export function ComponentDrawer({ id }: { id: number }) {
  const snapshot = shownSnapshot.value;
  const found = snapshot?.components.find((one) => one.id === id);
  const title = (
    <>
      <Swatch id={id} /> Cluster {id}
    </>
  );
  return (
    <Drawer of={`component ${id}`} title={title}>
      {snapshot === undefined || found === undefined ? (
        <p>It is not part of the mixture on show.</p>
      ) : (
        <Facts snapshot={snapshot} component={found} />
      )}
      <Past id={id} />
    </Drawer>
  );
}

function Facts({ snapshot, component }: { snapshot: Snapshot; component: SnapshotComponent }) {
  const { born, id, weight } = component;
  const names = features.value;
  const sure = sureness.value.of.get(id);
  return (
    <>
      <p class="lead">{clusterWords(snapshot, id, names)}</p>
      <dl class="facts">
        <dt>share of points</dt>
        <dd>{percent(weight)}</dd>
        <dt>of the newest {grouped(sureness.value.count)} points</dt>
        <dd>{sure === undefined ? "none" : `${grouped(sure.count)}, ${percent(sure.mean)} sure on average`}</dd>
        <dt>born in version</dt>
        <dd>{grouped(born)}</dd>
      </dl>
      <Comparison component={component} />
      <h3>Where it lies</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">feature</th>
            <th scope="col">mean</th>
            <th scope="col">± deviation</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name, j) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{brief(component.mean[j]!)}</td>
              <td>{brief(Math.sqrt(component.covariance[j]![j]!))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {names.length > 1 && <Correlations component={component} />}
    </>
  );
}

const MOST_PAIRS = 8;

/** The features that go together within it, the strongest first. */
function Correlations({ component: { covariance } }: { component: SnapshotComponent }) {
  const names = features.value;
  const pairs = names.flatMap((a, i) =>
    names
      .slice(0, i)
      .map((b, j) => ({ a, b, r: covariance[i]![j]! / Math.sqrt(covariance[i]![i]! * covariance[j]![j]!) })),
  );
  const strongest = pairs.sort((p, q) => Math.abs(q.r) - Math.abs(p.r)).slice(0, MOST_PAIRS);
  return (
    <>
      <h3>What goes together in it</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">features</th>
            <th scope="col">correlation</th>
          </tr>
        </thead>
        <tbody>
          {strongest.map(({ a, b, r }) => (
            <tr key={`${a} ${b}`}>
              <th scope="row">
                {b}, {a}
              </th>
              <td>{r.toFixed(2).replace("-", "−")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** How it differs from the same component in the snapshot that is compared with. */
function Comparison({ component }: { component: SnapshotComponent }) {
  const other = comparedSnapshot.value;
  if (other === undefined) return null;
  const before = other.components.find(({ id }) => id === component.id);
  if (before === undefined) return <p>It did not exist in version {grouped(other.version)}.</p>;
  const { moved, spread } = changeOf(before, component);
  return (
    <>
      <h3>Since version {grouped(other.version)}</h3>
      <dl class="facts">
        <dt>share of points</dt>
        <dd>
          {percent(before.weight)} → {percent(component.weight)}
        </dd>
        <dt>mean moved by</dt>
        <dd>{moved.toFixed(2)}σ of then</dd>
        <dt>deviations</dt>
        <dd>× {brief(spread)}</dd>
      </dl>
    </>
  );
}

/** Its weight over time and what happened to it. */
function Past({ id }: { id: number }) {
  const weights = moments.value.map((moment) => moment.weights.find(([one]) => one === id)?.[1] ?? null);
  const events = happenings.value
    .filter(({ components }) => components?.includes(id))
    .slice(-10)
    .reverse();
  const named = events.filter(({ kind }) => kind !== "drift" && kind !== "replacement" && kind !== "dismissal");
  return (
    <>
      <h3>Its share over time</h3>
      <Sparkline values={weights} colour={colourOf(id)} label={`Share of cluster ${id} over time`} />
      {named.length > 0 && (
        <>
          <h3>What happened to it</h3>
          <ul>
            {named.map((one) => (
              <li key={`${one.at} ${one.kind}`}>
                {timeOfDay(one.at)} {wordsOf(one).sentence}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
