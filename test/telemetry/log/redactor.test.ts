import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BrokerError } from "../../../src/broker/errors.js";
import { Redactor } from "../../../src/telemetry/log/redactor.js";

const CANARY = 'c4n/ry "p4ss" wörd';

/** Whether a secret can be read out of a value, in any form it may take on its way. */
function leaks(value: unknown, secret = CANARY): boolean {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const plain = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    plain,
    JSON.stringify(plain).slice(1, -1),
    plain.replaceAll("\\", "\\\\"),
    encodeURIComponent(secret),
  ];
  return forms.some((form) => text.includes(form));
}

describe("known secrets", () => {
  const redactor = new Redactor([CANARY]);

  it.each<[string, unknown]>([
    ["a text", `login with ${CANARY} failed`],
    ["an error", new Error(`login with ${CANARY} failed`)],
    ["the cause of a cause", new Error("a", { cause: new BrokerError("b", { cause: new Error(CANARY) }) })],
    ["a key", { [CANARY]: 1 }],
    ["a list in an object", { users: [{ name: CANARY }] }],
    ["a map", new Map([["x", CANARY]])],
    ["text of JSON", { body: JSON.stringify({ user: "u", x: CANARY }) }],
    ["an address", `https://u:${encodeURIComponent(CANARY)}@host/`],
    ["where a long text is cut", `${"x".repeat(990)}${CANARY}`],
  ])("do not stand in %s", (_, value) => {
    expect(leaks(inspect(value, { depth: null }))).toBe(true);
    expect(leaks(redactor.value(value))).toBe(false);
    expect(JSON.stringify(redactor.value(value))).toContain("***");
  });

  it("are found whatever stands around them", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 4, maxLength: 40 }), fc.string(), (before, secret, after) => {
        fc.pre(!`${before}***${after}`.includes(secret)); // else the text spells it once more
        expect(new Redactor([secret]).text(before + secret + after)).not.toContain(secret);
      }),
    );
  });

  it("may be part of one another", () => {
    expect(new Redactor(["abcd", "abcdefgh"]).text("x abcdefgh y")).toBe("x *** y");
  });

  it("that are empty or a letter do not eat the text", () => {
    expect(new Redactor(["", "a"]).text("banana")).toBe("banana");
  });
});

describe("what looks like a secret", () => {
  const redactor = new Redactor();

  it.each(["password", "saslPassword", "sasl", "token", "accessToken", "client_secret", "apiKey", "Authorization"])(
    "is masked under the key %s",
    (key) =>
      expect(redactor.value({ options: { [key]: { any: "hidden-1234" } } })).toEqual({ options: { [key]: "***" } }),
  );

  it.each([
    "connect to admin:hidden-1234@broker:9092 failed",
    "config: password=hidden-1234; user=x",
    'config: {"password":"hidden-1234"}',
    "config: { password: 'hidden-1234' }",
    "token: hidden-1234",
    "Authorization: Bearer hidden-1234",
  ])("is masked in the text %s", (text) => {
    expect(redactor.text(text)).not.toContain("hidden-1234");
    expect(redactor.text(text)).toContain("***");
  });

  it("ordinary names and texts are left alone", () => {
    const details = { transactionalId: "geyser-all", key: "unit", partitions: 2, broker: "localhost:9092", ok: true };
    expect(redactor.value(details)).toEqual(details);
    expect(redactor.text("unexpected token } in JSON at 3")).toBe("unexpected token } in JSON at 3");
  });
});

describe("bounds", () => {
  const redactor = new Redactor();

  it("a value that holds itself comes to an end", () => {
    const loop: Record<string, unknown> = { name: "x" };
    loop.self = loop;
    expect(JSON.stringify(redactor.value(loop)).length).toBeLessThan(200);
  });

  it("long texts, lists and objects are cut", () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]));
    const value = redactor.value({ text: "x".repeat(1e6), list: Array(5000).fill(1), wide });
    expect(JSON.stringify(value).length).toBeLessThan(2500);
  });

  it("bytes are told by their number", () => {
    expect(redactor.value({ value: new Uint8Array(1000), big: 5n })).toEqual({ value: "1000 bytes", big: "5" });
  });
});
