import { signal } from "@preact/signals";

/** ms since 1970, as of the last full second. */
export const now = signal(Date.now());

setInterval(() => (now.value = Date.now()), 1000);
