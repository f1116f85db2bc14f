import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { explainReason } from "../../shared/text/reason-words.ts";
import { useFreshness } from "../../shared/ui/index.ts";
import classes from "./live.module.css";

/** What whoever works in the desktop must know now, above the picture and never on it. */
export function LiveBanners({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const { isFresh } = useFreshness();
  if (!isFresh || (!session.input_frozen && session.state !== "paused")) return null;
  return (
    <div className={classes.banner} role="alert">
      {session.state === "paused"
        ? i18n.t("Paused: nothing is recorded until you resume. That there is a gap is proven.")
        : i18n.t("Recording is interrupted, so mouse and keyboard are off until it is back.")}
      {session.input_frozen && <div>{explainReason(session, i18n)}</div>}
    </div>
  );
}
