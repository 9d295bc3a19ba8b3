import type { Criterion, Fitting } from "../fitting.js";
import { nats } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { type Column, table } from "../terminal/table.js";

const COLUMNS: readonly Column[] = [
  { title: "components" },
  { title: "covariance", align: "left" },
  { title: "log-likelihood" },
  { title: "parameters" },
  { title: "BIC" },
  { title: "AIC" },
  { title: "ICL" },
  { title: "", align: "left" },
];

/** Every fit that was tried, and which one the criterion chose. */
export function triedTable({ best, tried }: Fitting, criterion: Criterion, style: Style): string[] {
  const rows = tried.map((one) => [
    String(one.mixture.components),
    one.mixture.covarianceType,
    nats(one.logLikelihood.total),
    String(one.parameters),
    ...[one.bic, one.aic, one.icl].map((value) => nats(value)),
    one === best ? style("green", `← smallest ${criterion.toUpperCase()}`) : "",
  ]);
  return table(COLUMNS, rows, style);
}
