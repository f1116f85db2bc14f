import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { neverChanges } from "./never-changes.ts";

it("asks once for what never changes, and again for what did not come, when all that is shown is asked for anew", async () => {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked = { kept: 0, missed: 0, moving: 0 };
  const watch = (name: keyof typeof asked, staleTime: typeof neverChanges | number) =>
    new QueryObserver(cache, {
      queryKey: [name],
      staleTime,
      queryFn: () => {
        asked[name] += 1;
        if (name === "missed" && asked.missed === 1) throw new Error("The node is away");
        return name;
      },
    }).subscribe(() => undefined);
  const ends = [watch("kept", neverChanges), watch("missed", neverChanges), watch("moving", 30_000)];
  await expect.poll(() => cache.isFetching()).toBe(0);
  expect(asked).toEqual({ kept: 1, missed: 1, moving: 1 });
  await cache.invalidateQueries();
  expect(asked).toEqual({ kept: 1, missed: 2, moving: 2 });
  await cache.invalidateQueries();
  expect(asked).toEqual({ kept: 1, missed: 2, moving: 3 });
  for (const end of ends) end();
});
