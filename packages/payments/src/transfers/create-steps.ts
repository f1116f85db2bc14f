import type { OrderFailure, StakingAction, StakingRules, TronNetwork } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { needNetwork } from "../accounts/ask-network.ts";
import type { UnlockedKeys } from "../keystore/unlocked-keys.ts";
import type { NodeClient } from "../network/create-node-client.ts";
import { textOf } from "../network/exact-json.ts";
import { readNewestBlock } from "../network/read-block.ts";
import type { NetworkWatch } from "../network/watch-network.ts";
import { forecastStaking } from "../staking/forecast-staking.ts";
import { readPaidOut } from "../staking/read-paid-out.ts";
import { type Payment, rawTransaction, signTransaction, transactionId, withSignature } from "../tron/transaction.ts";
import type { WalletRepository } from "../wallets/wallet-repository.ts";
import { forecastTransfer } from "./forecast.ts";
import { blockOf, isDead, judge, readReceipt } from "./read-inclusion.ts";
import type { TransferForm, TransferRepository, TransferRow, UnsignedForm } from "./transfer-repository.ts";

/** What is not signed by then is not any more: nobody expects it after so long. */
const SIGN_WITHIN_MS = 15 * 60_000;
/** As wallets have it: some blocks to be included in, and a minute more until it is known to be dead. */
const VALID_MS = 60_000;
/** A person takes the device, reads and presses: five minutes (operations domain 5.4). */
const DEVICE_VALID_MS = 300_000;
/** Blocks are so far apart. */
const SLOT_MS = 3_000;
/** What the network was told it is told again after three blocks, with the same bytes. */
const SAY_AGAIN_MS = 9_000;

export interface StepsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly client: NodeClient;
  readonly network: Pick<NetworkWatch, "view" | "usdt" | "look">;
  readonly wallets: Pick<WalletRepository, "find">;
  readonly transfers: TransferRepository;
  readonly unlocked: Pick<UnlockedKeys, "key">;
}

interface Outlook {
  readonly obstacle: OrderFailure | null;
  readonly cost: { readonly fee_sun: string };
  readonly payment: Payment | undefined;
}

/** Whether the transfer came to another state, or waits for something. */
export type Progress = "moved" | "waits";

/**
 * The one step that comes next of a transfer that is under way. What is done is stored before what follows from it is done: the bytes before they
 * are broadcast, the death of a form before another may be made. Whatever is repeated after a crash is the same again.
 * @throws NetworkError; Refusal NETWORK_AWAY
 */
export function createSteps(
  deps: StepsDeps,
  { name, staking_rules: rules }: { readonly name: TronNetwork; readonly staking_rules: StakingRules },
): (transferId: string) => Promise<Progress> {
  const { clock, client, network, wallets, transfers, unlocked, randomness } = deps;
  const saidAt = new Map<string, number>();

  const fail = (row: TransferRow, reason: OrderFailure): Progress =>
    moved(transfers.move(row, "failed", clock.now(), { reason }));

  async function sign(row: TransferRow): Promise<Progress> {
    const { wallet_id } = row;
    const givenOut = transfers.unsigned(row.transfer_id);
    if (givenOut) return await awaitDevice(row, givenOut);
    const wallet = wallets.find(row.user_id, wallet_id);
    if (!wallet) return fail(row, "no-key");
    if (clock.now() - row.requested_at > SIGN_WITHIN_MS) return fail(row, "late");
    const isOnDevice = wallet.kind === "hardware";
    if (!isOnDevice && !unlocked.key(wallet_id)) return "waits";
    const { obstacle, cost, payment } = await forecast(row, isOnDevice);
    if (obstacle !== null || payment === undefined) return fail(row, obstacle ?? "refused");
    if (BigInt(cost.fee_sun) > BigInt(row.most_fee_sun)) return fail(row, "fee-higher");
    // Of a block that is solidified no fork makes the transaction impossible, and it is in none that came before.
    const reference = await readNewestBlock(client, "walletsolidity");
    const head = await readNewestBlock(client, "wallet");
    // From here on nothing waits: the wallet may be locked, and the transfer cancelled, meanwhile.
    const form = makeForm(payment, reference, head.timestampMs, isOnDevice ? DEVICE_VALID_MS : VALID_MS);
    if (isOnDevice) return moved(transfers.giveOut(row, form, cost.fee_sun));
    const key = unlocked.key(wallet_id);
    if (!key) return "waits";
    const { hex } = signTransaction(hexToBytes(form.raw), key);
    return moved(transfers.sign(row, { ...form, hex }, cost.fee_sun, clock.now()));
  }

  /** Whoever has the signature of what was given out may have told the network already: it counts until it is dead. */
  async function awaitDevice(row: TransferRow, form: UnsignedForm): Promise<Progress> {
    if ((await readNewestBlock(client, "walletsolidity")).timestampMs < form.expires_at) return "waits";
    if (await readReceipt(client, "walletsolidity", form.transaction_id)) {
      // It is followed as if its signature had come this way. Nothing is broadcast any more: it is solidified.
      const hex = withSignature(hexToBytes(form.raw));
      return moved(transfers.sign(row, { ...form, hex }, row.forecast_fee_sun, clock.now()));
    }
    const fate = await isDead(client, form);
    if (fate === "dead") return moved(transfers.takeBack(row, clock.now()));
    return fate === "open" ? "waits" : trouble(row, "CONTRADICTION");
  }

  /** What stands in its way now; what it would cost, and what would be signed, where nothing does. */
  async function forecast(row: TransferRow, isOnDevice: boolean): Promise<Outlook> {
    const { wallet_id, asset, from_address: from, to_address: to, transfer_id } = row;
    const usdt = await needNetwork(network);
    if (row.staking !== null) {
      const action = JSON.parse(row.staking) as StakingAction;
      const takes = transfers.stakingTakes(name, { wallet_id, from, action }, transfer_id);
      const { obstacle, cost } = await forecastStaking(client, { from, action, rules, isOnDevice, ...takes });
      return { obstacle, cost, payment: { asset: null, from, staking: action } };
    }
    const amount = BigInt(row.amount);
    const reserved = transfers.reserved(wallet_id, asset, transfer_id);
    const { obstacle, cost } = await forecastTransfer(client, { asset, from, to, amount, usdt, reserved });
    if (cost === null) return { obstacle, cost: { fee_sun: "0" }, payment: undefined };
    const payment: Payment =
      asset === "TRX"
        ? { asset, from, to, sun: amount }
        : { asset, from, to, microUsdt: amount, usdt, feeLimitSun: BigInt(cost.fee_limit_sun ?? 0) };
    return { obstacle, cost, payment };
  }

  /** A transaction like no other: two alike would be one, and one of two transfers unpaid. */
  function makeForm(
    payment: Payment,
    { number, id }: { readonly number: number; readonly id: string },
    headMs: number,
    validMs: number,
  ): UnsignedForm {
    for (;;) {
      const draw = Buffer.from(randomness.bytes(6)).readUIntBE(0, 6);
      const timestampMs = headMs + (draw % SLOT_MS);
      const expirationMs = headMs + validMs + (Math.floor(draw / SLOT_MS) % SLOT_MS);
      const raw = rawTransaction(payment, { number, id, timestampMs, expirationMs });
      const transaction_id = transactionId(raw);
      if (transfers.isForm(transaction_id)) continue;
      return {
        ...{ transaction_id, raw: bytesToHex(raw) },
        ...{ reference_block: number, reference_id: id, expires_at: expirationMs },
      };
    }
  }

  async function follow(row: TransferRow, form: TransferForm): Promise<Progress> {
    const { transaction_id } = form;
    const settled = await readReceipt(client, "walletsolidity", transaction_id);
    if (settled) {
      const usdt = await needNetwork(network);
      const transaction = await client.ask("/walletsolidity/gettransactionbyid", { value: transaction_id });
      const verdict = judge(row, usdt, transaction, settled);
      if (verdict.kind === "unclear") return trouble(row, "CONTRADICTION");
      const block = blockOf(settled);
      const paidOut = row.staking === null ? null : readPaidOut(settled).toString();
      const [to, landing] =
        verdict.kind === "paid"
          ? (["solidified", { block, paidOut }] as const)
          : (["failed", { block, reason: verdict.kind }] as const);
      return moved(transfers.settle(row, to, verdict.cost, clock.now(), landing));
    }
    const seen = await readReceipt(client, "wallet", transaction_id);
    if (seen) {
      const block = blockOf(seen);
      if (row.state === "seen" && row.block === block) return "waits";
      return moved(transfers.move(row, "seen", clock.now(), { block }));
    }
    // A fork took its block away. It is still valid, and is said again.
    if (row.state === "seen") return moved(transfers.move(row, "broadcast", clock.now()));
    if ((await readNewestBlock(client, "walletsolidity")).timestampMs >= form.expires_at) {
      const fate = await isDead(client, form);
      if (fate === "dead") return moved(transfers.move(row, "expired", clock.now()));
      return fate === "open" ? "waits" : trouble(row, "CONTRADICTION");
    }
    return await broadcast(row, form);
  }

  async function broadcast(row: TransferRow, { transaction_id, hex, expires_at }: TransferForm): Promise<Progress> {
    const last = saidAt.get(transaction_id);
    if (last !== undefined && clock.elapsed() - last < SAY_AGAIN_MS) return "waits";
    if ((await readNewestBlock(client, "wallet")).timestampMs >= expires_at) return "waits";
    saidAt.set(transaction_id, clock.elapsed());
    const answer = await client.say("/wallet/broadcasthex", { transaction: hex });
    const code = textOf(answer["code"]);
    // That it is known says neither that it is in a block nor that it will be; that it is refused does not say that nobody has taken it.
    const isHeard = answer["result"] === true || code === "DUP_TRANSACTION_ERROR";
    const said = isHeard ? null : /^[A-Z_]{1,60}$/.test(code) ? code : "REFUSED";
    if (row.state === "signed") return moved(transfers.move(row, "broadcast", clock.now(), { trouble: said }));
    return trouble(row, said);
  }

  /** Says what keeps it; it waits all the same. */
  function trouble(row: TransferRow, words: string | null): Progress {
    if (row.trouble === words) return "waits";
    transfers.setTrouble(row.transfer_id, words);
    return "waits";
  }

  return async (transferId) => {
    const row = transfers.find(transferId);
    if (!row || row.network !== name) return "waits";
    if (row.state === "requested") return await sign(row);
    const form = transfers.form(transferId);
    if (!form || (row.state !== "signed" && row.state !== "broadcast" && row.state !== "seen")) return "waits";
    return await follow(row, form);
  };
}

const moved = (isMoved: boolean): Progress => (isMoved ? "moved" : "waits");
