import { createStore } from "zustand/vanilla";
import { heldIdentity, heldWallet, type PageWallet } from "./vault.ts";

interface Asked {
  readonly answer: (wallet: PageWallet | undefined) => void;
}

/** What the dialog in the shell is shown for. */
export const asked = createStore<{ readonly now: Asked | undefined }>(() => ({ now: undefined }));

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
