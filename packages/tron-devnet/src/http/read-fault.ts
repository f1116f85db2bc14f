import type { JsonObject } from "../text/json.ts";
import type { Fault } from "./faults.ts";
import { RequestError, textOf, within } from "./input.ts";

const MOST_DELAY_MS = 600_000;
const MOST_TIMES = 1_000_000;

/** A fault as `POST /devnet/faults` takes it. @throws RequestError */
export function readFault(input: JsonObject): Fault {
  const path = input["path"] === undefined ? {} : { path: textOf(input, "path") };
  const times = input["times"] === undefined ? {} : { times: within(input, "times", 1, MOST_TIMES) };
  const kind = textOf(input, "kind");
  const where = { ...path, ...times };
  switch (kind) {
    case "drop":
    case "lose-answer":
    case "duplicate":
    case "wrong-receipt":
      return { kind, ...where };
    case "stale-solid":
    case "leave-out":
      if (Object.keys(where).length > 0) throw new RequestError(`${kind} has neither path nor times`);
      return kind === "leave-out" ? { kind, transaction: textOf(input, "transaction") } : { kind };
    case "delay":
      return { kind, ...where, ms: within(input, "ms", 1, MOST_DELAY_MS) };
    case "status":
      return { kind, ...where, status: within(input, "status", 400, 599) };
    case "redirect": {
      const to = textOf(input, "to");
      if (!URL.canParse(to)) throw new RequestError("to is no URL");
      return { kind, ...where, to };
    }
    default:
      throw new RequestError(`there is no fault ${kind}`);
  }
}
