import { TronWeb, type Types } from "tronweb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, hexOf, openTestDevnet, saidOf, type TestDevnet } from "./testing/with-devnet.ts";

const TRX = 1_000_000;

interface World {
  readonly net: TestDevnet;
  readonly me: TronWeb;
  readonly other: string;
  readonly usdt: string;
  readonly witness: string;
  /** A transfer that stands in block `block`. */
  readonly id: string;
  readonly block: number;
}
type Call = (world: World) => Promise<unknown>;
/** What a call must come to: an answer, or a refusal with this text. */
type Expected = { readonly answers: Call } | { readonly refuses: RegExp; readonly by: Call };

const answers = (call: Call): Expected => ({ answers: call });
const refuses = (text: RegExp, by: Call): Expected => ({ refuses: text, by });
/** The endpoint is not modelled: 501, or 404 outside of the nodes' paths. */
const notModelled = (by: Call): Expected => refuses(/status code (?:501|404)/, by);

/** Builds, signs and broadcasts; anything but success is an error with the network's words. */
const sends = (build: (world: World) => Promise<Types.Transaction>): Expected => answers((world) => send(world, build));
async function send(world: World, build: (world: World) => Promise<Types.Transaction>): Promise<string> {
  // TronWeb takes a transaction's time from the head: two that are alike need a block between them.
  await world.net.devnet.chain.mine(1);
  const { trx } = world.me;
  const said = saidOf(await trx.sendRawTransaction(await trx.sign(await build(world))));
  if (said !== "SUCCESS") throw new Error(said);
  return said;
}
const refusesToSend = (text: RegExp, build: (world: World) => Promise<Types.Transaction>): Expected =>
  refuses(text, (world) => send(world, build));
const notModelledToSend = (build: (world: World) => Promise<Types.Transaction>): Expected =>
  refusesToSend(/status code 501/, build);

const balanceCall = ({ me }: World) => [{ type: "address", value: addressOf(me) }];

/** TronWeb refuses it by itself. */
const NO_MORE = /This api is not supported any more/;

const TRX_CALLS: Readonly<Record<string, Expected>> = {
  getCurrentBlock: answers(({ me }) => me.trx.getCurrentBlock()),
  getConfirmedCurrentBlock: answers(({ me }) => me.trx.getConfirmedCurrentBlock()),
  getBlock: answers(({ me, block }) => me.trx.getBlock(block)),
  getBlockByHash: answers(async ({ me, block }) => me.trx.getBlockByHash((await me.trx.getBlock(block)).blockID)),
  getBlockByNumber: answers(({ me, block }) => me.trx.getBlockByNumber(block)),
  getBlockTransactionCount: answers(({ me, block }) => me.trx.getBlockTransactionCount(block)),
  getTransactionFromBlock: answers(({ me, block }) => me.trx.getTransactionFromBlock(block, 0)),
  getTransactionsFromBlock: answers(({ me, block }) => me.trx.getTransactionsFromBlock(block)),
  getBlockRange: answers(({ me }) => me.trx.getBlockRange(1, 3)),
  getTransaction: answers(({ me, id }) => me.trx.getTransaction(id)),
  getConfirmedTransaction: answers(({ me, id }) => me.trx.getConfirmedTransaction(id)),
  getUnconfirmedTransactionInfo: answers(({ me, id }) => me.trx.getUnconfirmedTransactionInfo(id)),
  getTransactionInfo: answers(({ me, id }) => me.trx.getTransactionInfo(id)),
  getTransactionsToAddress: refuses(NO_MORE, ({ me }) => me.trx.getTransactionsToAddress(addressOf(me))),
  getTransactionsFromAddress: refuses(NO_MORE, ({ me }) => me.trx.getTransactionsFromAddress(addressOf(me))),
  getTransactionsRelated: refuses(NO_MORE, ({ me }) => me.trx.getTransactionsRelated(addressOf(me))),
  getAccount: answers(({ me }) => me.trx.getAccount(addressOf(me))),
  getAccountById: notModelled(({ me }) => me.trx.getAccountById("6c75636964")),
  getAccountInfoById: notModelled(({ me }) => me.trx.getAccountInfoById("6c75636964", { confirmed: true })),
  getUnconfirmedAccountById: notModelled(({ me }) => me.trx.getUnconfirmedAccountById("6c75636964")),
  getBalance: answers(({ me }) => me.trx.getBalance(addressOf(me))),
  getUnconfirmedAccount: answers(({ me }) => me.trx.getUnconfirmedAccount(addressOf(me))),
  getUnconfirmedBalance: answers(({ me }) => me.trx.getUnconfirmedBalance(addressOf(me))),
  getBandwidth: answers(({ me }) => me.trx.getBandwidth(addressOf(me))),
  getAccountResources: answers(({ me }) => me.trx.getAccountResources(addressOf(me))),
  getDelegatedResourceV2: answers(({ me, other }) => me.trx.getDelegatedResourceV2(addressOf(me), other)),
  getDelegatedResourceAccountIndexV2: answers(({ me }) => me.trx.getDelegatedResourceAccountIndexV2(addressOf(me))),
  getAvailableUnfreezeCount: answers(({ me }) => me.trx.getAvailableUnfreezeCount(addressOf(me))),
  getCanDelegatedMaxSize: answers(({ me }) => me.trx.getCanDelegatedMaxSize(addressOf(me), "BANDWIDTH")),
  getCanWithdrawUnfreezeAmount: answers(({ me }) => me.trx.getCanWithdrawUnfreezeAmount(addressOf(me))),
  getTokensIssuedByAddress: notModelled(({ me }) => me.trx.getTokensIssuedByAddress(addressOf(me))),
  getTokenFromID: notModelled(({ me }) => me.trx.getTokenFromID("1000001")),
  listTokens: notModelled(({ me }) => me.trx.listTokens()),
  getTokenListByName: notModelled(({ me }) => me.trx.getTokenListByName("lucid")),
  getTokenByID: notModelled(({ me }) => me.trx.getTokenByID("1000001")),
  listNodes: answers(({ me }) => me.trx.listNodes()),
  listSuperRepresentatives: answers(({ me }) => me.trx.listSuperRepresentatives()),
  getNowWitnessList: answers(({ me }) => me.trx.getNowWitnessList()),
  timeUntilNextVoteCycle: answers(({ me }) => me.trx.timeUntilNextVoteCycle()),
  getNodeInfo: answers(({ me }) => me.trx.getNodeInfo()),
  getContract: answers(({ me, usdt }) => me.trx.getContract(usdt)),
  getContractInfo: answers(({ me, usdt }) => me.trx.getContractInfo(usdt)),
  getProposal: notModelled(({ me }) => me.trx.getProposal(1)),
  listProposals: notModelled(({ me }) => me.trx.listProposals()),
  getChainParameters: answers(({ me }) => me.trx.getChainParameters()),
  getExchangeByID: notModelled(({ me }) => me.trx.getExchangeByID(1)),
  listExchanges: notModelled(({ me }) => me.trx.listExchanges()),
  listExchangesPaginated: notModelled(({ me }) => me.trx.listExchangesPaginated(10, 0)),
  getReward: answers(({ me }) => me.trx.getReward(addressOf(me))),
  getUnconfirmedReward: answers(({ me }) => me.trx.getUnconfirmedReward(addressOf(me))),
  getBrokerage: answers(({ me, witness }) => me.trx.getBrokerage(witness)),
  getUnconfirmedBrokerage: answers(({ me, witness }) => me.trx.getUnconfirmedBrokerage(witness)),
  getBandwidthPrices: answers(({ me }) => me.trx.getBandwidthPrices()),
  getEnergyPrices: answers(({ me }) => me.trx.getEnergyPrices()),
  getCurrentRefBlockParams: answers(({ me }) => me.trx.getCurrentRefBlockParams()),
  getApprovedList: answers(async ({ me, id }) =>
    me.trx.getApprovedList((await me.trx.getTransaction(id)) as Types.SignedTransaction),
  ),
  getSignWeight: answers(async ({ me, id }) =>
    me.trx.getSignWeight((await me.trx.getTransaction(id)) as Types.SignedTransaction),
  ),
  sendTransaction: answers(({ me, other }) => me.trx.sendTransaction(other, 11)),
  sendRawTransaction: sends(({ me, other }) => me.transactionBuilder.sendTrx(other, 12, addressOf(me))),
  sendHexTransaction: refuses(/ParseException/, async ({ me }) => {
    const answer = (await me.trx.sendHexTransaction("00")) as { Error?: string };
    throw new Error(answer.Error);
  }),
  multiSign: answers(async ({ me, other }) => {
    const built = await me.transactionBuilder.sendTrx(other, 13, addressOf(me));
    return me.trx.multiSign(built, undefined, 0);
  }),
  sendToken: notModelled(({ me, other }) => me.trx.sendToken(other, 1, "1000001")),
  freezeBalance: refuses(/old freeze is closed/, async ({ me }) => {
    throw new Error(saidOf(await me.trx.freezeBalance(TRX, 3, "ENERGY")));
  }),
  unfreezeBalance: refuses(/no frozenBalance\(Energy\)/, async ({ me }) => {
    throw new Error(saidOf(await me.trx.unfreezeBalance("ENERGY", {}, addressOf(me))));
  }),
  updateAccount: answers(({ me }) => me.trx.updateAccount("lucid")),
};
/** They sign and verify, and ask no node; `readRequest` is what the others ask with. */
const TRX_LOCAL = [
  "ecRecover",
  "verifyMessage",
  "verifyMessageV2",
  "verifyTypedData",
  "sign",
  "signMessageV2",
  "signTypedData",
  "readRequest",
];

const BUILDER_CALLS: Readonly<Record<string, Expected>> = {
  sendTrx: sends(({ me, other }) => me.transactionBuilder.sendTrx(other, 14, addressOf(me))),
  sendToken: notModelledToSend(({ me, other }) => me.transactionBuilder.sendToken(other, 1, "1000001", addressOf(me))),
  purchaseToken: notModelledToSend(({ me, other }) => me.transactionBuilder.purchaseToken(other, "1000001", 1, addressOf(me))),
  freezeBalance: refusesToSend(/old freeze is closed/, ({ me }) => me.transactionBuilder.freezeBalance(TRX, 3, "ENERGY")),
  unfreezeBalance: refusesToSend(/no frozenBalance/, ({ me }) =>
    me.transactionBuilder.unfreezeBalance("ENERGY", addressOf(me), addressOf(me)),
  ),
  freezeBalanceV2: sends(({ me }) => me.transactionBuilder.freezeBalanceV2(100 * TRX, "BANDWIDTH")),
  delegateResource: sends(({ me, other }) => me.transactionBuilder.delegateResource(10 * TRX, other, "BANDWIDTH")),
  undelegateResource: sends(({ me, other }) => me.transactionBuilder.undelegateResource(10 * TRX, other, "BANDWIDTH")),
  vote: sends(({ me, witness }) => me.transactionBuilder.vote({ [witness]: 5 })),
  unfreezeBalanceV2: sends(({ me }) => me.transactionBuilder.unfreezeBalanceV2(10 * TRX, "BANDWIDTH")),
  cancelUnfreezeBalanceV2: sends(({ me }) => me.transactionBuilder.cancelUnfreezeBalanceV2()),
  withdrawExpireUnfreeze: refusesToSend(/no unFreeze balance/, ({ me }) => me.transactionBuilder.withdrawExpireUnfreeze()),
  withdrawBlockRewards: refusesToSend(/does not have any reward/, ({ me }) => me.transactionBuilder.withdrawBlockRewards()),
  applyForSR: notModelledToSend(({ me }) => me.transactionBuilder.applyForSR(addressOf(me), "https://lucid.invalid")),
  updateWitness: notModelledToSend(({ me }) => me.transactionBuilder.updateWitness(addressOf(me), "https://lucid.invalid")),
  createSmartContract: sends(({ me }) =>
    me.transactionBuilder.createSmartContract(
      { abi: "[]", bytecode: "600160005260206000f3", feeLimit: 100 * TRX },
      addressOf(me),
    ),
  ),
  triggerSmartContract: sends(async (world) => {
    const { transaction } = await world.me.transactionBuilder.triggerSmartContract(
      world.usdt,
      "approve(address,uint256)",
      { feeLimit: 100 * TRX },
      [
        { type: "address", value: world.other },
        { type: "uint256", value: 1 },
      ],
      addressOf(world.me),
    );
    return transaction;
  }),
  triggerConstantContract: answers((world) =>
    world.me.transactionBuilder.triggerConstantContract(
      world.usdt,
      "balanceOf(address)",
      {},
      balanceCall(world),
      addressOf(world.me),
    ),
  ),
  triggerConfirmedConstantContract: answers((world) =>
    world.me.transactionBuilder.triggerConfirmedConstantContract(
      world.usdt,
      "balanceOf(address)",
      {},
      balanceCall(world),
      addressOf(world.me),
    ),
  ),
  estimateEnergy: answers((world) =>
    world.me.transactionBuilder.estimateEnergy(world.usdt, "balanceOf(address)", {}, balanceCall(world), addressOf(world.me)),
  ),
  deployConstantContract: answers(({ me }) =>
    me.transactionBuilder.deployConstantContract({ input: "600160005260206000f3", ownerAddress: addressOf(me) }),
  ),
  clearABI: refusesToSend(/is not the owner of the contract/, ({ me, usdt }) =>
    me.transactionBuilder.clearABI(usdt, addressOf(me)),
  ),
  updateBrokerage: refusesToSend(/Not existed witness/, ({ me }) => me.transactionBuilder.updateBrokerage(10, addressOf(me))),
  createAccount: sends(async ({ net, me }) => me.transactionBuilder.createAccount(addressOf(await net.wallet()), addressOf(me))),
  updateAccount: refusesToSend(/already existed/, ({ me }) => me.transactionBuilder.updateAccount("again", addressOf(me))),
  setAccountId: notModelledToSend(({ me }) => me.transactionBuilder.setAccountId("6c756369642d6465766e6574", addressOf(me))),
  updateSetting: refusesToSend(/is not the owner of the contract/, ({ me, usdt }) =>
    me.transactionBuilder.updateSetting(usdt, 50, addressOf(me)),
  ),
  updateEnergyLimit: refusesToSend(/is not the owner of the contract/, ({ me, usdt }) =>
    me.transactionBuilder.updateEnergyLimit(usdt, 50, addressOf(me)),
  ),
  updateAccountPermissions: sends(({ me }) => {
    const keys = [{ address: hexOf(me), weight: 1 }];
    const operations = `02${"00".repeat(31)}`;
    return me.transactionBuilder.updateAccountPermissions(
      addressOf(me),
      { type: 0, permission_name: "owner", threshold: 1, keys },
      undefined,
      [{ type: 2, permission_name: "active", threshold: 1, operations, keys }],
    );
  }),
  newTxID: sends(async ({ me, other }) => {
    const built = await me.transactionBuilder.sendTrx(other, 15, addressOf(me));
    built.raw_data.timestamp += 1;
    return me.transactionBuilder.newTxID(built, { txLocal: true });
  }),
  extendExpiration: sends(async ({ me, other }) =>
    me.transactionBuilder.extendExpiration(await me.transactionBuilder.sendTrx(other, 16, addressOf(me)), 600),
  ),
  addUpdateData: sends(async ({ me, other }) =>
    me.transactionBuilder.addUpdateData(await me.transactionBuilder.sendTrx(other, 17, addressOf(me)), "a note", "utf8"),
  ),
  alterTransaction: sends(async ({ me, other }) =>
    me.transactionBuilder.alterTransaction(await me.transactionBuilder.sendTrx(other, 18, addressOf(me)), {
      data: "a note",
      dataFormat: "utf8",
    }),
  ),
  createProposal: notModelledToSend(({ me }) => me.transactionBuilder.createProposal([{ key: 1, value: 1 }], addressOf(me))),
  deleteProposal: notModelledToSend(({ me }) => me.transactionBuilder.deleteProposal(1, addressOf(me))),
  voteProposal: notModelledToSend(({ me }) => me.transactionBuilder.voteProposal(1, true, addressOf(me))),
  createTRXExchange: notModelledToSend(({ me }) => me.transactionBuilder.createTRXExchange("1000001", 1, 1, addressOf(me))),
  createTokenExchange: notModelledToSend(({ me }) =>
    me.transactionBuilder.createTokenExchange("1000001", 1, "1000002", 1, addressOf(me)),
  ),
  injectExchangeTokens: notModelledToSend(({ me }) => me.transactionBuilder.injectExchangeTokens(1, "1000001", 1, addressOf(me))),
  withdrawExchangeTokens: notModelledToSend(({ me }) =>
    me.transactionBuilder.withdrawExchangeTokens(1, "1000001", 1, addressOf(me)),
  ),
  tradeExchangeTokens: notModelledToSend(({ me }) =>
    me.transactionBuilder.tradeExchangeTokens(1, "1000001", 1, 1, addressOf(me)),
  ),
};
/** Tokens of TRC-10 as a whole: their transactions' kinds are refused one like the other. `checkPermissions` asks no node. */
const BUILDER_REST = [
  "createToken",
  "updateToken",
  "sendAsset",
  "purchaseAsset",
  "createAsset",
  "updateAsset",
  "checkPermissions",
];

const EVENT_CALLS: Readonly<Record<string, Expected>> = {
  getEventsByContractAddress: answers(({ me, usdt }) => me.event.getEventsByContractAddress(usdt)),
  getEventsByTransactionID: answers(({ me, id }) => me.event.getEventsByTransactionID(id)),
  getEventsByBlockNumber: answers(({ me, block }) => me.event.getEventsByBlockNumber(block)),
  getEventsOfLatestBlock: answers(({ me }) => me.event.getEventsOfLatestBlock()),
};

let world: World;
beforeAll(async () => {
  const net = await openTestDevnet();
  const me = await net.wallet(10_000);
  const other = addressOf(await net.wallet(1));
  const { txid } = await me.trx.sendTransaction(other, TRX);
  await net.devnet.chain.mine(1);
  const block = net.devnet.chain.head().number;
  await net.settle();
  const [first] = await me.trx.listSuperRepresentatives();
  world = { net, me, other, id: txid, block, usdt: net.devnet.tokens.usdt, witness: me.address.fromHex(first?.address ?? "") };
});
afterAll(() => world.net[Symbol.asyncDispose]());

const methodsOf = (part: object): string[] => {
  const names = new Set<string>();
  for (
    let type: object | null = Object.getPrototypeOf(part);
    type && type !== Object.prototype;
    type = Object.getPrototypeOf(type)
  )
    for (const name of Object.getOwnPropertyNames(type)) if (name !== "constructor" && !name.startsWith("_")) names.add(name);
  return [...names].toSorted();
};

describe.each([
  ["trx", TRX_CALLS, TRX_LOCAL],
  ["transactionBuilder", BUILDER_CALLS, BUILDER_REST],
  ["event", EVENT_CALLS, ["setServer"]],
] as const)("every call of TronWeb's %s", (part, calls, others) => {
  it("is in this list", () => {
    const tronWeb = new TronWeb({ fullHost: "http://127.0.0.1:1" });
    expect([...Object.keys(calls), ...others].toSorted()).toEqual(methodsOf(tronWeb[part]));
  });

  it.each(Object.entries(calls))("%s", async (_name, expected) => {
    if ("refuses" in expected) await expect(expected.by(world)).rejects.toThrow(expected.refuses);
    else expect(await expected.answers(world)).not.toHaveProperty("Error");
  });
});
