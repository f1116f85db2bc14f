import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { AgedArea } from "../../shared/ui/index.ts";
import { ConnectCard } from "./connect-card.tsx";
import classes from "./live.module.css";
import { Participants } from "./participants.tsx";
import { ProofNow } from "./proof-now.tsx";

/** What is looked at now and then, beside the desktop: the proof so far, who is connected, how an RDP client gets in. */
export function LiveDetails({ session, id }: { readonly session: Session; readonly id: string }) {
  const { i18n } = useLingui();
  return (
    <aside id={id} className={classes.details} aria-label={i18n.t("Details")}>
      <AgedArea>
        <ProofNow session={session} />
        <Participants session={session} />
      </AgedArea>
      <ConnectCard session={session} />
    </aside>
  );
}
