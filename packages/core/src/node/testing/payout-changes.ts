import { randomBytes } from "node:crypto";
import {
  type AuthResponse,
  ClaimId,
  CorrectionId,
  type NodeEvent,
  PayoutId,
  ScheduleId,
  TronAddress,
  TronWalletId,
  UserId,
} from "@lucid/contract";
import { createWallet, sealWalletSecret, type Wallet, walletFromPhrase } from "@lucid/identity";
import { tronAddressOf } from "@lucid/proof";
import type { TestDevnet } from "@lucid/testkit/node";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect, vi } from "vitest";
import { makeOwner } from "./organisation-changes.ts";
import type { NodeClient } from "./owned-node.ts";

const DEVICE_KEY = randomBytes(32).fill(1, 0, 1);

type Change = () => Promise<(event: NodeEvent) => boolean>;

type LogInAs = (wallet: Wallet) => Promise<{ readonly login: AuthResponse; readonly data: string }>;

/** A second super admin, who has just logged in whenever it is asked for. */
export function secondSuperAdmin(logInAs: LogInAs, clientOf: (token: string) => NodeClient): () => Promise<NodeClient> {
  const wallet = walletFromPhrase(createWallet().phrase);
  return async () => {
    const { login, data } = await logInAs(wallet);
    if (login.user.role !== "SUPER_ADMIN") makeOwner(data, login.user.user_id);
    return clientOf((await logInAs(wallet)).login.access_token);
  };
}

export interface PayoutChangesDeps {
  readonly devnet: () => Pick<TestDevnet, "fund" | "fundUnlisted">;
  /** Of a super admin. */
  readonly client: () => NodeClient;
  readonly userId: () => string;
  readonly another: () => Promise<NodeClient>;
  readonly logInAs: LogInAs;
  readonly stepUp: () => Promise<void>;
  readonly settle: () => Promise<void>;
}

/** What is done with what is owed to people, in the real process of payments. Nothing is paid: the wallet that pays stays locked. */
export function payoutChanges(deps: PayoutChangesDeps): Readonly<Record<string, Change>> {
  const { devnet, client, userId, another, logInAs, stepUp, settle } = deps;
  const { phrase: material } = createWallet();
  const somebody = walletFromPhrase(createWallet().phrase);
  const ofPayee =
    (payee: string | null) =>
    (event: NodeEvent): boolean =>
      event.type === "payouts" && event.payee === payee;

  const payee = async (who = somebody): Promise<UserId> => UserId.parse((await logInAs(who)).login.user.user_id);

  async function setWallet(): Promise<void> {
    const { address } = walletFromPhrase(material);
    await stepUp();
    const { wallets } = await client().tron.listWallets();
    let kept = wallets.find((wallet) => wallet.address === address);
    if (!kept) {
      const { recipient } = await client().tron.sealingKey();
      const secret = { purpose: "create", user_id: userId(), material, passphrase: "a passphrase of a test" } as const;
      kept = await client().tron.createWallet({ name: "pays", sealed: await sealWalletSecret(recipient, secret) });
      await devnet().fund(address, 100_000n);
    }
    await client().payouts.setWallet({ wallet_id: TronWalletId.parse(kept.wallet_id) });
  }
  async function proposed(who = somebody) {
    await stepUp();
    const made = await client().payouts.correct({ payee: await payee(who), amount: "200000000", reason: "work" });
    return { correction_id: CorrectionId.parse(made.correction_id) };
  }
  async function owed(who = somebody): Promise<UserId> {
    const one = await proposed(who);
    await (await another()).payouts.approveCorrection(one);
    return await payee(who);
  }
  /** A link by which what is owed is paid, and that nobody has used. */
  async function linked(who = somebody) {
    const to = await owed(who);
    await stepUp();
    return { ...(await client().claims.make({ payee: to, amount: "200000000" })), payee: to };
  }
  /** One that waits for two others, as a direct one always does. */
  async function waiting() {
    await setWallet();
    const to = await owed();
    await stepUp();
    const order = { payee: to, amount: "100000000", idempotency_key: crypto.randomUUID(), route: "direct" } as const;
    return { payout_id: PayoutId.parse((await client().payouts.create(order)).payout_id) };
  }

  /** One that the device of the wallet which pays is to sign. */
  async function toSign(): Promise<void> {
    const tron_address = tronAddressOf(secp256k1.getPublicKey(DEVICE_KEY, false));
    await stepUp();
    const { wallets } = await client().tron.listWallets();
    const kept =
      wallets.find(({ address }) => address === tron_address) ??
      (await client().tron.addHardwareWallet({ name: "on a device", tron_address, device: "ledger" }));
    await devnet().fund(tron_address, 100_000n);
    await client().payouts.setWallet({ wallet_id: TronWalletId.parse(kept.wallet_id) });
    const to = await owed();
    const order = { payee: to, amount: "100000000", idempotency_key: crypto.randomUUID(), route: "v0" } as const;
    await stepUp();
    await client().payouts.create(order);
  }

  /** A wallet that money comes into, of which nobody can tell where some of it came from. */
  async function differing() {
    const { address } = walletFromPhrase(createWallet().phrase);
    await stepUp();
    const watched = await client().tron.watchWallet({ name: "comes in", tron_address: address });
    await client().invoices.setWallet({ wallet_id: TronWalletId.parse(watched.wallet_id) });
    const until = (state: string) =>
      expect
        .poll(
          async () => {
            // A minute of blocks between two looks.
            await devnet().fund(somebody.address, 1n);
            return (await client().payouts.reconcile()).wallets.find((one) => one.address === address)?.state;
          },
          { timeout: 60_000 },
        )
        .toBe(state);
    await until("agrees");
    await devnet().fundUnlisted(address, 6_000n);
    await until("differs");
    await stepUp();
    return { address, amount: "6000000000" };
  }
  /** Payouts that repeat, of which nobody has approved any. */
  async function scheduled() {
    await setWallet();
    await stepUp();
    // Of nobody else: what a schedule pays, nothing else pays by itself.
    const rhythm = { every: { unit: "month", day: 31 }, at: "06:30", time_zone: "UTC" } as const;
    const terms = { payee: UserId.parse(userId()), least: "10000000", most: "100000000", ...rhythm };
    const { schedule_id, proposal } = await client().schedules.propose({ name: "Rent", ...terms });
    return { terms, one: { schedule_id: ScheduleId.parse(schedule_id) }, number: proposal?.number ?? 0 };
  }
  /** Approved, and nothing else of it under way. */
  async function repeating() {
    const made = await scheduled();
    await (await another()).schedules.approve({ ...made.one, terms: made.number });
    await settle();
    return made;
  }
  async function explainedOnce() {
    const one = await differing();
    await client().payouts.explain({ ...one, reason: "lent by the house" });
    return one;
  }

  return {
    "payouts.setWallet": async () => {
      await setWallet();
      return ofPayee(null);
    },
    "payouts.correct": async () => {
      await proposed();
      return ofPayee(await payee());
    },
    "payouts.approveCorrection": async () => {
      const one = await proposed();
      const approver = await another();
      await settle();
      await approver.payouts.approveCorrection(one);
      return ofPayee(await payee());
    },
    "payouts.withdrawCorrection": async () => {
      const one = await proposed();
      await settle();
      await client().payouts.withdrawCorrection(one);
      return ofPayee(await payee());
    },
    "payouts.create": async () => {
      await waiting();
      return ofPayee(await payee());
    },
    "payouts.createBatch": async () => {
      await setWallet();
      const to = await owed();
      await stepUp();
      await settle();
      const order = () => ({ payee: to, amount: "50000000", idempotency_key: crypto.randomUUID() });
      await client().payouts.createBatch({ payouts: [order(), order()] });
      return ofPayee(to);
    },
    "payouts.approve": async () => {
      const one = await waiting();
      const approver = await another();
      await settle();
      await approver.payouts.approve(one);
      return ofPayee(await payee());
    },
    "payouts.cancel": async () => {
      const one = await waiting();
      await settle();
      await client().payouts.cancel(one);
      return ofPayee(await payee());
    },
    "payouts.signNext": async () => {
      await toSign();
      await settle();
      // One that waited for the wallet before may be next.
      const { payout } = await client().payouts.signNext({});
      expect(payout?.state).toBe("paying");
      return ofPayee(payout?.payee ?? null);
    },
    "payouts.sign": async () => {
      await toSign();
      const { payout } = await client().payouts.signNext({});
      const one = { payout_id: PayoutId.parse(payout?.payout_id) };
      const given = async () => (await client().payouts.get(one)).transfer?.to_sign?.raw;
      await vi.waitFor(async () => expect(await given()).toBeTruthy());
      const made = secp256k1.sign(Buffer.from((await given()) ?? "", "hex"), DEVICE_KEY, { lowS: true, format: "recovered" });
      await settle();
      await client().payouts.sign({ ...one, signature: Buffer.from([...made.subarray(1), made[0] ?? 0]).toString("hex") });
      return ofPayee(payout?.payee ?? null);
    },
    "claims.make": async () => {
      const to = await owed();
      await stepUp();
      await settle();
      const { claim } = await client().claims.make({ payee: to, amount: "200000000" });
      expect(claim.state).toBe("open");
      return ofPayee(to);
    },
    "claims.withdraw": async () => {
      const { claim, payee: to } = await linked();
      await settle();
      await client().claims.withdraw({ claim_id: ClaimId.parse(claim.claim_id) });
      return ofPayee(to);
    },
    // To its end: a payout that whoever made the link has asked for, to the address that was named.
    "claims.take": async () => {
      await setWallet();
      // The other one has had as many payouts as somebody may have in a day, or nearly.
      const { secret, claim, payee: to } = await linked(walletFromPhrase(createWallet().phrase));
      await settle();
      const address = TronAddress.parse(walletFromPhrase(createWallet().phrase).address);
      await devnet().fund(address, 1n);
      await expect(client().claims.take({ secret, address })).resolves.toMatchObject({ state: "ordered", address });
      const { claims } = await client().claims.list();
      const found = claims.find(({ claim_id }) => claim_id === claim.claim_id);
      const { payouts } = await client().payouts.list({ limit: 1 });
      expect(payouts).toMatchObject([{ payout_id: found?.payout_id, address, amount: "200000000", requested_by: userId() }]);
      return ofPayee(to);
    },
    "payouts.sweep": async () => {
      await setWallet();
      const to = await owed();
      await settle();
      await client().payouts.sweep();
      return ofPayee(to);
    },
    "schedules.propose": async () => {
      await scheduled();
      return ofPayee(null);
    },
    "schedules.approve": async () => {
      const { one, number } = await scheduled();
      const approver = await another();
      await settle();
      await approver.schedules.approve({ ...one, terms: number });
      return ofPayee(null);
    },
    "schedules.change": async () => {
      const { one, terms } = await repeating();
      await client().schedules.change({ ...one, ...terms, at: "07:00" });
      return ofPayee(null);
    },
    "schedules.withdraw": async () => {
      const { one, number } = await scheduled();
      await settle();
      await client().schedules.withdraw({ ...one, terms: number });
      return ofPayee(null);
    },
    "schedules.pause": async () => {
      const { one } = await repeating();
      await client().schedules.pause(one);
      return ofPayee(null);
    },
    "schedules.resume": async () => {
      const { one } = await repeating();
      await client().schedules.pause(one);
      await stepUp();
      await settle();
      await client().schedules.resume(one);
      return ofPayee(null);
    },
    "schedules.end": async () => {
      const { one } = await repeating();
      await client().schedules.end(one);
      return ofPayee(null);
    },
    "payouts.explain": async () => {
      const one = await explainedOnce();
      await (await another()).payouts.approveExplanation(one);
      return ofPayee(null);
    },
    "payouts.approveExplanation": async () => {
      const one = await explainedOnce();
      const approver = await another();
      await settle();
      await approver.payouts.approveExplanation(one);
      return ofPayee(null);
    },
    "payouts.makeStatement": async () => {
      await client().payouts.makeStatement();
      return ofPayee(null);
    },
    "payouts.reconcile": async () => {
      await client().payouts.reconcile();
      return ofPayee(null);
    },
  };
}
