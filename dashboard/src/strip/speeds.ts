import type { Moment } from "../../../src/live/view.js";

/** Commits that were held up come at once: between two of them alone, a speed would be without measure. */
const SECONDS = 1;

/** Points a second at each moment, over the second before it, or the last moment where that is longer. */
export function speedsOf(moments: readonly Pick<Moment, "points" | "seconds">[]): (number | null)[] {
  let first = 0;
  let points = 0;
  let seconds = 0;
  return moments.map((moment, i) => {
    seconds += moment.seconds;
    // Nobody knows how long the first took, unless it is several in one.
    if (i > 0 || seconds > 0) points += moment.points;
    else first = 1;
    while (first < i && seconds - moments[first]!.seconds >= SECONDS) {
      points -= moments[first]!.points;
      seconds -= moments[first++]!.seconds;
    }
    return seconds > 0 ? points / seconds : null;
  });
}
