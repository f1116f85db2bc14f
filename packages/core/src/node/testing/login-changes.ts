import type { AuthResponse, Contract, NodeEvent } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import type { ContractRouterClient } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { Secret, TOTP } from "otpauth";
import { expect } from "vitest";
import { createSoftPasskey, type SoftPasskey } from "../../logins/testing/soft-passkey.ts";

export type Client = JsonifiedClient<ContractRouterClient<Contract>>;
/** Does what the procedure is for, and gives the event that must come of it. */
export type Change = () => Promise<(event: NodeEvent) => boolean>;

/** The node of a test and who is logged in there. */
export interface LoginWorld {
  readonly wallet: Wallet;
  readonly client: () => Client;
  readonly login: () => AuthResponse;
  readonly clientOf: (token: string | undefined, at?: string) => Client;
  /** The node's address with a name, without which browsers take no passkeys. */
  readonly named: () => string;
  readonly clock: () => Pick<Clock, "now"> & { advance(ms: number): void };
  readonly logIn: (as: Wallet) => Promise<AuthResponse>;
  readonly stepUp: () => Promise<void>;
  /** Reads away what earlier calls caused. */
  readonly settle: () => Promise<void>;
}

/** What changes logins, and the event that must come of it. */
export function createLoginChanges(world: LoginWorld): Readonly<Record<string, Change>> {
  const ofMine = (event: NodeEvent): boolean => event.type === "logins" && event.user_id === world.login().user.user_id;
  const codeOf = (secret: string): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: world.clock().now() });

  async function addedPasskey(): Promise<{ passkey: SoftPasskey; passkey_id: string }> {
    await world.stepUp();
    const passkey = createSoftPasskey(world.named());
    const { logins } = world.clientOf(world.login().access_token, world.named());
    const asked = await logins.passkeyCreation();
    const credential = passkey.create(asked);
    const { passkey_id } = await logins.addPasskey({ challenge_id: asked.challenge_id, name: "Key", credential });
    return { passkey, passkey_id };
  }

  /** Turns the second factor on, does what wants a code, and turns it off again. */
  async function withSecondFactor(work: (code: string) => Promise<void>): Promise<void> {
    await world.stepUp();
    const { secret } = await world.client().logins.enableSecondFactor();
    const { backup_codes } = await world.client().logins.confirmSecondFactor({
      code: codeOf(secret),
    });
    await work(backup_codes[0] ?? "");
    world.clock().advance(30_000);
    await world.client().logins.disableSecondFactor({ code: codeOf(secret) });
  }

  return {
    "logins.login": async () => {
      await world.logIn(world.wallet);
      return ofMine;
    },
    "logins.stepUp": async () => {
      await world.stepUp();
      return ofMine;
    },
    "logins.confirmSecondFactor": async () => {
      await withSecondFactor(async () => undefined);
      return ofMine;
    },
    "logins.newBackupCodes": async () => {
      await withSecondFactor(async (code) => {
        await world.settle();
        await world.client().logins.newBackupCodes({ code });
      });
      return ofMine;
    },
    "logins.disableSecondFactor": async () => {
      await withSecondFactor(world.settle);
      return ofMine;
    },
    "logins.verifySecondFactor": async () => {
      await withSecondFactor(async (code) => {
        const { logins } = world.clientOf(undefined);
        const { challenge_id, message } = await logins.challenge({ tron_address: world.wallet.address });
        const signed = { challenge_id, tron_address: world.wallet.address, signature: world.wallet.signMessage(message) };
        await expect(logins.login(signed)).rejects.toMatchObject({ status: 401 });
        await world.settle();
        await logins.verifySecondFactor({ challenge_id, code });
      });
      return ofMine;
    },
    "logins.passkeyLogin": async () => {
      const { passkey } = await addedPasskey();
      await world.settle();
      const { logins } = world.clientOf(undefined, world.named());
      const asked = await logins.passkeyChallenge();
      await logins.passkeyLogin({ challenge_id: asked.challenge_id, credential: passkey.answer(asked) });
      return ofMine;
    },
    "logins.addPasskey": async () => {
      await addedPasskey();
      return ofMine;
    },
    "logins.renamePasskey": async () => {
      const { passkey_id } = await addedPasskey();
      await world.settle();
      await world.client().logins.renamePasskey({ passkey_id, name: "Another" });
      return ofMine;
    },
    "logins.removePasskey": async () => {
      const { passkey_id } = await addedPasskey();
      await world.settle();
      await world.client().logins.removePasskey({ passkey_id });
      return ofMine;
    },
    "logins.refresh": async () => {
      await world.clientOf(undefined).logins.refresh({ refresh_token: world.login().refresh_token });
      return ofMine;
    },
    "logins.logout": async () => {
      const other = await world.logIn(world.wallet);
      await world.settle();
      await world.clientOf(other.access_token).logins.logout({});
      return ofMine;
    },
    "logins.end": async () => {
      await world.logIn(world.wallet);
      await world.settle();
      const { sessions } = await world.client().logins.list();
      const other = sessions.find(({ is_current }) => !is_current);
      await world.client().logins.end({ session_id: other?.session_id ?? "" });
      return ofMine;
    },
    "logins.endOthers": async () => {
      await world.logIn(world.wallet);
      await world.settle();
      expect(await world.client().logins.endOthers()).toMatchObject({ terminated_count: expect.any(Number) });
      return ofMine;
    },
    "logins.resetSecondFactor": async () => {
      const { access_token, user } = await world.logIn(walletFromPhrase(createWallet().phrase));
      const { user_id } = user;
      const { logins } = world.clientOf(access_token);
      const { secret } = await logins.enableSecondFactor();
      await logins.confirmSecondFactor({ code: codeOf(secret) });
      await world.stepUp();
      await world.settle();
      await world.client().logins.resetSecondFactor({ user_id });
      return (event) => event.type === "logins" && event.user_id === user_id;
    },
  };
}
