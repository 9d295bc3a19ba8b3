// Fits a mixture to data at hand: durations of eruptions of a geyser, and waiting times for the next one, in minutes.
// npx tsx examples/old-faithful.ts
import { readFileSync } from "node:fs";
import { selectComponents } from "mixtide";

const [, ...lines] = readFileSync(new URL("../data/faithful.csv", import.meta.url), "utf8")
  .trim()
  .split("\n");
const eruptions = lines.map((line) => line.split(",").map(Number));

const { best, tried } = selectComponents(eruptions, { components: { min: 1, max: 4 }, prior: "none" });
for (const { mixture, bic } of tried) console.log(`K = ${mixture.components}: BIC ${bic.toFixed(1)}`);

const { weights, means } = best.mixture;
weights.forEach((weight, k) => {
  const [duration, waiting] = means.subarray(2 * k);
  console.log(
    `${(100 * weight).toFixed(1)} % last about ${duration!.toFixed(1)} min, after ${waiting!.toFixed(0)} min`,
  );
});

// K = 1: BIC 2607.6
// K = 2: BIC 2322.2
// K = 3: BIC 2333.7
// K = 4: BIC 2341.0
// 35.6 % last about 2.0 min, after 54 min
// 64.4 % last about 4.3 min, after 80 min
