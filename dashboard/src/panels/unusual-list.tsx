import type { Unusual } from "../../../src/live/view.js";
import { now } from "../shell/clock.js";
import { ago, grouped, percent, rarity, withoutUnit } from "../shell/words.js";
import { features, unusual } from "../state/live-state.js";
import { openPoint, point } from "../state/view-state.js";

const ROWS = 30;

/** What was unusual, the newest first, and why in a few words. */
export function UnusualList() {
  const rows = unusual.value.slice(-ROWS).reverse();
  return (
    <section class="card unusual" aria-labelledby="unusual-title">
      <header>
        <h2 id="unusual-title">Unusual points</h2>
      </header>
      {rows.length === 0 ? (
        <p class="empty">None so far. A point is unusual when few of the recent ones were as far out.</p>
      ) : (
        <ol>
          {rows.map((one) => (
            <li key={one.ordinal}>
              <button type="button" aria-current={point.value === one.ordinal} onClick={() => openPoint(one.ordinal)}>
                <span class="what">
                  <b>{one.id ?? `point ${grouped(one.ordinal)}`}</b>
                  <time>{ago(now.value - one.at)} ago</time>
                </span>
                <span class="why">{reason(one)}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Which features make it unusual, how far it is out, and how rare that is. */
export function reason({ distance, nearest, pValue, shares }: Unusual): string {
  const order = Array.from(shares.keys()).sort((i, j) => shares[j]! - shares[i]!);
  const because = order
    .filter((j, rank) => rank < 2 && shares[j]! >= 0.15)
    .map((j) => `${withoutUnit(features.value[j] ?? "")} (${percent(shares[j]!)})`)
    .join(" and ");
  const rare = pValue === null ? "" : `, ${rarity(pValue)} points`;
  return `${because || "all features together"}: ${distance.toFixed(1)}σ from cluster ${nearest}${rare}`;
}
