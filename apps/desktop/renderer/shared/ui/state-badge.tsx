import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { useFreshness } from "./freshness.tsx";
import { Badge, type Tone } from "./mark.tsx";

type Shown = Pick<Session, "state" | "anchor" | "end">;

/** A session's state in one word and its tone. A sealed session is named by how far its proof is. */
export function describeState(session: Shown, i18n: I18n): { readonly tone: Tone; readonly label: string } {
  if (session.anchor.status === "final" && session.state !== "deleted") {
    return session.end === "interrupted" || session.state === "interrupted"
      ? { tone: "warning", label: i18n.t("interrupted") }
      : { tone: "proven", label: i18n.t("final") };
  }
  switch (session.state) {
    case "created":
      return { tone: "quiet", label: i18n.t("not started") };
    case "recording":
      return { tone: "recording", label: i18n.t("recording") };
    case "paused":
      return { tone: "warning", label: i18n.t("paused") };
    case "processing":
      return { tone: "waiting", label: i18n.t("sealing") };
    case "stored":
      return { tone: "waiting", label: i18n.t("sealed") };
    case "anchored":
      return { tone: "waiting", label: i18n.t("anchored") };
    case "completed":
      return { tone: "proven", label: i18n.t("final") };
    case "interrupted":
      return { tone: "warning", label: i18n.t("interrupted") };
    case "failed":
      return { tone: "bad", label: i18n.t("failed") };
    case "cancelled":
      return { tone: "quiet", label: i18n.t("given up") };
    case "deleted":
      return { tone: "quiet", label: i18n.t("deleted") };
  }
}

/** What the node alone moves on: how it is now cannot be known while the node is not heard. */
const isMoving = ({ tone }: { readonly tone: Tone }, { state }: Shown): boolean =>
  tone === "recording" || tone === "waiting" || state === "paused";

/** A session's state as far as the page knows it: of what moves, and is not heard of now, with its age. */
export function useStateInWords(): (session: Shown) => { readonly tone: Tone; readonly label: string } {
  const { i18n } = useLingui();
  const { isFresh, age } = useFreshness();
  return (session) => {
    const described = describeState(session, i18n);
    if (isFresh || !isMoving(described, session)) return described;
    const { label: state } = described;
    return {
      tone: "waiting",
      label: age === undefined ? i18n.t("{state} when last heard", { state }) : i18n.t("{state} {age} ago", { state, age }),
    };
  };
}

export function StateBadge({ session }: { readonly session: Shown }) {
  const { tone, label } = useStateInWords()(session);
  return <Badge tone={tone}>{label}</Badge>;
}
