import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useSelection } from "./use-selection.ts";

interface Row {
  readonly id: string;
  readonly name: string;
}
const row = (id: string, name = id): Row => ({ id, name });
const idOf = ({ id }: Row): string => id;

it("keeps what is ticked over the pages of a list, in the order of the list and as it is listed now", () => {
  const shown = renderHook(({ listed }: { listed: readonly Row[] }) => useSelection(listed, idOf), {
    initialProps: { listed: [row("a"), row("b"), row("c")] },
  });
  act(() => shown.result.current.toggle(row("c")));
  act(() => shown.result.current.toggle(row("a")));
  expect(shown.result.current.items).toEqual([row("a"), row("c")]);
  shown.rerender({ listed: [row("d"), row("c", "renamed")] });
  expect(shown.result.current.items).toEqual([row("c", "renamed"), row("a")]);
  act(() => shown.result.current.toggleAll([row("d"), row("c")]));
  act(() => shown.result.current.toggle(row("a")));
  expect(shown.result.current.items).toEqual([row("d"), row("c", "renamed")]);
  act(() => shown.result.current.clear());
  expect(shown.result.current.items).toEqual([]);
});
