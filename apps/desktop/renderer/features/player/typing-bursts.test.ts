import { expect, it } from "vitest";
import { joinBursts, typingBursts } from "./typing-bursts.ts";

const key = (t: number, pressed = true) => ({ t, type: "key", pressed });

it("puts keys that follow one another into one burst, and begins a new one after a pause", () => {
  const events = [key(1_000), key(1_050, false), key(2_000), { t: 2_500, type: "button", pressed: true }, key(4_500), key(7_500)];
  expect(typingBursts(events)).toEqual([
    { t: 1_000, type: "typing", fields: { keys: 3, until: 4_500 } },
    { t: 7_500, type: "typing", fields: { keys: 1, until: 7_500 } },
  ]);
});

it("goes on in the next chunk, whatever else happened between", () => {
  const left = { t: 3_000, type: "client_disconnected", fields: {} };
  const first = { t: 1_000, type: "typing", fields: { keys: 3, until: 2_500 } };
  const second = { t: 4_000, type: "typing", fields: { keys: 2, until: 5_000 } };
  const later = { t: 9_000, type: "typing", fields: { keys: 1, until: 9_000 } };
  expect(joinBursts([first, left, second, later])).toEqual([
    { t: 1_000, type: "typing", fields: { keys: 5, until: 5_000 } },
    left,
    later,
  ]);
});

it("finds none where only programs pressed keys, or keys were only released", () => {
  expect(typingBursts([{ t: 1, type: "program_key", pressed: true }, key(2, false)])).toEqual([]);
});
