import type { Chain } from "../chain/chain.ts";
import { SUN_PER_TRX } from "../chain/parameters.ts";
import type { Faucet } from "../faucet.ts";
import { anyAddressOf, RequestError, within } from "../http/input.ts";
import type { Answer, Answerer } from "../http/server.ts";
import { NotModelled } from "../protobuf/message.ts";
import type { LogRow, Store } from "../store/store.ts";
import { type Address, toBase58 } from "../text/address.ts";
import { isJsonObject, type Json, type JsonObject, readJson } from "../text/json.ts";
import { topicOf } from "../text/selector.ts";
import { tokenBalance } from "../token/token-balance.ts";
import { Refusal } from "../transactions/refusal.ts";
import { amount, type Html, html, time } from "./html.ts";
import { STYLE } from "./style.ts";

const TRANSFER = topicOf("Transfer(address,address,uint256)");
const SHOWN_BLOCKS = 20;
const SHOWN_ACCOUNTS = 30;
const SHOWN_TRANSACTIONS = 200;
const MOST_COINS = 1_000_000_000;
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
};

export interface PageDeps {
  readonly chain: Chain;
  readonly store: Store;
  readonly faucet: Faucet;
  readonly usdt: Address;
}

/** The devnet in a browser: blocks, accounts and the faucet, without a script. */
export function createPage({ chain, store, faucet, usdt }: PageDeps): Answerer {
  const ofAccount = (address: Address): Html =>
    html`<a class="address" href="/?account=${toBase58(address)}">${toBase58(address)}</a>`;

  function blocks(): Html {
    const head = chain.head().number;
    const solid = chain.solid().number;
    const rows = store.blocks(head - SHOWN_BLOCKS + 1, head + 1).toReversed();
    return html`<h2 id="blocks">Blocks</h2><div class="scroll" role="region" tabindex="0" aria-labelledby="blocks"><table><thead><tr><th>Number</th><th>Time (UTC)</th><th class="number">Transactions</th><th>Solidified</th><th>Id</th></tr></thead><tbody>${rows.map(
      (row) =>
        html`<tr><td><a href="/?block=${row.number}">${row.number}</a></td><td>${time(row.timestamp)}</td><td class="number">${row.transactions}</td><td>${row.number <= solid ? "yes" : "not yet"}</td><td><code>${row.id}</code></td></tr>`,
    )}</tbody></table></div>`;
  }

  function accounts(): Html {
    const state = chain.state(false);
    const known = [...chain.accounts()]
      .map(({ key }) => ({ address: key, account: state.get("account", key) }))
      .flatMap(({ address, account }) => (account && !account.isWitness ? [{ address, account }] : []))
      .toSorted((a, b) => Number(b.account.createTime - a.account.createTime))
      .slice(0, SHOWN_ACCOUNTS);
    return html`<h2 id="accounts">Accounts, the newest first</h2><div class="scroll" role="region" tabindex="0" aria-labelledby="accounts"><table><thead><tr><th>Address</th><th>Kind</th><th class="number">TRX</th><th class="number">USDT</th></tr></thead><tbody>${known.map(
      ({ address, account }) =>
        html`<tr><td>${ofAccount(address)}</td><td>${kindOf(address, account.type)}</td><td class="number">${amount(account.balance)}</td><td class="number">${amount(tokenBalance(state, usdt, address))}</td></tr>`,
    )}</tbody></table></div>`;
  }

  function kindOf(address: Address, type: string): string {
    if (address === chain.keys.faucet.address) return "faucet";
    if (address === chain.keys.staker.address) return "the network's stake";
    return type === "Contract" ? "contract" : "account";
  }

  function block(number: number): Html {
    const row = store.blockByNumber(number);
    if (!row) return html`<h2>Block ${number}</h2><p>There is no such block.</p>`;
    const all = store.transactionsOf(number);
    return html`<h2 id="block">Block ${number}</h2><dl><dt>Id</dt><dd><code>${row.id}</code></dd><dt>Time (UTC)</dt><dd>${time(row.timestamp)}</dd><dt>Producer</dt><dd>${row.witness === "" ? "genesis" : ofAccount(row.witness)}</dd></dl><div class="scroll" role="region" tabindex="0" aria-labelledby="block"><table><thead><tr><th>Kind</th><th>From</th><th>What</th><th>Result</th><th class="number">Fee (TRX)</th><th>Id</th></tr></thead><tbody>${all
      .slice(0, SHOWN_TRANSACTIONS)
      .map((one) => transaction(one))}</tbody></table></div>`;
  }

  function transaction({ id, shown, info }: { readonly id: string; readonly shown: string; readonly info: string }): Html {
    const { ret, raw_data: raw } = part(readJson(shown));
    const contract = part(first(part(raw)["contract"]));
    const value = part(part(contract["parameter"])["value"]);
    const fee = part(readJson(info))["fee"];
    const owner = value["owner_address"];
    const logs = store.logsOfTransaction(id);
    const what = logs.length > 0 ? logs.map(event).join("; ") : describe(value);
    return html`<tr><td>${word(contract["type"])}</td><td>${typeof owner === "string" ? ofAccount(owner) : ""}</td><td>${what}</td><td>${word(part(first(ret))["contractRet"])}</td><td class="number">${amount(BigInt(typeof fee === "number" ? fee : 0))}</td><td><code>${id}</code></td></tr>`;
  }

  function event({ contract, topics, data }: LogRow): string {
    const [topic, , to = ""] = topics.split(",");
    if (contract !== usdt || topic !== TRANSFER || to === "") return `an event of ${toBase58(contract)}`;
    return `${amount(BigInt(`0x${data}`))} USDT to ${toBase58(`41${to.slice(24)}`)}`;
  }

  function account(input: JsonObject): Html {
    const address = anyAddressOf(input, "account");
    const state = chain.state(false);
    const found = address === undefined ? undefined : state.get("account", address);
    if (address === undefined || !found) return html`<h2>Account</h2><p>There is no such account on this network.</p>`;
    const solid = chain.state(true).get("account", address);
    return html`<h2>Account</h2><dl><dt>Address</dt><dd><code>${toBase58(address)}</code></dd><dt>Kind</dt><dd>${kindOf(address, found.type)}</dd><dt>TRX</dt><dd>${amount(found.balance)} (solidified: ${amount(solid?.balance ?? 0n)})</dd><dt>USDT</dt><dd>${amount(tokenBalance(state, usdt, address))} (solidified: ${amount(tokenBalance(chain.state(true), usdt, address))})</dd><dt>Staked for energy</dt><dd>${amount(found.frozen.ENERGY)} TRX</dd><dt>Staked for bandwidth</dt><dd>${amount(found.frozen.BANDWIDTH)} TRX</dd><dt>Unfreezing</dt><dd>${amount(found.unfreezing.reduce((sum, one) => sum + one.amount, 0n))} TRX</dd></dl>`;
  }

  const form = (address: string): Html =>
    html`<h2>Faucet</h2><form method="post" action="/"><label>Address <input name="address" required autocomplete="off" value="${address}"></label><label>TRX <input name="trx" inputmode="numeric" value="1000"></label><label>USDT <input name="usdt" inputmode="numeric" value="1000"></label><button>Give</button></form>`;

  function show(input: JsonObject, said = "", status = 200): Answer {
    const [named, number] = [input["account"], input["block"]];
    const head = chain.head();
    const isList = named === undefined && number === undefined;
    const detail = named === undefined ? (number === undefined ? [] : [block(Number(number))]) : [account(input)];
    const body = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>TRON devnet</title><link rel="stylesheet" href="/style.css"></head><body><header><p>This is a local network for development. Its coins are worth nothing.</p><h1><a href="/">TRON devnet</a></h1></header><main>${said === "" ? "" : html`<p role="alert">${said}</p>`}<dl><dt>Head</dt><dd>${head.number}, ${time(head.timestamp)} UTC</dd><dt>Solidified</dt><dd>${chain.solid().number}</dd><dt>Waiting for the next block</dt><dd>${chain.pending().length}</dd><dt>USDT</dt><dd><code>${toBase58(usdt)}</code></dd></dl>${detail}${isList ? html`${blocks()}${accounts()}` : ""}${form(typeof named === "string" ? named : "")}</main></body></html>`;
    return { status, headers: HEADERS, body: body.html };
  }

  async function give(input: JsonObject): Promise<Answer> {
    try {
      const address = anyAddressOf(input, "address");
      if (address === undefined) throw new RequestError("That is no TRON address.");
      const trx = BigInt(within(input, "trx", 0, MOST_COINS, 0)) * SUN_PER_TRX;
      const given = BigInt(within(input, "usdt", 0, MOST_COINS, 0)) * SUN_PER_TRX;
      await faucet.give(address, { trx, usdt: given });
      return { status: 303, headers: { location: `/?account=${toBase58(address)}` }, body: "" };
    } catch (error) {
      if (error instanceof RequestError || error instanceof Refusal || error instanceof NotModelled)
        return show({}, error.message, 400);
      throw error;
    }
  }

  return async ({ method, path, input }) => {
    if (path === "/style.css") return { status: 200, headers: { "content-type": "text/css" }, body: STYLE };
    if (path !== "/") return { status: 404, headers: HEADERS, body: "" };
    return method === "POST" ? give(input) : show(input);
  };
}

const part = (json: Json | undefined): JsonObject => (isJsonObject(json) ? json : {});
const first = (json: Json | undefined): Json | undefined => (Array.isArray(json) ? (json as readonly Json[])[0] : undefined);
const word = (json: Json | undefined): string => (typeof json === "string" ? json : "");

function describe(value: JsonObject): string {
  const to = value["to_address"] ?? value["receiver_address"] ?? value["contract_address"];
  const sun = value["amount"] ?? value["frozen_balance"] ?? value["unfreeze_balance"] ?? value["balance"];
  const coins = typeof sun === "number" || typeof sun === "bigint" ? `${amount(BigInt(sun))} TRX` : "";
  return [coins, typeof to === "string" ? `to ${toBase58(to)}` : ""].filter((text) => text !== "").join(" ");
}
