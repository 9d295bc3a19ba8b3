import { connect, isIP } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { parseAddress } from "../../broker/kafka/kafka-options.js";

/** What a look at a broker's port shows, without a word of Kafka. */
export type Probe =
  /** Nobody there: no such host, nothing listens, no answer. */
  | { readonly state: "unreachable"; readonly why: string }
  /** We would speak plainly, it speaks TLS. */
  | { readonly state: "wants-tls" }
  /** We would speak TLS, it does not. */
  | { readonly state: "knows-no-tls" }
  /** TLS, but we cannot trust it. */
  | { readonly state: "untrusted"; readonly code: string }
  | { readonly state: "open" };

/** Long enough for another continent. */
const PATIENCE_MS = 3000;

/**
 * Looks at a broker's port: whether somebody listens, and whether both sides agree on TLS. Never throws.
 *
 * @param broker `host:port`.
 */
export async function probe(
  broker: string,
  ssl: boolean | ConnectionOptions = false,
  patienceMs: number = PATIENCE_MS,
): Promise<Probe> {
  const address = parseAddress(broker);
  const why = await attempt(patienceMs, (done) => {
    const socket = connect(address, () => done(undefined));
    return socket.on("error", ({ code, message }: NodeJS.ErrnoException) => done(WORDS[code ?? ""] ?? message));
  });
  if (why !== undefined) return { state: "unreachable", why };
  const trust = await handshake(address, typeof ssl === "object" ? ssl : {}, patienceMs);
  if (ssl === false) return { state: trust === NO_TLS ? "open" : "wants-tls" };
  if (trust === NO_TLS) return { state: "knows-no-tls" };
  const careless = typeof ssl === "object" && ssl.rejectUnauthorized === false;
  return trust === TRUSTED || careless ? { state: "open" } : { state: "untrusted", code: trust };
}

const NO_TLS = "no TLS";
const TRUSTED = "trusted";

/** How a TLS handshake ends: the code of what is wrong with the certificate, if anything is. */
async function handshake(
  address: { readonly host: string; readonly port: number },
  ssl: ConnectionOptions,
  patienceMs: number,
): Promise<string> {
  const servername = isIP(address.host) === 0 ? { servername: address.host } : {};
  const outcome = await attempt(patienceMs, (done) => {
    const socket = connectTls({ ...ssl, ...address, ...servername, rejectUnauthorized: false }, () =>
      done(socket.authorized ? TRUSTED : String(socket.authorizationError)),
    );
    return socket.on("error", () => done(NO_TLS));
  });
  return outcome === SILENT ? NO_TLS : (outcome ?? NO_TLS);
}

const SILENT = "no answer";

interface Destroyable {
  destroy(): unknown;
}

function attempt(
  patienceMs: number,
  start: (done: (outcome: string | undefined) => void) => Destroyable,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const done = (outcome: string | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => done(SILENT), patienceMs);
    const socket = start(done);
  });
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the host's name could not be looked up",
  EHOSTUNREACH: "there is no way to this host",
  ENETUNREACH: "there is no way to its network",
  ETIMEDOUT: SILENT,
  ECONNRESET: "it closed the connection",
};
