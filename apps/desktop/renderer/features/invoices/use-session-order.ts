import type { SessionId } from "@lucid/contract";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** How a session that was prepared is paid for. */
export const useSessionOrder = (session_id: SessionId) =>
  useQuery(useApi().queries.sales.get.queryOptions({ input: { session_id } }));
