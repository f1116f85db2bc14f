import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** Whether this node has payments at all; the stream of events keeps it current. */
export function usePaymentsOn(): boolean {
  const status = useQuery(useApi().queries.tron.networkStatus.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return status.data !== undefined && status.data.state !== "off";
}
