import { expect, it, vi } from "vitest";
import { createTooLarge } from "./too-large.ts";

const AT = 1_790_000_000_000;

function watched() {
  const onChange = vi.fn<() => void>();
  const tooLarge = createTooLarge({ onChange });
  const text = (
    type: "clipboard-in" | "clipboard-out",
    refused: "policy" | "size" | null,
    bytes: number | null,
    atMs = AT,
  ): void => tooLarge.hear({ type, atMs, clientId: 1, format: "text", bytes, sha256: null, refused });
  return { tooLarge, onChange, text };
}

it("says what was too large in each direction until a later text gets through", () => {
  const { tooLarge, onChange, text } = watched();
  text("clipboard-out", "size", 2_000_000);
  text("clipboard-in", "size", null);
  const at = new Date(AT).toISOString();
  expect(tooLarge.view()).toEqual([
    { direction: "out", bytes: 2_000_000, at },
    { direction: "in", bytes: null, at },
  ]);
  text("clipboard-out", null, 3);
  expect(tooLarge.view()).toEqual([{ direction: "in", bytes: null, at }]);
  expect(onChange).toHaveBeenCalledTimes(3);
});

it("is silent about what policies hold back, and about the same text again at once", () => {
  const { tooLarge, onChange, text } = watched();
  text("clipboard-out", "policy", 3);
  text("clipboard-out", null, 3);
  expect([tooLarge.view(), onChange.mock.calls]).toEqual([[], []]);
  for (let times = 0; times < 50; times++) text("clipboard-out", "size", 9, AT + times * 50);
  expect(onChange).toHaveBeenCalledTimes(1);
  text("clipboard-out", "policy", 3, AT + 3_000);
  text("clipboard-out", "size", 9, AT + 5_000);
  expect(onChange).toHaveBeenCalledTimes(2);
  expect(tooLarge.view()).toMatchObject([{ at: new Date(AT + 5_000).toISOString() }]);
});
