// One pass of the stream against the best of ten batch fits, on fixed mixtures: npm run accuracy [-- DRAWS]
import { D2K5, D8K8 } from "../test/support/fixed-mixtures.js";
import { bestOfTen, median, pass } from "../test/support/one-pass.js";

const draws = Number(process.argv[2] ?? 20);

console.log("nats/point, held out    median      worst   lowest above warm-up");
for (const [name, truth] of [
  ["D2 K5", D2K5],
  ["D8 K8", D8K8],
] as const) {
  const passes = Array.from({ length: draws }, (_, draw) => pass(truth, draw, bestOfTen(truth.components)));
  const gaps = passes.map(({ gap }) => gap);
  const figures = [median(gaps), Math.min(...gaps), Math.min(...passes.map(({ lowest }) => lowest))];
  console.log(`${name} (${draws} draws)   ${figures.map((v) => v.toFixed(4).padStart(9)).join("  ")}`);
}
