import { expect, it } from "vitest";
import { BatchList } from "../../../../src/broker/memory/log/batch-list.js";
import { dataBatch } from "../../../../src/broker/memory/log/stored-batch.js";

const batch = (baseOffset: number, count: number) =>
  dataBatch(baseOffset, new Array(count).fill({ value: null }), 0, 0, undefined);

it("finds the batch that reaches beyond an offset while batches come and go", () => {
  const list = new BatchList();
  for (let i = 0; i < 500; i++) list.push(batch(i * 3, 3));
  for (let dropped = 0; dropped < 500; dropped++) {
    expect(list.length).toBe(500 - dropped);
    expect(list.at(0).baseOffset).toBe(dropped * 3);
    expect(list.indexAt(dropped * 3)).toBe(0);
    expect(list.indexAt(1_499)).toBe(list.length - 1);
    expect(list.indexAt(1_500)).toBe(list.length);
    list.dropFirst();
  }
  expect([...list]).toEqual([]);
  expect(() => list.at(0)).toThrow(RangeError);
});
