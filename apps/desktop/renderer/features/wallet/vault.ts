import { createStore } from "zustand/vanilla";
import { sharedUnlock } from "./shared-unlock.ts";

/** A wallet that can sign now. */
export interface PageWallet {
  /** `browser`: made in this page and kept here under a passphrase. `injected`: an extension holds the key. `ledger`: a device does. */
  readonly kind: "browser" | "injected" | "ledger";
  /** TRON account in base58check form. */
  readonly address: string;
  /** TRON message signature (signMessageV2) in hex. Rejects when the person refuses. */
  sign(text: string): Promise<string>;
}

/** What screens may know about the vault; the secrets themselves never enter a store. */
export interface VaultState {
  readonly wallet: Pick<PageWallet, "kind" | "address"> | undefined;
  readonly hasIdentity: boolean;
}

export const vault = createStore<VaultState>(() => ({ wallet: undefined, hasIdentity: false }));

// In this module's memory only: gone with the page, and never written anywhere.
let wallet: PageWallet | undefined;
let identity: string | undefined;

export const heldWallet = (): PageWallet | undefined => wallet;
/** The account's encryption identity (AGE-SECRET-KEY-1...), while it is open. */
export const heldIdentity = (): string | undefined => identity;

export function holdWallet(opened: PageWallet): void {
  if (wallet?.address !== opened.address) identity = undefined;
  wallet = opened;
  vault.setState({ wallet: { kind: opened.kind, address: opened.address }, hasIdentity: identity !== undefined });
}

/** The other tabs of this browser get it as well, where it belongs to the wallet that they share. */
export function holdIdentity(opened: string): void {
  identity = opened;
  vault.setState({ hasIdentity: true });
  if (wallet?.kind === "browser") sharedUnlock()?.send({ type: "identity", address: wallet.address, identity: opened });
}

/** Takes over what another tab unlocked. */
export function adoptUnlock(opened: PageWallet, opens: string | undefined): void {
  holdWallet(opened);
  if (opens === undefined) return;
  identity = opens;
  vault.setState({ hasIdentity: true });
}

/** Forgets a wallet of this browser that was locked in another tab, or by time. */
export function forgetUnlock(): void {
  if (wallet?.kind === "browser") forget();
}

function forget(): void {
  wallet = undefined;
  identity = undefined;
  vault.setState({ wallet: undefined, hasIdentity: false });
}

/** Forgets the open wallet and identity, in every tab; what is kept encrypted stays. */
export function lockVault(): void {
  forget();
  sharedUnlock()?.send({ type: "lock" });
}
