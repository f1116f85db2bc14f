import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NetworkView } from "@lucid/contract";
import { openDatabase } from "@lucid/foundation";
import { createTestClock } from "@lucid/foundation/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AccountRow } from "../invoices/invoice-repository.ts";
import { type ExactObject, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { MIGRATIONS } from "../store/migrations.ts";
import { PAYOUT_RULES } from "../testing/start-process.ts";
import { TRANSFER_TOPIC } from "../transfers/read-inclusion.ts";
import { createTransferRepository } from "../transfers/transfer-repository.ts";
import { wordOfAddress } from "../tron/address.ts";
import { createBookRepository } from "./book-repository.ts";
import { createBooks } from "./create-books.ts";

const [address, other, usdt] = [
  "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
  "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC",
  "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
] as const;
const network = "devnet" as const;
const hex = (value: bigint | number): string => value.toString(16).padStart(64, "0");
const ID = hex(7);

let stack: DisposableStack;
let db: ReturnType<typeof openDatabase>;
beforeEach(() => {
  stack = new DisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "lucid-books-"));
  stack.defer(() => rmSync(folder, { recursive: true }));
  db = stack.use(openDatabase({ path: join(folder, "payments.db"), migrations: MIGRATIONS, synchronous: "normal" }));
});
afterEach(() => stack.dispose());

/** A wallet that holds 1 000, on a chain that stands where the test says. */
function open() {
  const chain = { block: 100, held: 1_000n, isTorn: false, fault: undefined as Error | undefined };
  const receipts = new Map<string, { readonly receipt: ExactObject; readonly transaction: ExactObject }>();
  const read = { until: Number.POSITIVE_INFINITY, again: [] as number[] };
  const view: { state: NetworkView["state"] } = { state: "ready" };
  const transfers = createTransferRepository(db);
  const repository = createBookRepository(db);
  let asked = 0;
  async function ask(path: string, input?: ExactObject): Promise<ExactObject> {
    asked += 1;
    if (chain.fault) throw chain.fault;
    const found = receipts.get(textOf(input?.["value"]));
    switch (path.replace("/walletsolidity/", "")) {
      case "getnowblock": {
        const [number, timestamp] = [BigInt(chain.block), BigInt(chain.block) * 3_000n];
        // Where nodes are apart, each answer is of another block.
        const blockID = hex(chain.isTorn ? 1_000_000 + asked : chain.block);
        return { blockID, block_header: { raw_data: { number, timestamp, parentHash: hex(chain.block - 1) } } };
      }
      case "getaccount":
        return { balance: 0n };
      case "triggerconstantcontract":
        return { result: { result: true }, constant_result: [hex(chain.held)] };
      case "gettransactioninfobyid":
        return found?.receipt ?? {};
      case "gettransactionbyid":
        return found?.transaction ?? {};
      default:
        return expect.fail(path);
    }
  }
  const account = (): AccountRow => ({
    ...{ network, address, wallet_id: "w", user_id: "ada", named_at: 0, seen_at: 0, read_until: 0 },
    read_block: read.until,
  });
  const books = createBooks(
    {
      ...{ clock: createTestClock(), transfers, books: repository, onChange: () => undefined },
      client: { ask, say: () => expect.fail("nothing is said"), [Symbol.dispose]: () => undefined },
      network: {
        view: () => {
          const solid = { number: chain.block, time: new Date(chain.block * 3_000).toISOString() };
          return { state: view.state, head: solid, solid, last_success: null, detail: "" };
        },
        usdt: () => usdt,
        look: () => Promise.reject(new Error("the network is ready")),
      },
      received: { accounts: () => [account()], account },
      takeIn: () => Promise.resolve(),
      takeInAgain: async (_address, from) => void read.again.push(from),
    },
    { network, payout_rules: PAYOUT_RULES },
  );
  const book = () => repository.find(network, address);
  async function at(block: number, held: bigint) {
    Object.assign(chain, { block, held });
    await books.compare();
    return book();
  }
  return { books, chain, view, read, receipts, transfers, repository, book, at, asked: () => asked };
}
async function agreed() {
  const opened = open();
  await opened.at(100, 1_000n);
  expect(await opened.at(120, 1_000n)).toMatchObject({ base: 1_000n, block: 120 });
  return opened;
}

it("concludes nothing from a balance of which nobody knows the block", async () => {
  const { chain, at, book } = open();
  chain.isTorn = true;
  await at(100, 1_000n);
  expect(book()).toBeUndefined();
  chain.isTorn = false;
  expect(await at(100, 1_000n)).toMatchObject({ doubt: 1_000n, block: 100 });
});

it("concludes nothing while it is not known what came in until then, or from a node that is behind", async () => {
  const { at, read, book } = await agreed();
  read.until = 120;
  await at(121, 900n);
  expect(book()).toMatchObject({ block: 120, doubt: undefined });
  read.until = 121;
  await at(119, 900n);
  expect(book()).toMatchObject({ block: 120, doubt: undefined });
  expect(await at(121, 900n)).toMatchObject({ block: 120, doubt: -100n });
  // It looks once more for what came since it agreed, and a minute before that.
  expect(read.again.at(-1)).toBe(300_000);
});

it("counts a transfer out that is solidified and not yet known to be, once", async () => {
  const { at, transfers, receipts } = await agreed();
  transfers.add({
    ...{ transfer_id: "t", user_id: "ada", wallet_id: "w", network, asset: "USDT", amount: "300", from_address: address },
    ...{ to_address: other, idempotency_key: "k", forecast_fee_sun: "1", most_fee_sun: "1", requested_at: 1, payout_id: null },
  });
  const form = { transaction_id: ID, hex: "", reference_block: 1, reference_id: "", expires_at: 2 };
  transfers.sign({ transfer_id: "t", state: "requested" }, form, "1", 1);
  expect(await at(125, 1_000n)).toMatchObject({ block: 125 });
  const receipt: ExactObject = {
    ...{ id: ID, blockNumber: 130n, fee: 1n, receipt: { result: "SUCCESS", energy_usage_total: 1n, net_usage: 1n } },
    log: [
      {
        ...{ address: wordOfAddress(usdt).slice(24), data: hex(300) },
        topics: [TRANSFER_TOPIC, wordOfAddress(address), wordOfAddress(other)],
      },
    ],
  };
  const transaction = { txID: ID, ret: [{ contractRet: "SUCCESS" }] };
  receipts.set(ID, { receipt, transaction });
  // In a block after that of the balance it has taken nothing yet.
  expect(await at(129, 1_000n)).toMatchObject({ block: 129, doubt: undefined });
  expect(await at(131, 700n)).toMatchObject({ block: 131, doubt: undefined });
  // What contradicts itself says nothing.
  receipts.set(ID, { receipt: { ...receipt, result: "FAILED" }, transaction });
  expect(await at(132, 700n)).toMatchObject({ block: 131, doubt: undefined });
  // One that failed has taken nothing.
  const failed = { ...receipt, result: "FAILED", receipt: { result: "REVERT", energy_usage_total: 1n, net_usage: 1n }, log: [] };
  receipts.set(ID, { receipt: failed, transaction: { txID: ID, ret: [{ contractRet: "REVERT" }] } });
  expect(await at(133, 700n)).toMatchObject({ block: 131, doubt: -300n });
  receipts.set(ID, { receipt, transaction });
  const landing = { block: 130 };
  transfers.settle({ transfer_id: "t", state: "signed" }, "solidified", { fee_sun: "1", energy: 1, bandwidth: 1 }, 1, landing);
  expect(await at(134, 700n)).toMatchObject({ block: 134, base: 1_000n, doubt: undefined });
});

it("looks again by itself where that may decide something, and waits for a network that is away", async () => {
  const { books, chain, view, at, book, asked } = await agreed();
  const before = asked();
  await books.goOn();
  expect(asked()).toBe(before);
  await at(121, 900n);
  chain.block = 141;
  view.state = "unreachable";
  await books.goOn();
  expect(book()).toMatchObject({ is_open: false });
  view.state = "ready";
  chain.fault = new NetworkError("connection", "the connection failed");
  await books.goOn();
  expect(book()).toMatchObject({ is_open: false });
  await expect(books.compare()).rejects.toThrow("NETWORK_AWAY");
  chain.fault = new TypeError("a mistake");
  await expect(books.goOn()).rejects.toThrow("a mistake");
  chain.fault = undefined;
  await books.goOn();
  expect(book()).toMatchObject({ is_open: true, doubt: -100n });
  expect(books.differences()).toEqual([
    `${address} holds 0.000900 USDT in block 141, 0.000100 USDT less than is recorded; in block 120 it agreed`,
  ]);
  // It lifts itself once it agrees.
  Object.assign(chain, { block: 142, held: 1_000n });
  await books.goOn();
  expect(books.differences()).toEqual([]);
});

it("takes a small difference of one person, and a large one, also one that is missing, of two", async () => {
  const { books, at } = await agreed();
  const said = { actor: "ada", address, reason: "moved to the bank" };
  await expect(books.calls.explainDifference({ ...said, address: other, amount: "1" })).rejects.toThrow("WALLET_NOT_FOUND");
  await expect(books.calls.explainDifference({ ...said, amount: "0" })).rejects.toThrow("DIFFERENCE_CHANGED");
  await at(121, 900n);
  await expect(books.calls.explainDifference({ ...said, amount: "-100" })).rejects.toThrow("DIFFERENCE_CHANGED");
  await at(141, 900n);
  expect(await books.calls.explainDifference({ ...said, amount: "-100" })).toMatchObject([
    { state: "agrees", difference: "0", explanation: { amount: "-100", made_at: expect.any(String), approved_by: null } },
  ]);
  expect(await at(142, 900n)).toMatchObject({ base: 900n, block: 142 });

  const large = 5_000_000_000n;
  await at(143, 900n + large);
  await at(163, 900n + large);
  expect(await books.calls.explainDifference({ ...said, amount: large.toString() })).toMatchObject([{ state: "differs" }]);
  const agree = (actor: string) => books.calls.approveExplanation({ actor, address, amount: large.toString() });
  await expect(agree("ada")).rejects.toThrow("APPROVED_BY_ANOTHER");
  expect(await agree("bob")).toMatchObject([{ state: "agrees", explanation: { approved_by: "bob" } }]);
  await expect(agree("bob")).rejects.toThrow("DIFFERENCE_CHANGED");

  await at(164, 900n);
  await at(184, 900n);
  expect(await books.calls.explainDifference({ ...said, amount: `-${large}` })).toMatchObject([
    { state: "differs", difference: `-${large}`, explanation: { made_at: null } },
  ]);
});
