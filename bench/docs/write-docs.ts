import { readFileSync, writeFileSync } from "node:fs";
import type { Report } from "../report.js";
import { render } from "./render.js";

const DOCS = new URL("../../docs/performance.md", import.meta.url);

/** Writes the figures of reports into docs/performance.md. */
export function writeDocs(reports: readonly Report[]): void {
  writeFileSync(DOCS, render(readFileSync(DOCS, "utf8"), reports));
}
