import type { LoginSession } from "@lucid/contract";
import { networkOf, readAddress } from "../ground/index.ts";
import type { LoginRow } from "./login-repository.ts";

/** Ranges (RFC 1918, 4193, 3927, 4291, 6598) that no stranger's packets come from. */
const LOCAL: ReadonlySet<string> = new Set(["private", "uniqueLocal", "linkLocal", "carrierGradeNat"]);

/** From where somebody came, in a word. Behind a proxy that is not trusted everybody comes from its address. */
export function placeOf({ ip_address, is_onion }: Pick<LoginRow, "ip_address" | "is_onion">): LoginSession["place"] {
  if (is_onion === 1) return "onion";
  if (ip_address === "local") return "this-computer";
  const range = readAddress(ip_address)?.range();
  if (range === "loopback") return "this-computer";
  return range !== undefined && LOCAL.has(range) ? "local-network" : "elsewhere";
}

/** The neighbourhood that somebody came from: a provider gives a customer another address of it now and then. */
export function cameFrom({ ip_address, is_onion }: Pick<LoginRow, "ip_address" | "is_onion">): string {
  const place = placeOf({ ip_address, is_onion });
  if (place === "onion" || place === "this-computer") return place;
  const network = networkOf(ip_address);
  return network.includes(":") ? network : network.split(".").slice(0, 3).join(".");
}
