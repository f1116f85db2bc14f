import { type ChainInfo, HashHex } from "@lucid/contract";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it, onTestFinished } from "vitest";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { chainHead, chainReducers, SHOWS_COUNTS } from "./chain-reducers.ts";

const timestamp = "2026-11-20T10:00:00.000Z";
const head = { type: "head", height: 12, finalized_height: 11, hash: "0".repeat(64), timestamp } as const;
const transaction = { type: "transaction", transaction_id: HashHex.parse(head.hash) } as const;

/** A screen that shows the state of the chain as it was at block 11. */
function show(meta: Record<string, unknown> = {}) {
  const { queries } = createTestApi({});
  const cache = new QueryClient();
  const asked = { info: 0, genesis: 0, blocks: 0 };
  for (const what of ["info", "genesis", "blocks"] as const) {
    const queryKey: readonly unknown[] =
      what === "blocks" ? queries.chain.blocks.queryKey({ input: { page: 1, limit: 20 } }) : queries.chain[what].queryKey();
    cache.setQueryData(queryKey, { current_height: 11, finalized_height: 10 } satisfies Partial<ChainInfo>);
    const queryFn = () => {
      asked[what] += 1;
      return { current_height: 12, finalized_height: 11 };
    };
    const observer = new QueryObserver<unknown>(cache, {
      queryKey,
      queryFn,
      staleTime: 60_000,
      meta,
    });
    onTestFinished(observer.subscribe(() => undefined));
  }
  return { asked, kept: { cache, queries } };
}

it("keeps the head of the chain, and asks again for what is shown of it: never for what a chain began with", () => {
  const { asked, kept } = show();
  chainReducers.head(head, kept);
  expect(chainHead.getState().head).toEqual({ height: 12, finalizedHeight: 11, timestamp });
  // The heights came with the event.
  expect(asked).toEqual({ info: 0, genesis: 0, blocks: 1 });
});

it("asks how many transactions there are where that is shown, and not for a block that the answer knows already", async () => {
  const { asked, kept } = show(SHOWS_COUNTS);
  chainReducers.head(head, kept);
  await expect.poll(() => asked.info).toBe(1);
  await expect.poll(() => kept.cache.isFetching()).toBe(0);
  chainReducers.head(head, kept);
  await expect.poll(() => asked.blocks).toBe(2);
  expect(asked.info).toBe(1);
  chainReducers.transaction(transaction, kept);
  await expect.poll(() => asked.info).toBe(2);
  expect(asked.genesis).toBe(0);
});
