import { describe, expect, it } from "vitest";
import { isSecretKey, masked } from "../../src/config/secrets.js";
import { settingsList } from "../../src/config/settings-list.js";
import { errorOf, GEYSER, linesOf } from "./problems-of.js";

describe("secrets", () => {
  it("in the file are refused by the name of their key, and never shown", () => {
    const error = errorOf({
      text: `${GEYSER}kafka:\n  brokers: [a:1]\n  sasl: { username: u, password: hunter2 }\n  tokens: [hunter2]\n  apiKey: hunter2\n`,
    });
    expect(error.message).not.toContain("hunter2");
    expect(linesOf(error).filter((line) => line.includes("must not stand"))).toEqual([
      "pipeline.yaml:7:24  kafka.sasl.password  a secret must not stand in this file: set MIXTIDE_KAFKA_SASL_PASSWORD, or name a file of its own in kafka.sasl.passwordFile",
      "pipeline.yaml:9:3  kafka.apiKey  a secret must not stand in this file: give it in an environment variable or a file of its own",
    ]);
  });

  it.each([
    "app: hunter2 hunter2\n",
    "app: 'hunter2\n",
    "password: *hunter2\n",
    'password: "\\qhunter2"\n',
    "password: |hunter2\n",
    "password: a: hunter2\n",
    "password: hunter2\npassword: hunter2\n",
    "password: { value: hunter2, token: [hunter2] }\n",
    "password: !hunter2 x\n",
    "password: &hunter2 &b x\n",
    "%hunter2\n---\npassword: x\n",
  ])("do not come out of a file that is refused: %j", (text) => {
    const { message, problems, cause } = errorOf({
      text: text.replace("app: hunter2 hunter2", "model: { password: hunter2 }"),
    });
    expect(`${message} ${JSON.stringify(problems)} ${String(cause)}`).not.toContain("hunter2");
  });

  it("do not come out of the environment", () => {
    const environment = { MIXTIDE_KAFKA_SASL_PASWORD: "hunter2", MIXTIDE_KAFKA_BROKERS: "admin:hunter2@a:9092" };
    const { message } = errorOf({ text: GEYSER, environment });
    expect(message).toContain(
      'MIXTIDE_KAFKA_SASL_PASWORD  unknown variable; did you mean "MIXTIDE_KAFKA_SASL_PASSWORD"?',
    );
    expect(message).toContain(
      'kafka.brokers[0]  expected a host and a port, such as localhost:9092, found "***@a:9092"',
    );
    expect(message).not.toContain("hunter2");
  });

  it("a file may be named", () => {
    const { problems } = errorOf({ text: `${GEYSER}passwordFile: /run/secrets/kafka\n` });
    expect(problems.map(({ path, problem }) => [path, problem?.slice(0, 11)])).toEqual([
      ["passwordFile", "unknown key"],
    ]);
  });

  it.each([
    "password",
    "sslPassphrase",
    "clientSecret",
    "token",
    "bearerToken",
    "apiKey",
    "api_key",
    "privateKey",
    "credentials",
  ])("%s is one", (key) => {
    expect(isSecretKey(key)).toBe(true);
    expect(masked(["kafka", key, 0], "hunter2")).toBe("***");
    expect(isSecretKey(`${key}File`)).toBe(false);
  });

  it("no other setting is taken for one, and each may come from a file", () => {
    const paths = settingsList().map(({ path }) => path);
    const secrets = settingsList().filter(({ keys }) => keys.some(isSecretKey));
    expect(secrets.map(({ path }) => path)).toEqual(["kafka.sasl.password", "http.token"]);
    expect(paths).toEqual(expect.arrayContaining(secrets.map(({ path }) => `${path}File`)));
  });

  it("inside a text are masked", () => {
    expect(masked(["kafka"], "user=a password=hunter2;x")).toBe('"user=a password=***;x"');
    expect(masked(["kafka"], "plain text")).toBe('"plain text"');
  });
});
