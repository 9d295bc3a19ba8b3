import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./run-command.js";
import type { ExtraListener } from "./server-properties.js";

const SCRAM = ["SCRAM-SHA-256", "SCRAM-SHA-512"];
const STORE_PASSWORD = "for-tests";
const MODULES = "org.apache.kafka.common.security";

/** Who may come in, beside those who come by the plain listener and may do everything. */
export interface ClusterSecurity {
  /** Passwords by name, for PLAIN and SCRAM alike. OAUTHBEARER takes any name: see `unsecuredToken`. */
  readonly users: Readonly<Record<string, string>>;
  /** Who of them may do everything; the others may do nothing until an access rule allows it. */
  readonly superUsers: readonly string[];
}

/** What clients need to come in. */
export interface SecureAccess {
  readonly plaintext: string[];
  /** PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 and OAUTHBEARER, in the clear. */
  readonly sasl: string[];
  readonly ssl: string[];
  readonly saslSsl: string[];
  /** The certificate that signed the brokers', PEM. */
  readonly ca: string;
}

/** The listeners beside the plain ones, on the ports given. */
export function secureListeners([sasl, ssl, saslSsl]: readonly number[]): ExtraListener[] {
  return [
    { name: "SASL", port: sasl!, protocol: "SASL_PLAINTEXT" },
    { name: "SSL", port: ssl!, protocol: "SSL" },
    { name: "SASLSSL", port: saslSsl!, protocol: "SASL_SSL" },
  ];
}

/** Makes a certificate for 127.0.0.1 that has signed itself; gives it, and the file that has it with its key. */
export async function makeCertificate(folder: string): Promise<{ ca: string; keyStore: string }> {
  const keyStore = join(folder, "keys.p12");
  const store = ["-keystore", keyStore, "-storetype", "PKCS12", "-storepass", STORE_PASSWORD, "-alias", "broker"];
  const names = ["-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-ext", "bc:c"];
  await runCommand("keytool", ["-genkeypair", "-keyalg", "RSA", "-validity", "30", ...names, ...store]);
  const certificate = join(folder, "ca.pem");
  await runCommand("keytool", ["-exportcert", "-rfc", "-file", certificate, ...store]);
  return { ca: await readFile(certificate, "utf8"), keyStore };
}

/** The broker's settings for TLS, SASL and access rules. */
export function securitySettings(security: ClusterSecurity, keyStore: string): Record<string, string> {
  return {
    "ssl.keystore.type": "PKCS12",
    "ssl.keystore.location": keyStore,
    "ssl.keystore.password": STORE_PASSWORD,
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": ["ANONYMOUS", ...security.superUsers].map((name) => `User:${name}`).join(";"),
    ...saslSettings("sasl", security),
    ...saslSettings("saslssl", security),
  };
}

function saslSettings(listener: string, { users }: ClusterSecurity): Record<string, string> {
  const passwords = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`);
  const settings = {
    "sasl.enabled.mechanisms": ["PLAIN", ...SCRAM, "OAUTHBEARER"].join(","),
    "plain.sasl.jaas.config": `${MODULES}.plain.PlainLoginModule required ${passwords.join(" ")};`,
    "scram-sha-256.sasl.jaas.config": `${MODULES}.scram.ScramLoginModule required;`,
    "scram-sha-512.sasl.jaas.config": `${MODULES}.scram.ScramLoginModule required;`,
    "oauthbearer.sasl.jaas.config": `${MODULES}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
  };
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`listener.name.${listener}.${key}`, value]),
  );
}

/** What to tell the formatter of a broker's storage, so that the users are known to SCRAM. */
export function scramArguments({ users }: ClusterSecurity): string[] {
  return Object.entries(users).flatMap(([name, password]) =>
    SCRAM.flatMap((mechanism) => ["--add-scram", `${mechanism}=[name=${name},password=${password}]`]),
  );
}

/** A token that the brokers' validator for tests accepts: signed by nobody, good for an hour. */
export function unsecuredToken(user: string): string {
  const seconds = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ sub: user, iat: seconds, exp: seconds + 3600 })}.`;
}
