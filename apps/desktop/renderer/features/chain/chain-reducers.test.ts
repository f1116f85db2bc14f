import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { chainHead, chainReducers } from "./chain-reducers.ts";

it("keeps the head of the chain, and asks again for what is shown of it", () => {
  const { queries } = createTestApi({});
  const cache = new QueryClient();
  const info = queries.chain.info.queryKey();
  cache.setQueryData(info, undefined);
  cache.getQueryCache().build(cache, { queryKey: info });
  const timestamp = "2026-11-20T10:00:00.000Z";
  const head = { type: "head", height: 12, finalized_height: 11, hash: "0".repeat(64), timestamp } as const;
  chainReducers.head(head, { cache, queries });
  expect(chainHead.getState().head).toEqual({ height: 12, finalizedHeight: 11, timestamp });
  expect(cache.getQueryState(info)?.isInvalidated).toBe(true);
});
