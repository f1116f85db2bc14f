import type { Session } from "@lucid/contract";
import { SessionId } from "@lucid/contract";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useApi } from "../../../shared/api/api.ts";

/** The session that the page is about, if it is about one. */
export function usePageSession(): Session | undefined {
  const { queries } = useApi();
  const { id } = useParams({ strict: false });
  const known = SessionId.safeParse(id);
  return useQuery({
    ...queries.sessions.get.queryOptions({ input: { session_id: known.success ? known.data : NO_ID } }),
    enabled: known.success,
  }).data;
}

/** Stands where there is no id; it is never asked for. */
const NO_ID = SessionId.parse("00000000-0000-4000-8000-000000000000");
