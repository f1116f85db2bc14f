import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useStore } from "zustand";
import { useApi } from "../../../shared/api/api.ts";
import type { KnownHere } from "./known-here.ts";

export function useKnownHere(): KnownHere {
  const { queries, login } = useApi();
  const chain = useQuery(queries.chain.info.queryOptions()).data;
  const node = useQuery(queries.node.info.queryOptions()).data;
  const owner = useStore(login.state, ({ account }) => account?.tron_address ?? undefined);
  return useMemo(
    () => ({ network: chain && { hash: chain.network, name: chain.network_name }, node: node?.node_id, owner }),
    [chain, node, owner],
  );
}
