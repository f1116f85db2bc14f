import type { Clock } from "@lucid/foundation";
import type { Chain } from "../chain/chain.ts";
import { utf8ToHex } from "../text/bytes.ts";
import { isJsonObject, type JsonObject, readJson } from "../text/json.ts";
import { type Answer, type Answerer, type Call, jsonAnswer } from "./server.ts";

/** What goes wrong between a payer and a node. `path` is how the paths that are hit begin; without it all of the nodes' are. */
export type Fault = { readonly path?: string /** How many calls are hit; without it, all. */; readonly times?: number } & (
  | /** The connection is cut, and the call was not heard. */ { readonly kind: "drop" }
  | /** The call is carried out, and its answer is lost. */ { readonly kind: "lose-answer" }
  | { readonly kind: "delay"; readonly ms: number }
  | /** Refused by status, as by a gateway: 429, 503 or another one. */ { readonly kind: "status"; readonly status: number }
  | /** Sent on to another address with 307, body and all. */ { readonly kind: "redirect"; readonly to: string }
  | /** A broadcast is carried out, and answered as if it had been known before. */ { readonly kind: "duplicate" }
  | /** Receipts that say the contrary: a success failed, a failure succeeded. */ { readonly kind: "wrong-receipt" }
  | /** The event server lists a transaction nowhere. */ { readonly kind: "leave-out"; readonly transaction: string }
  | /** The solidity node stands still, with all that it shows. */ { readonly kind: "stale-solid" }
);

export interface Faults {
  /** Disposing of it ends the fault. */
  add(fault: Fault): Disposable & { readonly id: number };
  /** @returns whether there was one. */
  remove(id: number): boolean;
  list(): readonly (Fault & { readonly id: number })[];
  /** Stands between the server and its answers. */
  around(answer: Answerer): Answerer;
}

interface Active {
  readonly id: number;
  readonly fault: Fault;
  left: number;
}

/** Faults that hold for as long as they are there, whatever is called. */
const STANDING: ReadonlySet<Fault["kind"]> = new Set(["stale-solid", "leave-out"]);

export function createFaults(chain: Pick<Chain, "holdSolid">, clock: Clock): Faults {
  const active = new Map<number, Active>();
  let ids = 0;

  function remove(id: number): boolean {
    const found = active.delete(id);
    chain.holdSolid([...active.values()].some(({ fault }) => fault.kind === "stale-solid"));
    return found;
  }

  function hit({ path }: Call): Fault | undefined {
    for (const one of active.values()) {
      if (STANDING.has(one.fault.kind) || !path.startsWith(one.fault.path ?? "/")) continue;
      one.left -= 1;
      if (one.left <= 0) remove(one.id);
      return one.fault;
    }
    return undefined;
  }

  const leftOut = (): readonly string[] =>
    [...active.values()].flatMap(({ fault }) => (fault.kind === "leave-out" ? [fault.transaction] : []));

  return {
    add(fault) {
      const id = (ids += 1);
      active.set(id, { id, fault, left: fault.times ?? Number.POSITIVE_INFINITY });
      if (fault.kind === "stale-solid") chain.holdSolid(true);
      return { id, [Symbol.dispose]: () => void remove(id) };
    },
    remove,
    list: () => [...active.values()].map(({ id, fault }) => ({ id, ...fault })),
    around: (answer) => async (call) => {
      const fault = hit(call);
      const said = await (fault ? suffer(fault, call, answer, clock) : answer(call));
      return call.path.startsWith("/v1/") ? leftOut().reduce(changedBy, said) : said;
    },
  };
}

async function suffer(fault: Fault, call: Call, answer: Answerer, clock: Clock): Promise<Answer | undefined> {
  switch (fault.kind) {
    case "drop":
      return undefined;
    case "lose-answer":
      await answer(call);
      return undefined;
    case "delay": {
      const waited = Promise.withResolvers<undefined>();
      clock.after(fault.ms, () => waited.resolve(undefined));
      await waited.promise;
      return answer(call);
    }
    case "status":
      return { ...jsonAnswer({ Error: "a fault of the devnet" }, fault.status), headers: { "retry-after": "1" } };
    case "redirect":
      return { status: 307, headers: { location: new URL(call.path, fault.to).href }, body: "" };
    case "duplicate":
      return changed(await answer(call), known);
    case "wrong-receipt":
      return changed(await answer(call), turned);
    case "leave-out":
    case "stale-solid":
      return answer(call);
  }
}

function changed(answer: Answer | undefined, change: (json: JsonObject) => JsonObject): Answer | undefined {
  const json = answer && readJson(answer.body);
  return answer && isJsonObject(json) ? jsonAnswer(change(json), answer.status) : answer;
}

const changedBy = (answer: Answer | undefined, transaction: string): Answer | undefined =>
  changed(answer, (json) => without(json, transaction));

const without = (json: JsonObject, transaction: string): JsonObject =>
  Array.isArray(json["data"])
    ? {
        ...json,
        data: json["data"].filter((row) => !isJsonObject(row) || (row["transaction_id"] ?? row["txID"]) !== transaction),
      }
    : json;

const known = (json: JsonObject): JsonObject =>
  json["result"] === true
    ? { code: "DUP_TRANSACTION_ERROR", txid: json["txid"], message: utf8ToHex("Transaction already exists.") }
    : json;

function turned(json: JsonObject): JsonObject {
  const { receipt, result, resMessage: _message, ...rest } = json;
  if (!isJsonObject(receipt)) return json;
  if (result === "FAILED") return { ...rest, receipt: { ...receipt, result: "SUCCESS" } };
  return {
    ...rest,
    receipt: { ...receipt, result: "REVERT" },
    result: "FAILED",
    resMessage: utf8ToHex("REVERT opcode executed"),
  };
}
