import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { useMemo } from "react";
import type { PageAction } from "../../shared/ui/index.ts";
import type { Asking } from "./session-actions.tsx";

/** What the page of a session offers to the palette beside its own buttons. */
export function useSessionPageActions({ state, anchor }: Session, onAsk: (what: Asking) => void): readonly PageAction[] {
  const { i18n } = useLingui();
  const isFinal = anchor.status === "final";
  const isDeleted = state === "deleted";
  return useMemo(
    () => [
      ...(isFinal ? [{ id: "page-verify", label: i18n.t("Verify"), run: () => onAsk("verify") }] : []),
      ...(isFinal ? [{ id: "page-export", label: i18n.t("Export"), run: () => onAsk("export") }] : []),
      ...(isDeleted ? [] : [{ id: "page-rename", label: i18n.t("Name and description"), run: () => onAsk("rename") }]),
    ],
    [i18n, isFinal, isDeleted, onAsk],
  );
}
