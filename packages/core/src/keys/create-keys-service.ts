import { join } from "node:path";
import { EXCHANGED_KEYS, type ExchangedKey, keyErrors, type NodeKey, type NodeKeys, UserId } from "@lucid/contract";
import { type Principal, requirePrincipal, type Services } from "../calls/index.ts";
import type { CertificateKeeper } from "../desktops/index.ts";
import type { DirectoryArea } from "../directory/index.ts";
import type { Ground } from "../ground/index.ts";
import type { LoginsArea } from "../logins/index.ts";
import type { Accounts } from "../people/index.ts";
import { formerKeysIn } from "./former-keys.ts";
import type { createKeyExchangeRepository, KeyExchangeRow } from "./key-exchange-repository.ts";
import { listKeys } from "./list-keys.ts";
import { KEY_BYTES, replaceSecret } from "./replace-secret.ts";

export interface KeysDeps {
  readonly accounts: Pick<Accounts, "find">;
  readonly logins: Pick<LoginsArea, "sharesTokenKey" | "useTokenKey" | "openCount">;
  readonly directory: Pick<DirectoryArea, "useKycKey">;
  /** Undefined where this machine hosts no desktops. */
  readonly certificates: CertificateKeeper | undefined;
}

export interface KeysServiceDeps extends KeysDeps, Pick<Ground, "clock" | "randomness" | "folder" | "keys"> {
  readonly exchanges: ReturnType<typeof createKeyExchangeRepository>;
}

/** The keys of a node that runs, and a new one in the place of each. */
export function createKeysService(deps: KeysServiceDeps): Services["keys"] {
  const { accounts, certificates, clock, directory, exchanges, folder, logins, randomness } = deps;

  function stateOf(key: ExchangedKey): NodeKey["state"] {
    if (key === "token" && logins.sharesTokenKey) return "shared";
    return key === "rdp" && certificates === undefined ? "absent" : "own";
  }

  function toExchange({ key, at, reason, user_id, ended_logins }: KeyExchangeRow): NodeKeys["exchanges"][number] {
    const by = { user_id: UserId.parse(user_id), name: accounts.find(user_id)?.username ?? null };
    return { key, at: new Date(at).toISOString(), reason, by, ended_logins };
  }

  function certificateOf(key: ExchangedKey): Pick<NodeKey, "fingerprint" | "valid_until"> {
    const shown = key === "rdp" ? certificates?.certificate() : undefined;
    if (!shown) return { fingerprint: null, valid_until: null };
    return { fingerprint: shown.fingerprint, valid_until: new Date(shown.validUntilMs).toISOString() };
  }

  function get(): NodeKeys {
    const known = new Map(listKeys(folder.path).map((one) => [one.key, one]));
    return {
      node_public_key: deps.keys.publicKey,
      former_node_keys: formerKeysIn(folder.path).filter(({ public_key }) => public_key !== deps.keys.publicKey),
      keys: EXCHANGED_KEYS.map((key) => {
        const state = stateOf(key);
        // What a node does not use may lie in its folder from before.
        const made_at = (state === "own" ? known.get(key)?.made_at : undefined) ?? null;
        return { key, state, made_at, ...certificateOf(key) };
      }),
      open_logins: logins.openCount(),
      exchanges: exchanges.newest().map(toExchange),
    };
  }

  /** The file first: what is in force is what the next start reads. */
  function makeSecret(key: "token" | "kyc"): Uint8Array {
    const secret = randomness.bytes(KEY_BYTES);
    replaceSecret(join(folder.file("keys"), `${key}.key`), secret);
    return secret;
  }

  /** @returns how many logins ended with it. */
  async function exchange(key: ExchangedKey, endLogins: boolean, by: Principal): Promise<number> {
    if (key === "token") return logins.useTokenKey(makeSecret("token"), { endLogins, actorId: by.userId });
    if (key === "kyc") directory.useKycKey(makeSecret("kyc"));
    else await certificates?.exchangeCertificate();
    return 0;
  }

  return {
    get,
    async exchange({ key, reason, end_logins = false }, caller) {
      const by = requirePrincipal(caller);
      caller.identify({ target: key });
      const state = stateOf(key);
      if (state === "shared") throw keyErrors.KEY_SHARED();
      if (state === "absent") throw keyErrors.KEY_ABSENT();
      const ended_logins = await exchange(key, end_logins, by);
      caller.identify({ details: { reason, ended_logins: String(ended_logins) } });
      exchanges.insert({ key, at: clock.now(), reason: reason.toWellFormed(), user_id: by.userId, ended_logins });
      return get();
    },
  };
}
