import { useMutation, useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** How Tor is, and what is done with it; the stream of events says when it changed. */
export function useTor() {
  const { tor } = useApi().queries;
  return {
    status: useQuery(tor.status.queryOptions()),
    start: useMutation(tor.start.mutationOptions()),
    stop: useMutation(tor.stop.mutationOptions()),
    restart: useMutation(tor.restart.mutationOptions()),
    test: useMutation(tor.testConnection.mutationOptions()),
    renew: useMutation(tor.renewAddress.mutationOptions()),
    remove: useMutation(tor.removeAddress.mutationOptions()),
  };
}
export type Tor = ReturnType<typeof useTor>;
