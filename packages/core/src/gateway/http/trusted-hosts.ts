import QuickLRU from "quick-lru";
import { readAddress } from "../../ground/index.ts";

/** Values of `Host` that are remembered: a node is reached by a few. */
const KNOWN_HOSTS = 100;

/**
 * Whether a `Host` header names this node. A page of another site can make its own name point to a loopback
 * address and so call the node from a browser (DNS rebinding); its name is then in `Host`. An address cannot
 * be rebound, so every literal one is fine.
 */
export function createHostCheck(names: readonly string[]): (host: string | undefined) => boolean {
  const trusted = new Set(["localhost", ...names.map((name) => name.toLowerCase())]);
  const known = new QuickLRU<string, boolean>({ maxSize: KNOWN_HOSTS });

  function check(host: string): boolean {
    const name = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?$/.exec(host)?.[1]?.toLowerCase();
    if (name === undefined) return false;
    return trusted.has(name) || readAddress(name.replace(/^\[|\]$/g, "")) !== undefined;
  }

  return (host) => {
    if (host === undefined) return false;
    const before = known.get(host);
    if (before !== undefined) return before;
    const verdict = check(host);
    if (verdict) known.set(host, verdict);
    return verdict;
  };
}

interface Origins {
  readonly "sec-fetch-site"?: string | undefined;
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}

/** Whether a browser says that a page of this node itself makes the request. Programs say nothing, so it is false for them. */
export function isSameOrigin(headers: Origins): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  if (headers.origin === undefined || !URL.canParse(headers.origin)) return false;
  return new URL(headers.origin).host === headers.host;
}

/** Whether a page of another site makes the request. `none` is the person at the browser himself. */
export const isForeign = (headers: Origins): boolean =>
  headers["sec-fetch-site"] !== "none" &&
  (headers["sec-fetch-site"] !== undefined || headers.origin !== undefined) &&
  !isSameOrigin(headers);
