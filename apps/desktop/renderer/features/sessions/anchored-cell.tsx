import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import { formatCount } from "../../shared/format/index.ts";
import { Ago } from "../../shared/ui/index.ts";

/** How far a session's proof reaches: while it runs up to a moment, afterwards the block that holds it. */
export function AnchoredCell({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const { anchor, proven_until: provenUntil } = session;
  if (isOpen(session)) {
    if (provenUntil === null) return i18n.t("nothing proven yet");
    return <Ago at={provenUntil} render={(span) => i18n.t("proven up to {span} ago", { span })} />;
  }
  if (anchor.block_height !== null) {
    const height = formatCount(anchor.block_height);
    if (session.end === "interrupted") return i18n.t("sealed after restart, block {height}", { height });
    return anchor.status === "final" ? i18n.t("block {height}", { height }) : i18n.t("block {height}, not final yet", { height });
  }
  return anchor.status === "submitted" ? i18n.t("waits for a block") : null;
}
