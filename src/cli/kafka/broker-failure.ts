import { AuthenticationError, AuthorizationError, BrokerError } from "../../broker/errors.js";
import type { KafkaOptions } from "../../broker/kafka/kafka-options.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { originText } from "../../config/origin.js";
import { CliError } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { type Probe, probe } from "./probe.js";
import { rightsOf, rightText } from "./rights.js";

/** What an operating error of the broker means for the user, and what to do. Other errors are returned as they are. */
export async function explainFailure(error: unknown, loaded: LoadedConfig, options: KafkaOptions): Promise<unknown> {
  if (!(error instanceof BrokerError)) return error;
  const remedy = await remedyFor(error, loaded, options);
  return new CliError(error.message, { exitCode: EXIT.connection, remedy, cause: error });
}

async function remedyFor(error: BrokerError, loaded: LoadedConfig, options: KafkaOptions): Promise<string | undefined> {
  if (error instanceof AuthenticationError) return NO_LOGIN.test(error.message) ? UNASKED : loginRemedy(loaded);
  if (error instanceof AuthorizationError) return rightsRemedy(loaded);
  if (!error.retriable) return undefined;
  return addressRemedy(error, options) ?? (await lookAround(options)) ?? STRANGE;
}

/** What a broker answers to a login that it has not asked for. */
const NO_LOGIN = /not valid given the current SASL state/;
const UNASKED = "The broker asks for no login on this port: leave kafka.sasl out, or take the port with a login.";
const STRANGE = "`mixtide doctor` looks at brokers, topics and rights one by one.";

function loginRemedy({ config, provenance }: LoadedConfig): string {
  const { sasl } = config.kafka ?? {};
  if (sasl === undefined) return "The brokers ask for a login: set kafka.sasl.";
  const secret = (["password", "passwordFile", "tokenFile"] as const).find((key) => sasl[key] !== undefined);
  const from = provenance.get(`kafka.sasl.${secret ?? "mechanism"}`);
  const who = sasl.username === undefined ? "" : ` of user "${sasl.username}"`;
  const where = from === undefined ? "" : ` (${originText(from)})`;
  return `Check kafka.sasl: mechanism ${sasl.mechanism}, and name and secret${who}${where}.`;
}

function rightsRemedy({ config }: LoadedConfig): string {
  const rights = rightsOf(config.app, config.source.topic).map(rightText).join("; ");
  return `This app needs ${rights}. \`mixtide doctor\` prints the commands that grant them.`;
}

/** A broker that we were not told of, but by another broker. */
function addressRemedy({ message }: BrokerError, { brokers }: KafkaOptions): string | undefined {
  const address = /cannot connect to broker (\S+:\d+) /.exec(message)?.[1];
  if (address === undefined || brokers.includes(address)) return undefined;
  return `The brokers advertise ${address} (advertised.listeners): it must be reachable from here.`;
}

/** Looks at every broker's port; says nothing when they look as they should. */
async function lookAround({ brokers, ssl, sasl }: KafkaOptions): Promise<string | undefined> {
  const probes = await Promise.all(brokers.map(async (broker) => ({ broker, seen: await probe(broker, ssl) })));
  const told = probes.map(({ broker, seen }) => probeRemedy(broker, seen, sasl !== undefined));
  return [...new Set(told)].join("\n  ") || undefined;
}

/** What a look at a broker's port means. */
export function probeRemedy(broker: string, seen: Probe, login: boolean): string {
  switch (seen.state) {
    case "unreachable":
      return `${broker}: ${seen.why}. Is the broker running, and is this its address? It stands in kafka.brokers.`;
    case "wants-tls":
      return `${broker} speaks TLS: set kafka.ssl to true, or take the port without TLS.`;
    case "knows-no-tls":
      return `${broker} speaks no TLS: leave kafka.ssl out, or take the port with TLS.`;
    case "untrusted":
      return `${broker}: ${certificateRemedy(seen.code)}`;
    case "open":
      return login
        ? `${broker} listens, but does not answer as a Kafka broker does: is this the right port?`
        : `${broker} listens, but does not answer: if it asks for a login, set kafka.sasl; else, is it Kafka's port?`;
  }
}

function certificateRemedy(code: string): string {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return "its certificate is made out to other names: use one of those in kafka.brokers.";
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired: the broker needs a new one.";
  return `its certificate is not trusted (${code}): name the certificate of its authority in kafka.ssl.ca.`;
}
