import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.js";
import { explain } from "../../src/config/explain.js";
import { kafkaOptionsOf } from "../../src/config/kafka-options-of.js";
import { type LoadOptions, loadConfig } from "../../src/config/load-config.js";
import { errorOf, GEYSER, linesOf } from "./problems-of.js";

const CANARY = "canary-5ecret";
const folder = mkdtempSync(join(tmpdir(), "mixtide-config-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "secrets"));
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

const path = join(folder, "pipeline.yaml");
const withKafka = (more: string): string => `${GEYSER}kafka:\n  brokers: [a:9092]\n${more}`;
const load = (more: string, options: LoadOptions = {}) => loadConfig({ path, text: withKafka(more), ...options });
const optionsOf = (more: string, environment?: Record<string, string>) =>
  kafkaOptionsOf(load(more, { environment: environment ?? {} }));
const refusal = (more: string, environment?: Record<string, string>): string => {
  try {
    optionsOf(more, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n").slice(1).join("\n").trim();
    throw error;
  }
  throw new Error("the configuration was accepted");
};

const PASSWORD_FILE = "  sasl: { mechanism: scram-sha-512, username: u, passwordFile: secrets/password }\n";

describe("options of the client", () => {
  it("are plain where nothing is said", () => {
    expect(optionsOf("")).toEqual({
      brokers: ["a:9092"],
      clientId: "geyser",
      compression: "none",
      requestTimeoutMs: 15_000,
      transactionTimeoutMs: 30_000,
    });
  });

  it("take TLS files relative to the configuration", () => {
    for (const name of ["ca", "cert", "key"]) write(`${name}.pem`, `the ${name}`);
    expect(optionsOf("  ssl: true\n").ssl).toBe(true);
    expect(optionsOf("  ssl: { ca: ca.pem, cert: cert.pem, key: key.pem }\n").ssl).toEqual({
      ca: Buffer.from("the ca"),
      cert: Buffer.from("the cert"),
      key: Buffer.from("the key"),
      rejectUnauthorized: true,
    });
    expect(refusal("  ssl: { ca: nowhere.pem }\n")).toBe(
      `${path}:7:3  kafka.ssl.ca  ${join(folder, "nowhere.pem")}: there is no such file`,
    );
    expect(refusal("  ssl: { ca: secrets }\n")).toContain("this is a folder");
  });

  it("take a password from its file, without the line's end, or from the environment before it", () => {
    write("secrets/password", ` ${CANARY} \r\n`);
    const sasl = { mechanism: "scram-sha-512", username: "u" };
    expect(optionsOf(PASSWORD_FILE).sasl).toEqual({ ...sasl, password: ` ${CANARY} ` });
    const environment = { MIXTIDE_KAFKA_SASL_PASSWORD: "other" };
    expect(optionsOf(PASSWORD_FILE, environment).sasl).toEqual({ ...sasl, password: "other" });
  });

  it("take a file that the environment names relative to the current folder", () => {
    write("secrets/password", CANARY);
    const sasl = "  sasl: { mechanism: plain, username: u }\n";
    const named = { MIXTIDE_KAFKA_SASL_PASSWORD_FILE: join(folder, "secrets/password") };
    expect(optionsOf(sasl, named).sasl).toMatchObject({ password: CANARY });
    expect(refusal(sasl, { MIXTIDE_KAFKA_SASL_PASSWORD_FILE: "no/such/file" })).toBe(
      `MIXTIDE_KAFKA_SASL_PASSWORD_FILE  kafka.sasl.passwordFile  ${join(process.cwd(), "no/such/file")}: there is no such file`,
    );
  });

  it("read a token anew each time it is asked for", async () => {
    write("secrets/token", "one\n");
    const { sasl } = optionsOf("  sasl: { mechanism: oauthbearer, tokenFile: secrets/token }\n");
    const token = () => (sasl?.mechanism === "oauthbearer" ? sasl.token() : undefined);
    expect(await token()).toBe("one");
    write("secrets/token", "two\n");
    expect(await token()).toBe("two");
    write("secrets/token", "\n");
    await expect(token()).rejects.toThrow("is empty");
  });

  it.each([
    ["no password", "  sasl: { mechanism: plain, username: u }\n", "missing: set MIXTIDE_KAFKA_SASL_PASSWORD, or name"],
    ["an empty file", "  sasl: { mechanism: plain, username: u, passwordFile: empty }\n", "empty is empty"],
    ["no token file", "  sasl: { mechanism: oauthbearer, tokenFile: absent }\n", "absent: there is no such file"],
  ])("refuse %s", (_, more, message) => {
    write("empty", "\n");
    expect(refusal(more)).toContain(message);
  });

  it("need a cluster", () => {
    expect(() => kafkaOptionsOf(loadConfig({ text: GEYSER }))).toThrow("kafka.brokers  missing: name the cluster");
  });
});

describe("a configuration is refused", () => {
  it.each([
    ["  sasl: { mechanism: plain }\n", "kafka.sasl.username  missing"],
    ["  sasl: { mechanism: oauthbearer }\n", "kafka.sasl.tokenFile  missing"],
    ["  sasl: { mechanism: scram, username: u }\n", "kafka.sasl.mechanism  expected plain | scram-sha-256"],
    ["  ssl: { cert: a }\n", "kafka.ssl.key  missing"],
    ["  ssl: { key: a }\n", "kafka.ssl.cert  missing"],
    ["  ssl: { certt: a }\n", 'kafka.ssl.certt  unknown key; did you mean "cert"?'],
    ["  compression: gzp\n", 'did you mean "gzip"?'],
  ])("%j", (more, message) => {
    expect(linesOf(errorOf({ path, text: withKafka(more) })).join("\n")).toContain(message);
  });

  it("with a port beyond all ports", () => {
    expect(errorOf({ text: GEYSER, environment: { MIXTIDE_KAFKA_BROKERS: "a:65536" } }).message).toContain(
      "a host and a port",
    );
    expect(
      loadConfig({ text: GEYSER, environment: { MIXTIDE_KAFKA_BROKERS: "a:65535" } }).config.kafka?.brokers,
    ).toEqual(["a:65535"]);
  });
});

it("no secret is shown by what explains a configuration", () => {
  const environment = { MIXTIDE_KAFKA_SASL_PASSWORD: CANARY, MIXTIDE_HTTP_TOKEN: `${CANARY}-0123456789` };
  const loaded = load("  sasl: { mechanism: plain, username: u }\nhttp: { port: 1 }\n", { environment });
  const shown = explain(loaded);
  expect(JSON.stringify(shown)).not.toContain(CANARY);
  const masked = shown.filter(({ value }) => value === "***").map(({ path }) => path);
  expect(masked).toEqual(["kafka.sasl.password", "http.token"]);
  expect(explain(load("")).find(({ path }) => path === "kafka.sasl.password")?.value).toBe("not set");
});
