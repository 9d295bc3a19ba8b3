import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { map, type OperatorFunction, of, Subject } from "rxjs";
import { expect, it } from "vitest";
import { Mixture } from "../../src/mixture/mixture.js";
import { scoreWith } from "../../src/rx/score-with.js";
import { snapshots } from "../../src/rx/snapshots.js";
import { stepwiseEM } from "../../src/rx/stepwise-em.js";

interface Value {
  readonly x: number;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const line = new Mixture({ covarianceType: "full", weights: [1], means: [0], covariances: [1] });
const features = ({ x }: Value): number[] => [x];
const learn = stepwiseEM({ components: 1, warmup: 5, features });

const operators: [name: string, operator: OperatorFunction<Value, unknown>][] = [
  ["stepwiseEM", learn],
  ["scoreWith", scoreWith(of(line), { features })],
];

it.each(operators)("%s forgets values that it has labelled", async (_, operator) => {
  const source = new Subject<Value>();
  let labelled = 0;
  const subscription = source.pipe(operator).subscribe(() => labelled++);
  const references = Array.from({ length: 20 }, (_, x) => {
    const value = { x };
    source.next(value);
    return new WeakRef(value);
  });
  await setImmediate();
  collectGarbage();
  expect(labelled).toBe(20);
  expect(references.slice(0, -1).map((reference) => reference.deref())).toEqual(Array(19).fill(undefined));
  subscription.unsubscribe();
});

it("snapshots keeps one value of a version at most", async () => {
  const source = new Subject<Value>();
  const subscription = source
    .pipe(
      learn,
      snapshots(),
      map(({ version }) => version),
    )
    .subscribe();
  const references = Array.from({ length: 20 }, (_, x) => {
    const value = { x };
    source.next(value);
    return new WeakRef(value);
  });
  await setImmediate();
  collectGarbage();
  const kept = references.filter((reference) => reference.deref() !== undefined);
  expect(kept.length).toBeLessThanOrEqual(2);
  subscription.unsubscribe();
});
