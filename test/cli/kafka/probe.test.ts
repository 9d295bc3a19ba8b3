import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { probe } from "../../../src/cli/kafka/probe.js";
import { type Certificate, ELSEWHERE, EXPIRED, LOCALHOST } from "./support/certificates.js";

/** Starts a server that goes when the test ends. */
async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** What a broker does with bytes that are not its protocol: it hangs up. */
const plainBroker = (): Promise<string> => listen(createServer((socket) => socket.on("data", () => socket.destroy())));

/** One that waits for the rest of a request that never comes. */
const silentBroker = (): Promise<string> => listen(createServer((socket) => socket.resume()));

const tlsBroker = (certificate: Certificate): Promise<string> => {
  const server = createTlsServer({ ...certificate });
  server.on("tlsClientError", () => undefined);
  return listen(server);
};

test("nobody there", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  expect(await probe(`127.0.0.1:${port}`)).toEqual({ state: "unreachable", why: "nothing listens there" });
});

test("no such host", async () => {
  const seen = await probe("no-such-host.invalid:9092");
  expect(seen.state).toBe("unreachable");
  expect(seen).toMatchObject({ why: expect.stringMatching(/no host of that name|could not be looked up/) });
});

test("a plain port, spoken to plainly and with TLS", async () => {
  const broker = await plainBroker();
  expect(await probe(broker)).toEqual({ state: "open" });
  expect(await probe(broker, true)).toEqual({ state: "knows-no-tls" });
});

test("a port that keeps silent is plain", async () => {
  const broker = await silentBroker();
  expect(await probe(broker, false, 100)).toEqual({ state: "open" });
  expect(await probe(broker, true, 100)).toEqual({ state: "knows-no-tls" });
});

test("a port with TLS: spoken to plainly, untrusted, trusted, carelessly", async () => {
  const broker = await tlsBroker(LOCALHOST);
  expect(await probe(broker)).toEqual({ state: "wants-tls" });
  expect(await probe(broker, true)).toEqual({ state: "untrusted", code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  expect(await probe(broker, { ca: LOCALHOST.cert })).toEqual({ state: "open" });
  expect(await probe(broker, { rejectUnauthorized: false })).toEqual({ state: "open" });
});

test("a certificate of somebody else, and one that has expired", async () => {
  const other = await probe(await tlsBroker(ELSEWHERE), { ca: ELSEWHERE.cert });
  expect(other).toEqual({ state: "untrusted", code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  const expired = await probe(await tlsBroker(EXPIRED), { ca: EXPIRED.cert });
  expect(expired).toEqual({ state: "untrusted", code: "CERT_HAS_EXPIRED" });
});
