import type { ConnectionOptions } from "node:tls";
import type { KafkaOptions, SaslOptions } from "../broker/kafka/kafka-options.js";
import { ConfigError } from "./config-error.js";
import type { KafkaSettings } from "./kafka-settings.js";
import type { LoadedConfig } from "./load-config.js";
import { type NamedFile, readNamedFile, readSecret } from "./secret-file.js";
import { variableOf } from "./settings-list.js";

/**
 * How to reach the cluster of a configuration; reads the secrets and certificates that it names.
 *
 * @throws ConfigError when there is no cluster in it, or a file or a secret is missing.
 */
export function kafkaOptionsOf(loaded: LoadedConfig): KafkaOptions {
  const { app, kafka } = loaded.config;
  if (kafka === undefined)
    throw refusal("kafka.brokers", "missing: name the cluster, kafka: { brokers: [localhost:9092] }");
  const { brokers, clientId = app, compression, requestTimeout, sasl, ssl, transactionTimeout } = kafka;
  return {
    brokers,
    clientId,
    compression,
    requestTimeoutMs: requestTimeout,
    transactionTimeoutMs: transactionTimeout,
    ...(ssl === false ? {} : { ssl: ssl === true ? true : tlsOf(ssl, loaded) }),
    ...(sasl === undefined ? {} : { sasl: saslOf(sasl, loaded) }),
  };
}

type Tls = Exclude<KafkaSettings["ssl"], boolean>;

function tlsOf({ ca, cert, key, rejectUnauthorized }: Tls, loaded: LoadedConfig): ConnectionOptions {
  const files = Object.entries({ ca, cert, key }).flatMap(([name, file]) =>
    file === undefined ? [] : [[name, readNamedFile({ setting: `kafka.ssl.${name}`, name: file }, loaded)]],
  );
  return { rejectUnauthorized, ...Object.fromEntries(files) };
}

type Sasl = NonNullable<KafkaSettings["sasl"]>;

/** The schema has seen to it that each mechanism has what it needs, but for secrets, which may come later. */
function saslOf(sasl: Sasl, loaded: LoadedConfig): SaslOptions {
  const { mechanism, tokenFile = "", username = "" } = sasl;
  if (mechanism !== "oauthbearer") return { mechanism, username, password: passwordOf(sasl, loaded) };
  const file: NamedFile = { setting: "kafka.sasl.tokenFile", name: tokenFile };
  readSecret(file, loaded); // a file that is not there is better told now
  return { mechanism, token: async () => readSecret(file, loaded).trim() };
}

function passwordOf({ password, passwordFile }: Sasl, loaded: LoadedConfig): string {
  if (password !== undefined) return password;
  if (passwordFile !== undefined) return readSecret({ setting: "kafka.sasl.passwordFile", name: passwordFile }, loaded);
  const variable = variableOf(["kafka", "sasl", "password"]);
  throw refusal("kafka.sasl.password", `missing: set ${variable}, or name a file in kafka.sasl.passwordFile`);
}

function refusal(path: string, problem: string): ConfigError {
  return new ConfigError([{ path, problem }]);
}
