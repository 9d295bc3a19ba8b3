import { expect, it } from "vitest";
import { groupingsIn, selectorsIn } from "./promql.js";

it("finds metrics and labels, and takes neither functions, keywords, ranges nor groupings for them", () => {
  const expression =
    'histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{kind="x", job!~"y.*"}[$__rate_interval]))) > 1 and ' +
    "deriv(sum(b)[10m:]) - on (pod) c unless absent(d)";
  expect(selectorsIn(expression)).toEqual([
    { metric: "a_bucket", labels: ["kind", "job"] },
    { metric: "b", labels: [] },
    { metric: "c", labels: [] },
    { metric: "d", labels: [] },
  ]);
  expect(groupingsIn(expression)).toEqual(["le", "job", "pod"]);
});

it("refuses a selector that it does not understand", () => {
  expect(() => selectorsIn("a{kind=x}")).toThrow("not a matcher: kind=x");
});
