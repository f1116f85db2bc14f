import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Tooltip, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ui.module.css";

/** Terms of the trade that a newcomer meets; the meaning is the one of docs/glossary.md. */
export type TermName =
  | "node"
  | "chain"
  | "block"
  | "final"
  | "anchor"
  | "checkpoint"
  | "chunk"
  | "manifest"
  | "merkle-root"
  | "bundle"
  | "recipient"
  | "challenge"
  | "policy"
  | "setup-code"
  | "weight";

export interface TermProps {
  readonly name: TermName;
  /** The term as it stands in the sentence. */
  readonly children: ReactNode;
}

/** A term with its meaning in one line: shown on hover, focus and tap. */
export function Term({ name, children }: TermProps) {
  const { i18n } = useLingui();
  return (
    <Tooltip label={meaningOf(name, i18n)} multiline w={260} withArrow events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton component="span" role="button" tabIndex={0} className={classes.term}>
        {children}
      </UnstyledButton>
    </Tooltip>
  );
}

function meaningOf(name: TermName, i18n: I18n): string {
  switch (name) {
    case "node":
      return i18n.t("A computer that runs Lucid: it opens desktops, records them and keeps a copy of the chain.");
    case "chain":
      return i18n.t(
        "A public list of blocks that is only ever added to: what stands in it cannot be changed later without everybody seeing it.",
      );
    case "block":
      return i18n.t("A page of the chain: it names the page before it by its fingerprint, and the time it was made.");
    case "final":
      return i18n.t("Nothing can take it off the chain any more. Anchored is not yet final.");
    case "anchor":
      return i18n.t("The entry on the chain that holds the fingerprint of a whole sealed recording.");
    case "checkpoint":
      return i18n.t("An entry on the chain that holds the fingerprints of what was recorded so far, while it goes on.");
    case "chunk":
      return i18n.t("Up to 10 seconds of a recording: compressed, encrypted and fingerprinted as one.");
    case "manifest":
      return i18n.t("The signed list of all chunks of a recording, with their times, sizes and fingerprints.");
    case "merkle-root":
      return i18n.t("One fingerprint over all chunks, made so that each of them can be checked by itself.");
    case "bundle":
      return i18n.t("A .lucid file: a recording or part of it, with all that is needed to check it offline.");
    case "recipient":
      return i18n.t("The public half of your key: recordings are encrypted to it, and only your wallet opens the other half.");
    case "challenge":
      return i18n.t("A text that counts once and for five minutes: your signature under it shows that the wallet is yours.");
    case "policy":
      return i18n.t("What the people in one session may do. Whatever it does not grant is refused.");
    case "setup-code":
      return i18n.t(
        "A code that the node prints at its first start: whoever presents it first becomes its owner, and then it is void.",
      );
    case "weight":
      return i18n.t("How much the vote of a member counts when blocks are made final.");
  }
}
