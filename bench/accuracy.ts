// One pass of the stream against the best of ten batch fits, on fixed mixtures: npm run accuracy [-- DRAWS]
import { D2K5, D8K8, OVERLAPPING } from "../test/support/fixed-mixtures.js";
import { bestOfTen, median, pass } from "../test/support/one-pass.js";

const draws = Number(process.argv[2] ?? 20);
const mixtures = [
  ["D2 K5", D2K5],
  ["D8 K8", D8K8],
  ...OVERLAPPING.map((truth, i) => [`D4 K12 overlapping, ${i + 1}`, truth] as const),
] as const;

console.log(`${draws} draws; nats/point, held out   median      worst   lowest above warm-up   median without re-fits`);
for (const [name, truth] of mixtures) {
  const best = Array.from({ length: draws }, () => bestOfTen(truth.components));
  const passes = best.map((batchEM, draw) => {
    const once = remembered(batchEM);
    return { ...pass(truth, draw, once), plain: pass(truth, draw, once, { refits: false }).gap };
  });
  const gaps = passes.map(({ gap }) => gap);
  const lowest = Math.min(...passes.map((one) => one.lowest));
  const figures = [median(gaps), Math.min(...gaps), lowest, median(passes.map(({ plain }) => plain))];
  console.log(`${name.padEnd(24)}${figures.map((v) => v.toFixed(4).padStart(11)).join("  ")}`);
}

/** The same fit is compared with twice. */
function remembered<In, Out>(make: (of: In) => Out): (of: In) => Out {
  let made: Out | undefined;
  return (of) => {
    made ??= make(of);
    return made;
  };
}
