import type { HardwareKey, PaymentsCalls, TronWallet } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import type { Keystore } from "../keystore/keystore.ts";
import type { UnlockedKeys } from "../keystore/unlocked-keys.ts";
import { Refusal } from "../refusal.ts";
import { bytesOfAddress } from "../tron/address.ts";
import type { WalletRepository, WalletRow } from "./wallet-repository.ts";

/** Operations domain 4.6. */
const WALLETS_PER_USER = 10;
const LEAST_PASSPHRASE = 12;
const TRIES = 5;
const CLOSED_MS = 30 * 60_000;

type WalletMethod =
  | "sealingKey"
  | "listWallets"
  | "createWallet"
  | "watchWallet"
  | "addHardwareWallet"
  | "getWallet"
  | "renameWallet"
  | "removeWallet"
  | "unlockWallet"
  | "lockWallet"
  | "rehearseWallet";
export interface Wallets {
  readonly calls: {
    readonly [Method in WalletMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
  };
  /** A key's time was over. */
  locked(walletId: string): void;
}

export interface WalletsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly repository: WalletRepository;
  readonly keystore: Keystore;
  readonly unlocked: UnlockedKeys;
  /** Told of a wallet as it is now; null where it is gone. */
  readonly onChange: (userId: string, walletId: string, wallet: TronWallet | null) => void;
}

const shown = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();
/** What concerns phrases and ciphers is loaded when the first secret comes: most nodes of a day see none. */
const secrets = () => import("../secrets/index.ts");

/** Wallets of accounts: whose they are, what they are called, and whether their key is in memory. */
export function createWallets({ clock, randomness, repository, keystore, unlocked, onChange }: WalletsDeps): Wallets {
  let box: Promise<import("../secrets/index.ts").SealedBox> | undefined;
  const sealedBox = () => (box ??= secrets().then(({ createSealedBox }) => createSealedBox()));

  const show = ({ wallet_id, name, address, kind, device, account, ...row }: WalletRow): TronWallet => ({
    ...{ wallet_id: wallet_id as TronWallet["wallet_id"], name, address, kind },
    hardware: device === null || account === null ? null : { device, account },
    created_at: new Date(row.created_at).toISOString(),
    rehearsed_at: shown(row.rehearsed_at),
    unlocked_until: shown(unlocked.until(wallet_id)),
    last_unlocked_at: shown(row.unlocked_at),
  });

  function need(userId: string, walletId: string): WalletRow {
    const row = repository.find(userId, walletId);
    if (!row) throw new Refusal("WALLET_NOT_FOUND");
    return row;
  }

  function needKey(userId: string, walletId: string): WalletRow {
    const row = need(userId, walletId);
    // Of a backup that was made while a wallet was, the row may be there and the key not.
    if (row.kind !== "hot" || !keystore.has(walletId)) throw new Refusal("WATCH_ONLY");
    return row;
  }

  function requireRoom(userId: string, address: string): void {
    const held = repository.list(userId);
    if (held.some((wallet) => wallet.address === address)) throw new Refusal("WALLET_KNOWN");
    if (held.length >= WALLETS_PER_USER) throw new Refusal("WALLET_LIMIT", { limit: WALLETS_PER_USER });
  }

  function changed(userId: string, walletId: string): TronWallet {
    const wallet = show(need(userId, walletId));
    onChange(userId, walletId, wallet);
    return wallet;
  }

  function add(
    { user_id, name, address }: Pick<WalletRow, "user_id" | "name" | "address">,
    kind: WalletRow["kind"],
    { wallet_id = randomness.uuid(), hardware }: { readonly wallet_id?: string; readonly hardware?: HardwareKey } = {},
  ): TronWallet {
    const key = { device: hardware?.device ?? null, account: hardware?.account ?? null };
    repository.add({ ...{ wallet_id, user_id, name, address, kind }, ...key, created_at: clock.now() });
    return changed(user_id, wallet_id);
  }

  /** One whose key is not here. */
  function addForeign(
    wallet: Pick<WalletRow, "user_id" | "name" | "address">,
    kind: "watch" | "hardware",
    hardware?: HardwareKey,
  ): TronWallet {
    if (!bytesOfAddress(wallet.address)) throw new Refusal("SECRET_INVALID", { fault: "mismatch" });
    requireRoom(wallet.user_id, wallet.address);
    return add(wallet, kind, hardware ? { hardware } : {});
  }

  const calls: Wallets["calls"] = {
    sealingKey: async () => ({ recipient: await (await sealedBox()).recipient() }),
    listWallets: async ({ user_id }) => repository.list(user_id).map(show),
    getWallet: async ({ user_id, wallet_id }) => show(need(user_id, wallet_id)),
    async createWallet({ user_id, name, sealed }) {
      const { readSecret, readKeyMaterial } = await secrets();
      const secret = readSecret(await (await sealedBox()).open(sealed), "create", { user_id });
      if (secret.passphrase.length < LEAST_PASSPHRASE) throw new Refusal("SECRET_INVALID", { fault: "passphrase" });
      const { text, address, privateKey } = await readKeyMaterial(secret.material);
      privateKey.fill(0);
      requireRoom(user_id, address);
      const wallet_id = randomness.uuid();
      // The key is on disk before anything says that there is a wallet.
      await keystore.put({ wallet_id, address }, text, secret.passphrase);
      try {
        requireRoom(user_id, address);
        return add({ user_id, name, address }, "hot", { wallet_id });
      } catch (error) {
        await keystore.remove(wallet_id);
        throw error;
      }
    },
    watchWallet: async (wallet) => addForeign(wallet, "watch"),
    addHardwareWallet: async ({ hardware, ...wallet }) => addForeign(wallet, "hardware", hardware),
    async renameWallet({ user_id, wallet_id, name }) {
      need(user_id, wallet_id);
      repository.rename(wallet_id, name);
      return changed(user_id, wallet_id);
    },
    async removeWallet({ user_id, wallet_id }) {
      const { kind } = need(user_id, wallet_id);
      unlocked.lock(wallet_id);
      if (kind === "hot") await keystore.remove(wallet_id);
      repository.remove(wallet_id);
      onChange(user_id, wallet_id, null);
      return {};
    },
    async unlockWallet({ user_id, wallet_id, sealed, seconds }) {
      const { readSecret, readKeyMaterial } = await secrets();
      needKey(user_id, wallet_id);
      const { passphrase } = readSecret(await (await sealedBox()).open(sealed), "unlock", { user_id, wallet_id });
      const row = need(user_id, wallet_id);
      if (row.closed_until > clock.now()) throw new Refusal("WALLET_CLOSED", { until: new Date(row.closed_until).toISOString() });
      // Counted before it is tried: whoever ends the process meanwhile has had the try.
      const tries = row.failed_tries + 1;
      repository.failed(wallet_id, tries >= TRIES ? 0 : tries, tries >= TRIES ? clock.now() + CLOSED_MS : 0);
      const material = await keystore.open(wallet_id, passphrase);
      if (material === undefined) throw new Refusal("PASSPHRASE_WRONG", { tries_left: Math.max(0, TRIES - tries) });
      const { privateKey } = await readKeyMaterial(material);
      need(user_id, wallet_id);
      repository.unlocked(wallet_id, clock.now());
      unlocked.keep(wallet_id, privateKey, seconds * 1_000);
      return changed(user_id, wallet_id);
    },
    async lockWallet({ user_id, wallet_id }) {
      need(user_id, wallet_id);
      unlocked.lock(wallet_id);
      return changed(user_id, wallet_id);
    },
    async rehearseWallet({ user_id, wallet_id, sealed }) {
      const { readSecret, readKeyMaterial } = await secrets();
      const row = needKey(user_id, wallet_id);
      const { material } = readSecret(await (await sealedBox()).open(sealed), "rehearse", { user_id, wallet_id });
      const { address, privateKey } = await readKeyMaterial(material);
      privateKey.fill(0);
      if (address !== row.address) throw new Refusal("SECRET_INVALID", { fault: "mismatch" });
      repository.rehearsed(wallet_id, clock.now());
      return changed(user_id, wallet_id);
    },
  };
  return {
    calls,
    locked(walletId) {
      const userId = repository.ownerOf(walletId);
      if (userId !== undefined) changed(userId, walletId);
    },
  };
}
