import type { I18n } from "@lingui/core";
import type { OpenFailure } from "@lucid/identity";
import type { PageFault } from "../../api/page-fault.ts";
import { type ErrorWords, nextSteps } from "./words.ts";

/** What this page itself finds, without the node. */
export type PageCode = OpenFailure | PageFault | "OFFLINE" | "FORM";

export function pageWords(i18n: I18n): Record<PageCode, ErrorWords> {
  const { again, ask, report, reload } = nextSteps(i18n);
  const altered = i18n.t("Verify the recording: that shows which parts are as they were recorded.");
  return {
    OFFLINE: { what: i18n.t("The node does not answer. It may be starting, or the connection is gone."), next: again },
    FORM: { what: i18n.t("Something in the address or in an answer does not have the form it should have."), next: reload },
    "no-wallet-extension": {
      what: i18n.t("No TRON wallet extension is in this browser."),
      next: i18n.t("Install one, or use another wallet."),
    },
    "extension-locked": { what: i18n.t("The wallet extension named no account."), next: i18n.t("Unlock it and try again.") },
    "device-left": {
      what: i18n.t("Nothing was signed on the device."),
      next: i18n.t("Refuse what it still shows, and try again."),
    },
    "challenge-invalid": {
      what: i18n.t("The node asked for a signature under something that is no login. Nothing was signed."),
      next: i18n.t("Do not use this node before you know why."),
    },
    "wallet-unreadable": {
      what: i18n.t("The wallet kept in this browser cannot be read."),
      next: i18n.t("Restore it with your 12 words."),
    },
    "wallet-unsteady": {
      what: i18n.t("This wallet signs the same text differently each time: no key for recordings can be made from it."),
      next: i18n.t("Use another wallet."),
    },
    "other-wallet": { what: i18n.t("This wallet belongs to another account."), next: i18n.t("Log out to change accounts.") },
    "passkey-known": {
      what: i18n.t("What you chose keeps a passkey of this account already."),
      next: i18n.t("Use that one, or choose another device or key."),
    },
    "passkey-not-used": {
      what: i18n.t("No passkey was used: it was cancelled, it took too long, or there is none for this node here."),
      next: i18n.t("Try again, or use your wallet."),
    },
    "download-cut": { what: i18n.t("The download ended too early."), next: i18n.t("Start it again.") },
    "video-chunk": { what: i18n.t("A chunk of the recording does not open: no video can be made with it."), next: altered },
    "chunk-list": { what: i18n.t("The node's list of chunks has a hole."), next: report },
    "key-not-for-you": {
      what: i18n.t("This recording is not encrypted to your key."),
      next: i18n.t("Somebody who can open it can let you in."),
    },
    "envelope-invalid": { what: i18n.t("The envelope around the recording's key is damaged."), next: ask },
    "key-mismatch": { what: i18n.t("The key in the envelope is not the key of this recording."), next: ask },
    "identity-sealed": {
      what: i18n.t("This wallet does not open the key that the node keeps for you, or that key was altered."),
      next: i18n.t("Use the wallet that you first logged in with."),
    },
    "identity-invalid": { what: i18n.t("The key that the node keeps for you is no such key."), next: ask },
    "recipient-invalid": {
      what: i18n.t("Recordings cannot be encrypted to this: it is no key."),
      next: i18n.t("Such a key begins with age1 and has 62 characters: check whether it was copied whole."),
    },
    "chunk-format": { what: i18n.t("It is not a chunk of a Lucid recording, or its beginning was changed."), next: altered },
    "chunk-sealed": { what: i18n.t("A chunk does not open with the session's key."), next: altered },
    "chunk-content": { what: i18n.t("The content of a chunk is not what its header says."), next: altered },
    "picture-sealed": {
      what: i18n.t("The picture does not open with the session's key."),
      next: i18n.t("The recording itself is not affected, and its proof can still be verified."),
    },
    "tail-format": {
      what: i18n.t("It is not the live part of a Lucid recording, or this page is older than the node."),
      next: i18n.t("Load the page anew."),
    },
    "tail-sealed": {
      what: i18n.t("The live part does not open with the session's key: it was altered on its way, or the key is another's."),
      next: i18n.t("Wait until the chunk is sealed: then it is checked by itself."),
    },
  };
}
