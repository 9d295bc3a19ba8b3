import { colourOf } from "../../../src/plot/palette.js";
import { percent } from "../shell/words.js";
import { clusterWords } from "../state/cluster-words.js";
import { features } from "../state/live-state.js";
import { comparedSnapshot, shownSnapshot } from "../state/shown.js";
import { sureness } from "../state/sureness.js";
import { component, hovered, openComponent } from "../state/view-state.js";

/** Which clusters there are: the heaviest first, with what tells them apart. */
export function Clusters() {
  const snapshot = shownSnapshot.value;
  return (
    <section class="card clusters" aria-labelledby="clusters-title">
      <header>
        <h2 id="clusters-title">Clusters</h2>
      </header>
      {snapshot === undefined ? (
        <p class="empty">They come with the first mixture, when the warm-up is over.</p>
      ) : (
        <Rows />
      )}
    </section>
  );
}

function Rows() {
  const snapshot = shownSnapshot.value!;
  const before = new Map((comparedSnapshot.value?.components ?? []).map(({ id, weight }) => [id, weight]));
  const names = features.value;
  const sorted = snapshot.components.toSorted((a, b) => b.weight - a.weight);
  return (
    <div class="rows">
      <table>
        <thead>
          <tr>
            <th scope="col">cluster</th>
            <th scope="col">share</th>
            {before.size > 0 && <th scope="col">change</th>}
            <th scope="col" title="Mean responsibility of the newest points labelled with it">
              sure
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ id, weight }) => (
            <tr
              key={id}
              class={component.value === id ? "chosen" : undefined}
              onPointerEnter={() => (hovered.value = id)}
              onPointerLeave={() => (hovered.value = null)}
              onClick={() => openComponent(id)}
            >
              <th scope="row">
                <button
                  type="button"
                  onFocus={() => (hovered.value = id)}
                  onBlur={() => (hovered.value = null)}
                  onClick={() => openComponent(id)}
                >
                  <Swatch id={id} /> <b>{id}</b>
                  <span>{clusterWords(snapshot, id, names)}</span>
                </button>
              </th>
              <td>
                <span class="bar" style={{ "--share": weight, "--colour": colourOf(id) }}>
                  {percent(weight)}
                </span>
              </td>
              {before.size > 0 && <td>{change(before.get(id), weight)}</td>}
              <td>{percentOrDash(sureness.value.of.get(id)?.mean)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function change(before: number | undefined, after: number): string {
  if (before === undefined) return "new";
  const points = 100 * (after - before);
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(1)}`;
}

const percentOrDash = (share: number | undefined): string => (share === undefined ? "–" : percent(share));

export function Swatch({ id }: { id: number }) {
  return <i class="swatch" style={{ background: colourOf(id) }} aria-hidden="true" />;
}
