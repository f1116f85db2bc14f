import type { Session } from "@lucid/contract";
import { openPicture } from "@lucid/identity";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { useApi } from "../../../shared/api/api.ts";
import { heldIdentity, vault } from "../../wallet/index.ts";
import { fromBase64, unwrapFirst } from "../unwrap-first.ts";
import { lacksPicture, pictureMaker } from "./make-picture.ts";

export type Picture =
  /** An address for an image element, which this page made. */
  | { readonly kind: "shown"; readonly address: string }
  /** There is one, and the wallet is locked in this page. */
  | { readonly kind: "locked" }
  | { readonly kind: "failed"; readonly error: unknown }
  /** None yet, or none for whoever looks. */
  | { readonly kind: "none" };

const KEY = "opened-picture";

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
    if (!hasIdentity) cache.removeQueries({ queryKey: [KEY] });
  }, [cache, hasIdentity]);

  const opened = useQuery({
    queryKey: [KEY, session_id, picture_at],
    enabled: enabled && hasIdentity && picture_at !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    async queryFn({ signal }) {
      const identity = heldIdentity();
      // Only who opens the key asks for the picture: for others it would be a refusal in the audit log.
      const dataKey = identity && (await unwrapFirst(await api.client.sessions.keys({ session_id }, { signal }), identity));
      if (!dataKey) return null;
      const { sealed } = await api.client.sessions.picture({ session_id }, { signal });
      return addressOf(openPicture(fromBase64(sealed), dataKey, session_id));
    },
  });

  if (picture_at !== null && !hasIdentity) return { kind: "locked" };
  if (opened.data && hasIdentity) return { kind: "shown", address: opened.data };
  const error: unknown = opened.error ?? failure;
  return error === undefined || error === null ? { kind: "none" } : { kind: "failed", error };
}

/** As an address of its own type: another recipient may have sealed anything. */
function addressOf(picture: Uint8Array): string {
  const text = Array.from(picture, (byte) => String.fromCharCode(byte)).join("");
  const type =
    text.startsWith("RIFF") && text.startsWith("WEBP", 8) ? "webp" : text.startsWith("\u00ff\u00d8\u00ff") ? "jpeg" : undefined;
  if (type === undefined) throw new Error("What was kept as the picture is none");
  return `data:image/${type};base64,${btoa(text)}`;
}
