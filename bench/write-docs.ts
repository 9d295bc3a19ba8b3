// `npx tsx bench/write-docs.ts FILE…`: writes the figures of reports, as `--json FILE` leaves them, into
// docs/performance.md. With `--docs` the benchmarks do it themselves, and keep the report beside it.
import { readFileSync } from "node:fs";
import { writeDocs } from "./docs/write-docs.js";
import type { Report } from "./report.js";

writeDocs(process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")) as Report));
