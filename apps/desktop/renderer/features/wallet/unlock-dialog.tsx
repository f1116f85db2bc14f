import { useLingui } from "@lingui/react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { useApi } from "../../shared/api/api.ts";
import { Dialog } from "../../shared/ui/index.ts";
import { openAccountIdentity } from "./account-identity.ts";
import { heldIdentity, heldWallet, holdWallet, type PageWallet } from "./vault.ts";
import { WalletChoice } from "./wallet-choice.tsx";

interface Asked {
  readonly answer: (wallet: PageWallet | undefined) => void;
}

const asked = createStore<{ readonly now: Asked | undefined }>(() => ({ now: undefined }));

function askForWallet(): Promise<PageWallet | undefined> {
  asked.getState().now?.answer(undefined);
  const answered = Promise.withResolvers<PageWallet | undefined>();
  asked.setState({ now: { answer: answered.resolve } });
  return answered.promise.finally(() => asked.setState({ now: undefined }));
}

/** The open wallet; asks for the passphrase first when it is locked. Undefined when the person would rather not. */
export const requestWallet = async (): Promise<PageWallet | undefined> => heldWallet() ?? (await askForWallet());

/**
 * The account's encryption identity (AGE-SECRET-KEY-1...), which opens its recordings; unlocks the wallet first
 * when it is locked. Undefined when the person would rather not.
 */
export async function requestIdentity(): Promise<string | undefined> {
  const open = heldIdentity();
  if (open !== undefined) return open;
  return (await askForWallet()) ? heldIdentity() : undefined;
}

/** Stands once in the shell: shown whenever something needs the wallet and it is locked. */
export function UnlockDialog() {
  const { i18n } = useLingui();
  const api = useApi();
  const now = useStore(asked, (state) => state.now);
  const account = useStore(api.login.state, (state) => state.account);

  async function accept(wallet: PageWallet): Promise<void> {
    if (account && wallet.address !== account.tron_address) {
      throw new Error(i18n.t("This wallet belongs to another account. Log out to change accounts."));
    }
    holdWallet(wallet);
    await openAccountIdentity(api, wallet);
    now?.answer(wallet);
  }

  return (
    <Dialog opened={now !== undefined} onClose={() => now?.answer(undefined)} title={i18n.t("Unlock your wallet")}>
      <WalletChoice
        lead={i18n.t("Your signature is needed, and this page forgets the wallet whenever it is loaded anew.")}
        onWallet={accept}
      />
    </Dialog>
  );
}
