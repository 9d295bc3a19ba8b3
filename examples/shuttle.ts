// Finds what is unusual in a stream, in one pass: sensors of a space shuttle, nine numbers a record.
// npx tsx examples/shuttle.ts
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { stepwiseEM } from "mixtide/rx";
import { filter, from, map, toArray } from "rxjs";

const text = gunzipSync(readFileSync(new URL("../data/shuttle.csv.gz", import.meta.url))).toString();
const [, ...lines] = text.trim().split("\n");
const records = lines.map((line) => line.split(",")).filter(([, , , , , , , , , state]) => state !== "High");

from(records)
  .pipe(
    map((cells) => ({ sensors: cells.slice(0, 9).map(Number), normal: cells[9] === "Rad.Flow" })),
    stepwiseEM({ components: 10, seed: 1, features: ({ sensors }) => sensors }),
    filter(({ label }) => !label.warmup),
    toArray(),
  )
  .subscribe((labelled) => {
    const anomalies = (of: typeof labelled): string => {
      const share = of.filter(({ value }) => !value.normal).length / of.length;
      return `${(100 * share).toFixed(1)} %`;
    };
    const unusual = labelled.toSorted((a, b) => b.label.anomaly.score - a.label.anomaly.score);
    console.log(`anomalies among all ${labelled.length} records: ${anomalies(labelled)}`);
    console.log(`among the 2000 most unusual ones: ${anomalies(unusual.slice(0, 2000))}`);
    console.log(`among the 40000 least unusual ones: ${anomalies(unusual.slice(-40_000))}`);
  });

// anomalies among all 44597 records: 7.1 %
// among the 2000 most unusual ones: 92.5 %
// among the 40000 least unusual ones: 0.0 %
