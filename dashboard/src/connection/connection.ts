import { signal } from "@preact/signals";
import { reasonOf } from "./api.js";
import { eventsOf, type ServerEvent } from "./event-stream.js";
import { apiHeaders } from "./token.js";

export type ConnectionState =
  | { readonly name: "connecting" | "live" }
  /** `since` = when something was heard last, ms since 1970. */
  | { readonly name: "lost"; readonly since: number; readonly why: string }
  | { readonly name: "token wanted"; readonly wrong: boolean };

export const connection = signal<ConnectionState>({ name: "connecting" });

/** The server says something every 2 s; who hears nothing for so long looks at the past. */
const SILENCE_MS = 7000;
const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 5000;

/** Listens for ever: connects anew whenever the connection breaks, and goes on where it broke. */
export async function listen(take: (event: ServerEvent) => void): Promise<never> {
  let lastId: string | undefined;
  let heardAt = Date.now();
  let retryMs = FIRST_RETRY_MS;
  for (;;) {
    try {
      await listenOnce(lastId, (event) => {
        heardAt = Date.now();
        retryMs = FIRST_RETRY_MS;
        take(event);
        lastId = event.id ?? lastId;
        if (connection.peek().name !== "live") connection.value = { name: "live" };
      });
    } catch (error) {
      if (error instanceof TokenWanted) {
        await tokenChange();
        continue;
      }
      const why = error instanceof Error ? error.message : String(error);
      connection.value = { name: "lost", since: heardAt, why };
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs * (0.75 + Math.random() / 2)));
    retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
  }
}

class TokenWanted extends Error {}

async function listenOnce(lastId: string | undefined, take: (event: ServerEvent) => void): Promise<never> {
  const abort = new AbortController();
  const watch = (): number => window.setTimeout(() => abort.abort(new Error("the server is silent")), SILENCE_MS);
  let timer = watch();
  try {
    const headers = { Accept: "text/event-stream", ...(lastId && { "Last-Event-ID": lastId }), ...apiHeaders() };
    const response = await fetch("/api/events", { headers, cache: "no-store", signal: abort.signal });
    if (response.status === 401) {
      connection.value = { name: "token wanted", wrong: "Authorization" in headers };
      throw new TokenWanted();
    }
    if (!response.ok || response.body === null) throw new Error(await reasonOf(response));
    for await (const event of eventsOf(response.body)) {
      clearTimeout(timer);
      timer = watch();
      take(event);
    }
    throw new Error("the server has ended");
  } finally {
    clearTimeout(timer);
  }
}

let tokenGiven: () => void = () => undefined;

const tokenChange = (): Promise<void> =>
  new Promise((resolve) => {
    tokenGiven = resolve;
  });

/** Tries again with the token that was given. */
export function retryWithToken(): void {
  connection.value = { name: "connecting" };
  tokenGiven();
}
