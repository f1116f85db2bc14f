import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { type Refused, refusedOf, useSeveral } from "./use-several.ts";

const numbers = [1, 2, 3, 4, 5];

/** Two at a time; of the pairs that `tryOn` gets, it says what becomes of them. */
function showSeveral(tryOn: (some: readonly number[], wish: string) => Promise<readonly Refused<number>[]>) {
  const onDone = vi.fn(() => Promise.resolve());
  return { shown: renderHook(() => useSeveral<number, string>({ atOnce: 2, tryOn, onDone })), onDone };
}

it("goes on behind what is refused, and behind a call that fails as a whole", async () => {
  const failed = new Error("no answer");
  const odd = new Error("odd");
  const tried: (readonly number[])[] = [];
  const { shown, onDone } = showSeveral((some, wish) => {
    expect(wish).toBe("a drill");
    tried.push(some);
    return some.includes(3) ? Promise.reject(failed) : Promise.resolve(some.includes(1) ? [{ item: 1, error: odd }] : []);
  });
  await act(() => shown.result.current.run(numbers, "a drill"));
  expect(tried).toEqual([[1, 2], [3, 4], [5]]);
  expect(shown.result.current.progress).toEqual({
    step: "done",
    tried: 5,
    refused: [
      { item: 1, error: odd },
      { item: 3, error: failed },
      { item: 4, error: failed },
    ],
  });
  expect(onDone).toHaveBeenCalledOnce();
});

it("begins nothing more once it is stopped, and says how far it came", async () => {
  const { shown } = showSeveral(() => {
    shown.result.current.stop();
    return Promise.resolve([]);
  });
  await act(() => shown.result.current.run(numbers, ""));
  expect(shown.result.current.progress).toEqual({ step: "done", tried: 2, refused: [] });
});

it("takes the refused ones out of an answer with a code for each", () => {
  const [only, ...more] = refusedOf([
    { item: "a", code: null },
    { item: "b", code: "LUCID_ERR_1003" },
    { item: undefined, code: "LUCID_ERR_1003" },
  ]);
  expect(only).toMatchObject({ item: "b", error: { code: "LUCID_ERR_1003" } });
  expect(more).toEqual([]);
});
