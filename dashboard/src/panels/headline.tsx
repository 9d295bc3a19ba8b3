import { computed, effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { percent, plural } from "../shell/words.js";
import { wordsOf } from "../state/happening-words.js";
import { calibrated, happenings, phase, subject, totals } from "../state/live-state.js";
import { following, shownSnapshot } from "../state/shown.js";
import { sureness } from "../state/sureness.js";
import { phaseWords } from "./phase-words.js";

/** The page in two sentences. */
const headline = computed(() => {
  const snapshot = shownSnapshot.value;
  if (snapshot === undefined) return phaseWords(phase.value).long;
  const { clear, count } = sureness.value;
  const clusters = `${plural(snapshot.components.length, "cluster")} in ${plural(snapshot.points, "point")}`;
  const sure = count === 0 ? "" : `; ${percent(clear)} of the newest points belong clearly to one`;
  const { anomalies } = totals.value;
  const odd = anomalies === 0 ? "None was unusual so far." : `${plural(anomalies, "was", "were")} unusual.`;
  const calibrating = anomalies === 0 && !calibrated.value;
  return `${clusters}${sure}. ${calibrating ? "What is unusual shows once enough points are known." : odd}`;
});

/** The last thing that happened to the mixture, if it was loud. */
const lastChange = computed(() => {
  const loud = happenings.value.map(wordsOf).filter(({ tone }) => tone !== "quiet");
  return loud.at(-1)?.sentence ?? "";
});

/** Screen readers are told at most so often. */
const SPOKEN_MS = 10_000;

const spoken = signal("");

/** The headline, and the same for screen readers, who could not follow ten times a second. */
export function Headline() {
  useEffect(() => {
    let timer = 0;
    const stop = effect(() => {
      const text = `${headline.value} ${lastChange.value}`;
      if (subject.value === undefined || timer !== 0 || text === spoken.peek()) return;
      timer = window.setTimeout(() => {
        timer = 0;
        spoken.value = `${headline.peek()} ${lastChange.peek()}`;
      }, SPOKEN_MS);
      if (spoken.peek() === "") spoken.value = text;
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return (
    <>
      <p class="headline">
        {headline.value}
        {!following.value && " You look at the past."}
      </p>
      <p class="for-readers" aria-live="polite">
        {spoken.value}
      </p>
    </>
  );
}
