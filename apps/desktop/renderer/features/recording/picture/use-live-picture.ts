import { isOpen, type Session } from "@lucid/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useStore } from "zustand";
import { useApi } from "../../../shared/api/api.ts";
import { neverChanges } from "../../../shared/api/never-changes.ts";
import { vault } from "../../wallet/index.ts";
import { OPENED_PICTURE, type Picture } from "./use-picture.ts";

/** The picture is taken anew after so many chunks: about a minute. */
const EVERY_CHUNKS = 6;

/** What a session that runs looked like when its last chunks were sealed; made in this page and kept nowhere. */
export function useLivePicture(session: Session, enabled: boolean): Picture {
  const api = useApi();
  const hasIdentity = useStore(vault, (state) => state.hasIdentity);
  const { session_id, chunk_count } = session;
  const runs = isOpen(session) && chunk_count > 0;
  const taken = useQuery({
    queryKey: [OPENED_PICTURE, session_id, "live", Math.ceil(chunk_count / EVERY_CHUNKS)],
    enabled: enabled && hasIdentity && runs,
    staleTime: neverChanges,
    retry: false,
    placeholderData: keepPreviousData,
    async queryFn({ signal }) {
      const { takeLivePicture } = await import("./take-live-picture.ts");
      return await takeLivePicture(api, session_id, chunk_count, signal);
    },
  });
  if (!runs) return { kind: "none" };
  if (!hasIdentity) return { kind: "locked" };
  return taken.data ? { kind: "shown", address: taken.data } : { kind: "none" };
}
