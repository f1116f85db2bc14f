import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createRequestPace } from "./request-pace.ts";

/** Two programs at one display that is counted by the clock of a test, and which of them may speak. */
function openPace() {
  const clock = createTestClock();
  const pace = createRequestPace({ clock });
  const follow = () => {
    const side = () => ({
      isSpeaking: true,
      writableNeedDrain: false,
      pause() {
        this.isSpeaking = false;
      },
      resume() {
        this.isSpeaking = true;
      },
    });
    const [client, display] = [side(), side()];
    const followed = pace.follow(client as never, display as never);
    return { ...followed, client, display, isSpeaking: () => client.isSpeaking, isAnswered: () => display.isSpeaking };
  };
  return { clock, pace, flooder: follow(), other: follow() };
}

it("lets programs say what a desktop says in its life", () => {
  const { clock, flooder, other } = openPace();
  for (let window = 0; window < 20; window += 1) {
    flooder.spend(9_000);
    other.spend(500);
    expect([flooder.isSpeaking(), other.isSpeaking(), other.mayGoOn()]).toEqual([true, true, true]);
    clock.advance(100);
    clock.advance(50);
  }
});

it("makes all wait for whom the node could not follow, and serves the others first after that", () => {
  const { clock, flooder, other } = openPace();
  other.spend(20);
  flooder.spend(16_384);
  expect([flooder.isSpeaking(), other.isSpeaking(), other.mayGoOn()]).toEqual([false, false, false]);
  clock.advance(100);
  expect([flooder.isSpeaking(), other.isSpeaking()]).toEqual([false, true]);
  expect([flooder.mayGoOn(), other.mayGoOn()]).toEqual([false, true]);
  clock.advance(50);
  expect([flooder.isSpeaking(), flooder.mayGoOn()]).toEqual([true, true]);
  flooder.spend(16_384);
  expect(other.isSpeaking()).toBe(false);
  clock.advance(100);
  expect([flooder.isSpeaking(), other.isSpeaking()]).toEqual([false, true]);
});

it("lets the display answer nobody where the node could not follow, and whoever does not take it later than that", () => {
  const { clock, flooder, other } = openPace();
  flooder.client.writableNeedDrain = true;
  flooder.spend(16_384);
  expect([flooder.isAnswered(), other.isAnswered()]).toEqual([false, false]);
  clock.advance(100);
  expect([flooder.isAnswered(), other.isAnswered()]).toEqual([false, true]);
  clock.advance(50);
  expect([flooder.isSpeaking(), flooder.isAnswered()]).toEqual([true, false]);
  flooder.client.writableNeedDrain = false;
  flooder.spend(16_384);
  clock.advance(100);
  clock.advance(50);
  expect(flooder.isAnswered()).toBe(true);
});

it("leaves those to their display that wait for it", () => {
  const { clock, flooder, other } = openPace();
  flooder.display.writableNeedDrain = true;
  flooder.spend(16_384);
  clock.advance(100);
  clock.advance(50);
  expect([flooder.isSpeaking(), flooder.mayGoOn(), other.isSpeaking()]).toEqual([false, true, true]);
});
