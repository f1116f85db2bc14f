import { useLingui } from "@lingui/react";
import { Title } from "@mantine/core";
import { useStore } from "zustand";
import classes from "../verify.module.css";
import { browserBook } from "./browser-book.ts";
import type { Identities } from "./identities.ts";
import { IdentityRow } from "./identity-row.tsx";
import { KeepingNote } from "./keeping-note.tsx";
import type { KnownHere } from "./known-here.ts";
import { NetworkRow } from "./network-row.tsx";
import { NodeRow } from "./node-row.tsx";

export interface IdentitySectionProps {
  /** A chunk proof names no owner. */
  readonly identities: Omit<Identities, "owner"> & Partial<Identities>;
  readonly networkName: string;
  readonly here: KnownHere;
}

/** Whose recording it is: each key, the reader's name for it, and the way to give it one. */
export function IdentitySection({ identities: { node, owner, network }, networkName, here }: IdentitySectionProps) {
  const { i18n } = useLingui();
  const { book, keeping } = useStore(browserBook.state);
  return (
    <section className={classes.identities}>
      <Title order={3}>{i18n.t("Whose recording it is")}</Title>
      <NodeRow node={node} />
      {owner && (
        <IdentityRow
          identity={owner}
          title={i18n.t("Allowed by the owner")}
          what={i18n.t("address")}
          reason={
            owner.isHere ? i18n.t("This is your account.") : i18n.t("Compare this address with the one you have from the owner.")
          }
        />
      )}
      <NetworkRow network={network} name={networkName} here={here} />
      {book.known.length > 0 && <KeepingNote keeping={keeping} />}
    </section>
  );
}
