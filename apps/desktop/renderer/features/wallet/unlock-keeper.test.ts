import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FromKeeper, SharedUnlock } from "./unlock.protocol.ts";
import { createUnlockKeeper } from "./unlock-keeper.ts";

const PHRASE = "abandon abandon about";
let add: ReturnType<typeof createUnlockKeeper>;

beforeEach(() => {
  vi.useFakeTimers();
  add = createUnlockKeeper({ now: () => Date.now(), sign: (phrase, text) => Promise.resolve(`${phrase.length}:${text}`) });
});
afterEach(() => vi.useRealTimers());

/** A tab, with everything it was told. */
function openTab() {
  const heard: FromKeeper[] = [];
  const send = add({ postMessage: (message) => heard.push(structuredClone(message)) });
  return {
    heard,
    send,
    unlocked: (): SharedUnlock | undefined => heard.findLast((message) => message.type === "state")?.unlocked,
  };
}

it("unlocks all tabs with one, those that come later too, and never tells them the phrase", async () => {
  const [first, second] = [openTab(), openTab()];
  expect(second.unlocked()).toBeUndefined();
  first.send({ type: "hold", address: "TA", phrase: PHRASE, untilMs: undefined });
  first.send({ type: "identity", address: "TA", identity: "AGE-SECRET-KEY-1X" });
  const third = openTab();
  for (const tab of [first, second, third])
    expect(tab.unlocked()).toEqual({ address: "TA", identity: "AGE-SECRET-KEY-1X", untilMs: undefined });
  third.send({ type: "sign", call: 7, address: "TA", text: "a text" });
  await vi.waitFor(() => expect(third.heard).toContainEqual({ type: "signed", call: 7, signature: `${PHRASE.length}:a text` }));
  expect(JSON.stringify([first.heard, second.heard, third.heard])).not.toContain(PHRASE);
});

it("locks all tabs with one, and signs no more", () => {
  const [first, second] = [openTab(), openTab()];
  first.send({ type: "hold", address: "TA", phrase: PHRASE, untilMs: undefined });
  second.send({ type: "lock" });
  expect(first.unlocked()).toBeUndefined();
  first.send({ type: "sign", call: 1, address: "TA", text: "a text" });
  expect(first.heard.at(-1)).toEqual({ type: "refused", call: 1 });
});

it("signs for no other wallet than the one it holds, and keeps no identity of another", () => {
  const tab = openTab();
  tab.send({ type: "hold", address: "TA", phrase: PHRASE, untilMs: undefined });
  tab.send({ type: "identity", address: "TB", identity: "AGE-SECRET-KEY-1B" });
  expect(tab.unlocked()?.identity).toBeUndefined();
  tab.send({ type: "sign", call: 1, address: "TB", text: "a text" });
  expect(tab.heard.at(-1)).toEqual({ type: "refused", call: 1 });
});

it("locks when its time is over, and also when the computer slept through it", () => {
  const tab = openTab();
  tab.send({ type: "hold", address: "TA", phrase: PHRASE, untilMs: Date.now() + 60_000 });
  vi.advanceTimersByTime(59_999);
  expect(tab.unlocked()).toBeDefined();
  vi.advanceTimersByTime(1);
  expect(tab.unlocked()).toBeUndefined();

  tab.send({ type: "hold", address: "TA", phrase: PHRASE, untilMs: Date.now() + 60_000 });
  vi.setSystemTime(Date.now() + 61_000);
  tab.send({ type: "sign", call: 2, address: "TA", text: "a text" });
  expect(tab.heard.at(-1)).toEqual({ type: "refused", call: 2 });
  expect(openTab().unlocked()).toBeUndefined();
});

it("takes another lock time for what is open", () => {
  const tab = openTab();
  tab.send({ type: "hold", address: "TA", phrase: PHRASE, untilMs: undefined });
  tab.send({ type: "until", untilMs: Date.now() + 1_000 });
  vi.advanceTimersByTime(1_000);
  expect(tab.unlocked()).toBeUndefined();
});
