#!/usr/bin/env node
import process from "node:process";
import { workersEnded } from "../threads/end-worker.js";
import { EXIT } from "./exit-codes.js";
import { main } from "./program.js";

const stop = new AbortController();

/** The first signal lets the open unit finish; a second one does not wait. */
function onSignal(signal: NodeJS.Signals): void {
  if (stop.signal.aborted) process.exit(EXIT.interrupted);
  stop.abort(signal);
}

process.on("SIGINT", onSignal).on("SIGTERM", onSignal);

const exitCode = await main(process.argv.slice(2), {
  stdin: () => process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: stop.signal,
  interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
});
// A thread that goes with the process while it is busy can abort it.
await workersEnded();
// Every write has been waited for; an unread standard input must not keep the process alive.
process.exit(exitCode);
