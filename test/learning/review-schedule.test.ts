import { describe, expect, it } from "vitest";
import { ReviewSchedule } from "../../src/learning/review-schedule.js";

/** Points at which reviews come while mini-batches of 100 do, of which the first `changes` change something. */
function reviews(until: number, off: (points: number) => boolean = () => false, changes = 0): number[] {
  let schedule = new ReviewSchedule(1000);
  const at: number[] = [];
  for (let points = 1100; points <= until; points += 100) {
    schedule.add(100);
    if (schedule.isDue(off(points))) {
      at.push(points);
      schedule.done(at.length <= changes);
    }
    schedule = ReviewSchedule.fromState(schedule.toState());
  }
  return at;
}

describe("reviews of the components", () => {
  it("come when the points are four times as many, the first after sixteen times the first points", () => {
    expect(reviews(1_100_000)).toEqual([16_000, 64_000, 256_000, 1_024_000]);
  });

  it("become rare where they find nothing, although shares are off", () => {
    const all = reviews(400_000, (points) => points > 20_000);
    const pauses = all.slice(2).map((points, i) => points - all[i + 1]!);
    expect(pauses).toEqual([8000, 16_000, 32_000, 64_000, 128_000, 128_000]);
  });

  it("go on as long as they change something", () => {
    expect(reviews(60_000, undefined, 3)).toEqual([16_000, 18_000, 20_000, 22_000]);
  });
});
