import { expect, it } from "vitest";
import { recordedEvent } from "./recorded-event.ts";

const key = { type: "key", atMs: 5, clientId: 2, pressed: true } as const;

it("records which client pressed a key, and what it types only where the policy says so", () => {
  const typed = { ...key, keysym: 0x6c1 };
  expect(recordedEvent(typed, { characters: false })).toEqual({ t: 5, type: "key", client: 2, pressed: true });
  expect(recordedEvent(typed, { characters: true })).toEqual({ t: 5, type: "key", client: 2, pressed: true, character: "а" });
  for (const characters of [false, true]) {
    expect(recordedEvent({ ...key, keysym: 0xff0d }, { characters })).toEqual({
      ...{ t: 5, type: "key", client: 2, pressed: true },
      key: "Return",
    });
  }
});

it("records what programs press as their own kind, and which key only where the policy says so", () => {
  const pressed = { type: "program-key", atMs: 5, pressed: true, keycode: 38 } as const;
  expect(recordedEvent(pressed, { characters: false })).toEqual({ t: 5, type: "program_key", pressed: true });
  expect(recordedEvent(pressed, { characters: true })).toEqual({ t: 5, type: "program_key", pressed: true, keycode: 38 });
});
