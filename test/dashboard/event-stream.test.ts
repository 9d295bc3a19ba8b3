import fc from "fast-check";
import { expect, it } from "vitest";
import { eventsOf, type ServerEvent } from "../../dashboard/src/connection/event-stream.js";
import { serverSentEvent } from "../../src/live/frames/sse.js";

/** A body that comes in pieces. */
function bodyOf(bytes: Uint8Array, cuts: readonly number[]): ReadableStream<Uint8Array> {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return new ReadableStream({
    start(controller) {
      for (let i = 1; i < places.length; i++) controller.enqueue(bytes.subarray(places[i - 1], places[i]));
      controller.close();
    },
  });
}

async function read(body: ReadableStream<Uint8Array>): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of eventsOf(body)) events.push(event);
  return events;
}

it("reads what the server writes, wherever it is cut", async () => {
  const data = fc.string({ unit: "grapheme" }).map((text) => JSON.stringify({ text }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(data, fc.option(fc.nat(), { nil: undefined }))),
      fc.array(fc.nat()),
      async (sent, cuts) => {
        const text = sent
          .map(([one, id]) => serverSentEvent("tick", one, id === undefined ? undefined : `run-${id}`))
          .join("");
        const events = await read(bodyOf(new TextEncoder().encode(text), cuts));
        expect(events).toEqual(
          sent.map(([one, id]) => ({ event: "tick", data: one, id: id === undefined ? undefined : `run-${id}` })),
        );
      },
    ),
  );
});

it("an event that is cut off is none", async () => {
  const bytes = new TextEncoder().encode("event: tick\ndata: 1\n\nevent: tick\nda");
  expect(await read(bodyOf(bytes, []))).toEqual([{ event: "tick", data: "1", id: undefined }]);
});

it("whoever stops reading ends the connection", async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("data: 1\n\n")),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const { event } of eventsOf(body)) {
    expect(event).toBe("message");
    break;
  }
  expect(cancelled).toBe(true);
});
