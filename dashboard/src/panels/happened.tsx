import { timeOfDay } from "../shell/words.js";
import { wordsOf } from "../state/happening-words.js";
import { happenings, snapshotEntries } from "../state/live-state.js";
import { shown } from "../state/view-state.js";

const ROWS = 30;

/** What happened to the mixture and to the pipeline, the newest first. */
export function Happened() {
  const rows = happenings.value.slice(-ROWS).reverse();
  return (
    <section class="card happened" aria-labelledby="happened-title">
      <header>
        <h2 id="happened-title">What happened</h2>
      </header>
      {rows.length === 0 ? (
        <p class="empty">Nothing yet: no change of the stream, no cluster born or gone.</p>
      ) : (
        <ol>
          {rows.map((one, i) => {
            const { sentence, tone } = wordsOf(one);
            return (
              <li key={`${one.at}-${rows.length - i}`} class={tone}>
                <button type="button" title="Show the mixture right after it" onClick={() => showAfter(one.learned)}>
                  <time>{timeOfDay(one.at)}</time> <span>{sentence}</span>
                </button>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

function showAfter(learned: number): void {
  const entry = snapshotEntries.peek().find((one) => one.learned >= learned);
  if (entry !== undefined) shown.value = entry.version;
}
