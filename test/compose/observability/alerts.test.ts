import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { MODEL_EVENT_KINDS } from "../../../src/telemetry/log/model-event-line.js";
import { expectExposed } from "./exposed.js";

const rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(["critical", "warning", "info"]) }),
  annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
});
const file = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) });
const rules = file
  .parse(parse(readFileSync("config/observability/alerts.yml", "utf8")))
  .groups.flatMap((group) => group.rules);

const runbook = readFileSync("docs/operations.md", "utf8");
const ROW = /^\| ([a-z ]+) \| `([^`]+)`(?: for (\d+) min)?[^|]* \| \[[^\]]+\]\(#([^)]+)\) \|$/gm;

/** "falls behind" is MixtideFallsBehind. */
const alertOf = (words: string): string =>
  `Mixtide${words
    .split(" ")
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join("")}`;

const told = [...runbook.matchAll(ROW)].map(([, words, expr, minutes, anchor]) => ({
  alert: alertOf(words!),
  expr,
  for: minutes === undefined ? undefined : `${minutes}m`,
  runbook: `docs/operations.md#${anchor}`,
}));

describe("config/observability/alerts.yml", () => {
  it("has every alert of the runbook, in its order, with its expression and section, and no other", () => {
    const table = /\| alert \| expression \| see \|\n.*\n((?:\|.*\n)+)/.exec(runbook)![1]!;
    expect(told).toHaveLength(table.trim().split("\n").length);
    expect(
      rules.map((it) => ({ alert: it.alert, expr: it.expr, for: it.for, runbook: it.annotations.runbook })),
    ).toEqual(told);
  });

  it.each(rules)("$alert names what /metrics has", ({ expr }) => {
    expectExposed(expr);
  });

  it.each(rules)("$alert leads to a section that there is", ({ annotations }) => {
    const [path, anchor] = annotations.runbook.split("#");
    const headings = [...readFileSync(path!, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!);
    expect(headings.map((title) => title.toLowerCase().replaceAll(" ", "-"))).toContain(anchor);
  });

  it("asks for kinds of events that there are", () => {
    const kinds = rules.flatMap(({ expr }) => [...expr.matchAll(/kind="(\w+)"/g)].map(([, kind]) => kind));
    expect(kinds).not.toHaveLength(0);
    for (const kind of kinds) expect(MODEL_EVENT_KINDS).toContain(kind);
  });
});
