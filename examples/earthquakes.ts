// Learns, saves what was learned, goes on in another process, and scores elsewhere: earthquakes off Fiji.
// npx tsx examples/earthquakes.ts
import { readFileSync } from "node:fs";
import type { Learner } from "mixtide";
import { scoreWith, snapshots, stepwiseEM } from "mixtide/rx";
import { from, last, tap } from "rxjs";

interface Quake {
  readonly longitude: number;
  readonly depth: number;
}

const [, ...lines] = readFileSync(new URL("../data/quakes.csv", import.meta.url), "utf8")
  .trim()
  .split("\n");
const quakes: Quake[] = lines.map((line) => {
  const [, longitude, depth] = line.split(",").map(Number);
  return { longitude: longitude!, depth: depth! };
});

const features = ({ longitude, depth }: Quake): number[] => [longitude, depth];
const options = { components: 3, warmup: 300, seed: 1, features };

// One process learns the first 600, and may save its learner between any two of them.
const learners: Learner[] = [];
from(quakes.slice(0, 600))
  .pipe(stepwiseEM({ ...options, onLearner: (learner) => learners.push(learner) }))
  .subscribe();
const saved = learners[0]!.toBytes();

// Another goes on as if there had been no break; mixtures are handed over as they are learned …
const mixtures$ = from(quakes.slice(600)).pipe(
  stepwiseEM({ ...options, start: saved }),
  snapshots({ every: 100 }),
  tap(({ version, points }) => console.log(`version ${version} after ${points} earthquakes`)),
);

// … to one that labels what it is asked about, and learns nothing.
from([
  { longitude: 182, depth: 600 },
  { longitude: 167, depth: 600 },
])
  .pipe(scoreWith(mixtures$.pipe(last()), { features }))
  .subscribe(({ value, label }) => {
    const { anomaly, version } = label;
    console.log(`${value.longitude}° E, ${value.depth} km: score ${anomaly.score.toFixed(1)}, by version ${version}`);
  });

// version 4 after 600 earthquakes
// version 5 after 700 earthquakes
// version 6 after 800 earthquakes
// version 7 after 900 earthquakes
// 182° E, 600 km: score 1.0, by version 7
// 167° E, 600 km: score 2.0, by version 7
