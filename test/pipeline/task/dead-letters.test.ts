import { describe, expect, it } from "vitest";
import { DecodeError } from "../../../src/format/decode-error.js";
import { pipelineSettings } from "../../../src/pipeline/settings.js";
import { recordBytes } from "../../../src/pipeline/task/append.js";
import { deadLetterRecord } from "../../../src/pipeline/task/dead-letters.js";
import { appTopics } from "../../../src/pipeline/topics.js";
import { simulationEncoders } from "../../simulation/codec.js";

const settings = pipelineSettings.parse({ from: "earliest", sizes: { send: 1000 } });
const context = { encoders: simulationEncoders, topics: appTopics("app", "points"), settings };
const letterOf = (size: number) => {
  const record = { offset: 4, timestamp: 0, key: null, value: new Uint8Array(size).fill(7), headers: {} };
  return deadLetterRecord(context, 2, record, new DecodeError("invalid-json", "no"));
};

describe("a dead letter", () => {
  it("is the raw record", () => {
    expect(letterOf(700).value).toHaveLength(700);
    expect(letterOf(700).headers).not.toHaveProperty("mixtide-cut");
  });

  it("of a record near the broker's limit is cut, and says so, rather than stop the stream for ever", () => {
    const letter = letterOf(995);
    expect(recordBytes(letter)).toBeLessThanOrEqual(1000);
    expect(letter.value!.length).toBeGreaterThan(700);
    expect(new TextDecoder().decode(letter.headers!["mixtide-cut"])).toBe("995 bytes");
  });
});
