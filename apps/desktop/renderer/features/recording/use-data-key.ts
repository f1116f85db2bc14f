import type { KeyEnvelopes, SessionId } from "@lucid/contract";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { heldIdentity, vault } from "../wallet/index.ts";
import { unwrapFirst } from "./unwrap-first.ts";

export type DataKey =
  | { readonly kind: "loading" }
  /** The wallet is locked in this page. */
  | { readonly kind: "locked"; readonly recipients: readonly string[] }
  | { readonly kind: "open"; readonly key: Uint8Array }
  /** The own identity is none of those the key was wrapped for. */
  | { readonly kind: "not-for-you"; readonly recipients: readonly string[] }
  | { readonly kind: "failed"; readonly error: unknown; readonly retry: () => void };

/** Opens the session's data key with the identity this page holds. The key stays in this component's memory. */
export function useDataKey(id: SessionId, enabled: boolean): DataKey {
  const { queries } = useApi();
  const envelopes = useQuery({ ...queries.sessions.keys.queryOptions({ input: { session_id: id } }), enabled });
  const hasIdentity = useStore(vault, (state) => state.hasIdentity);
  const [outcome, setOutcome] = useState<{
    readonly of: KeyEnvelopes;
    readonly key: Uint8Array | undefined;
    readonly error?: unknown;
  }>();

  useEffect(() => {
    const identity = heldIdentity();
    if (!envelopes.data || !hasIdentity || identity === undefined) return undefined;
    let gone = false;
    const of = envelopes.data;
    unwrapFirst(of, identity).then(
      (key) => !gone && setOutcome({ of, key }),
      (error: unknown) => !gone && setOutcome({ of, key: undefined, error }),
    );
    return () => {
      gone = true;
    };
  }, [envelopes.data, hasIdentity]);

  const retry = (): void => void envelopes.refetch();
  if (envelopes.error && !envelopes.data) return { kind: "failed", error: envelopes.error, retry };
  if (!envelopes.data) return { kind: "loading" };
  const recipients = [...new Set(envelopes.data.envelopes.flatMap((envelope) => envelope.recipients))];
  if (!hasIdentity) return { kind: "locked", recipients };
  // The key of a session never changes; only who else can open it does.
  if (outcome?.key) return { kind: "open", key: outcome.key };
  if (outcome?.of !== envelopes.data) return { kind: "loading" };
  if (outcome.error !== undefined) return { kind: "failed", error: outcome.error, retry };
  return { kind: "not-for-you", recipients };
}
