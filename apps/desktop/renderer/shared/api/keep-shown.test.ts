import { QueryCache, QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, it } from "vitest";
import { connection } from "./connection.ts";
import { keepShown } from "./keep-shown.ts";

const before = connection.getState();
afterEach(() => connection.setState(before, true));

const offline = new TypeError("Failed to fetch");

/** What a screen sees of an answer that it had, or never had, once the node fails to answer again. */
async function seenAfter(error: Error, first?: string) {
  const cache = new QueryClient({ queryCache: new QueryCache({ onError: keepShown }) });
  const queryKey = ["people"];
  if (first !== undefined) cache.setQueryData(queryKey, first);
  const observer = new QueryObserver<string>(cache, {
    queryKey,
    retry: false,
    staleTime: 0,
    queryFn: () => Promise.reject(error),
  });
  const end = observer.subscribe(() => undefined);
  await observer.refetch();
  const { data, error: shown, isStale } = observer.getCurrentResult();
  end();
  cache.clear();
  return { data, error: shown, isStale };
}

it("keeps what is shown while the node is not heard, and asks for it again later", async () => {
  connection.setState({ state: "down" });
  expect(await seenAfter(offline, "Ada")).toEqual({ data: "Ada", error: null, isStale: true });
});

it("says why there is nothing to show", async () => {
  connection.setState({ state: "down" });
  expect(await seenAfter(offline)).toMatchObject({ data: undefined, error: offline });
});

it("says that a call failed while the node is heard, and what the node refused at any time", async () => {
  connection.setState({ state: "live" });
  expect(await seenAfter(offline, "Ada")).toMatchObject({ data: "Ada", error: offline });
  connection.setState({ state: "down" });
  const refused = new Error("forbidden");
  expect(await seenAfter(refused, "Ada")).toMatchObject({ data: "Ada", error: refused });
});
