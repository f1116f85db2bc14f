import { expect, it } from "vitest";
import { typingBursts } from "./typing-bursts.ts";

const key = (t: number, pressed = true) => ({ t, type: "key", pressed });

it("puts keys that follow one another into one burst, and begins a new one after a pause", () => {
  const events = [key(1_000), key(1_050, false), key(2_000), { t: 2_500, type: "button", pressed: true }, key(4_500), key(7_500)];
  expect(typingBursts(events)).toEqual([
    { t: 1_000, type: "typing", fields: { keys: 3, seconds: 3.5 } },
    { t: 7_500, type: "typing", fields: { keys: 1, seconds: 0 } },
  ]);
});

it("finds none where only programs pressed keys, or keys were only released", () => {
  expect(typingBursts([{ t: 1, type: "program_key", pressed: true }, key(2, false)])).toEqual([]);
});
