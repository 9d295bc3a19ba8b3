import { existsSync } from "node:fs";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where a Chromium is: CHROMIUM_PATH, or one of the usual places; undefined = nowhere. */
export function chromiumPath(): string | undefined {
  return process.env.CHROMIUM_PATH || USUAL.find((path) => existsSync(path));
}
