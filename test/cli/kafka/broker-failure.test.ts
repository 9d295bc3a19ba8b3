import { createServer } from "node:net";
import { expect, test } from "vitest";
import { AuthenticationError, BrokerError } from "../../../src/broker/errors.js";
import type { KafkaOptions } from "../../../src/broker/kafka/kafka-options.js";
import { CliError } from "../../../src/cli/errors.js";
import { explainFailure, probeRemedy } from "../../../src/cli/kafka/broker-failure.js";
import type { Probe } from "../../../src/cli/kafka/probe.js";
import { loadConfig } from "../../../src/config/load-config.js";

const TEXT =
  "app: a\nsource: { topic: t, from: earliest }\nfeatures: [x]\nmodel: { components: 1 }\nkafka: { brokers: [b:9092] }\n";
const OPTIONS: KafkaOptions = { brokers: ["127.0.0.1:1"], clientId: "a" };

async function remedyOf(error: unknown, options = OPTIONS, text = TEXT): Promise<string | undefined> {
  const explained = await explainFailure(error, loadConfig({ text }), options);
  expect(explained).toBeInstanceOf(CliError);
  expect((explained as CliError).exitCode).toBe(4);
  return (explained as CliError).remedy;
}

test("what is no broker's error stays as it is", async () => {
  const error = new RangeError("x");
  expect(await explainFailure(error, loadConfig({ text: TEXT }), OPTIONS)).toBe(error);
});

test("nothing listens at the address", async () => {
  expect(await remedyOf(new BrokerError("no connection", { retriable: true }))).toBe(
    "127.0.0.1:1: nothing listens there. Is the broker running, and is this its address? It stands in kafka.brokers.",
  );
});

test("an address that only another broker has told us", async () => {
  const error = new BrokerError("cannot connect to broker kafka-0.internal:9092 (no TLS, no SASL): refused", {
    retriable: true,
  });
  expect(await remedyOf(error)).toBe(
    "The brokers advertise kafka-0.internal:9092 (advertised.listeners): it must be reachable from here.",
  );
});

test("somebody listens, but not as we expect", async () => {
  const server = createServer((socket) => socket.on("data", () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const broker = `127.0.0.1:${(server.address() as { port: number }).port}`;
  const error = new BrokerError("no answer", { retriable: true });
  expect(await remedyOf(error, { ...OPTIONS, brokers: [broker] })).toBe(
    `${broker} listens, but does not answer: if it asks for a login, set kafka.sasl; else, is it Kafka's port?`,
  );
  server.close();
});

test("a login without, and with, what the configuration says of it", async () => {
  const error = new AuthenticationError("refused");
  expect(await remedyOf(error)).toBe("The brokers ask for a login: set kafka.sasl.");
  const sasl = TEXT.replace("b:9092] }", "b:9092], sasl: { mechanism: plain, username: ann, passwordFile: p } }");
  expect(await remedyOf(error, OPTIONS, sasl)).toMatch(
    /^Check kafka\.sasl: mechanism plain, and name and secret of user "ann" \(configuration:5:\d+\)\.$/,
  );
});

test.each<[Probe, string]>([
  [{ state: "wants-tls" }, "b:1 speaks TLS: set kafka.ssl to true, or take the port without TLS."],
  [{ state: "knows-no-tls" }, "b:1 speaks no TLS: leave kafka.ssl out, or take the port with TLS."],
  [
    { state: "untrusted", code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    "name the certificate of its authority in kafka.ssl.ca",
  ],
  [{ state: "untrusted", code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "made out to other names"],
  [{ state: "untrusted", code: "CERT_HAS_EXPIRED" }, "has expired"],
])("%j", (seen, remedy) => {
  expect(probeRemedy("b:1", seen, false)).toContain(remedy);
});

test("a login at a port that asks for none", async () => {
  const error = new AuthenticationError("cannot connect: Request is not valid given the current SASL state");
  expect(await remedyOf(error)).toBe(
    "The broker asks for no login on this port: leave kafka.sasl out, or take the port with a login.",
  );
});
