import { expect, it } from "vitest";
import { reasonInWords } from "./gap-numbers.ts";

const codes = { overload: "the machine was too slow" } as Parameters<typeof reasonInWords>[1];

it("says in words what the numbers behind a reason stand for", () => {
  expect(reasonInWords("The machine slept (slept_ms 28000) (step_ms -3600000) (overload 2)", codes)).toEqual({
    said: "The machine slept",
    further: ["the machine slept for 28 s", "the node's clock was set back by 1 h", "the machine was too slow (2 times)"],
  });
});

it("leaves numbers that it does not know, and names of the language, to the quotation", () => {
  expect(reasonInWords("Lunch (guests 3) (constructor 1)", codes)).toEqual({
    said: "Lunch (guests 3) (constructor 1)",
    further: [],
  });
});

it("holds with nothing but a number", () => {
  expect(reasonInWords("(slept_ms 5)", codes)).toEqual({ said: "", further: ["the machine slept for 5 ms"] });
});
