import type { Session } from "@lucid/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { useApi } from "../../../shared/api/api.ts";
import { neverChanges } from "../../../shared/api/never-changes.ts";
import { vault } from "../../wallet/index.ts";
import { lacksPicture, pictureMaker } from "./page-picture-maker.ts";

export type Picture =
  /** An address for an image element, which this page made. */
  | { readonly kind: "shown"; readonly address: string }
  /** There is one, and the wallet is locked in this page. */
  | { readonly kind: "locked" }
  | { readonly kind: "failed"; readonly error: unknown }
  /** None yet, or none for whoever looks. */
  | { readonly kind: "none" };

/** Queries that hold pictures in the clear: they go when the wallet is locked. */
export const OPENED_PICTURE = "opened-picture";

/** The picture of a recording, opened in this page; has one made in the background where it lacks. `enabled`: somebody looks at it. */
export function usePicture(session: Session, enabled: boolean): Picture {
  const api = useApi();
  const cache = useQueryClient();
  const hasIdentity = useStore(vault, (state) => state.hasIdentity);
  const { session_id, picture_at } = session;
  const maker = pictureMaker(api);
  const failure = useStore(maker.state, ({ failed }) => failed.get(session_id));
  const isMade = enabled && hasIdentity && lacksPicture(session) && failure === undefined;

  useEffect(() => (isMade ? maker.want(session_id) : undefined), [maker, isMade, session_id]);

  useEffect(() => {
    if (!hasIdentity) cache.removeQueries({ queryKey: [OPENED_PICTURE] });
  }, [cache, hasIdentity]);

  const opened = useQuery({
    queryKey: [OPENED_PICTURE, session_id, picture_at],
    enabled: enabled && hasIdentity && picture_at !== null,
    staleTime: neverChanges,
    retry: false,
    async queryFn({ signal }) {
      const { openKeptPicture } = await import("./open-kept-picture.ts");
      return await openKeptPicture(api, session_id, signal);
    },
  });

  if (picture_at !== null && !hasIdentity) return { kind: "locked" };
  if (opened.data && hasIdentity) return { kind: "shown", address: opened.data };
  const error: unknown = opened.error ?? failure;
  return error === undefined || error === null ? { kind: "none" } : { kind: "failed", error };
}
