import type { IncomingMessage } from "node:http";
import { commonErrors } from "@lucid/contract";
import { isForeign } from "./trusted-hosts.ts";

/** Headers of which a second one would mean something else to a proxy than to the node. */
const SINGLE = new Set(["host", "origin", "authorization", "content-type"]);

/** What programs ask: a page of another site may not even lead a browser there. */
const FOR_PROGRAMS = /^\/(api|health|metrics|status|stats)(?![^/?])/;

/**
 * What is refused before anything is counted, so that nobody can use up the limits of others with it. `isTrusted` knows the names of
 * this node. @throws INVALID_REQUEST, NOT_ALLOWED.
 */
export function refuseRequests(request: IncomingMessage, isTrusted: (host: string | undefined) => boolean): void {
  const { headers, rawHeaders, url = "/" } = request;
  const repeated = repeatedIn(rawHeaders);
  if (repeated !== undefined) {
    throw commonErrors.INVALID_REQUEST({ issues: [{ path: "", message: `The header ${repeated} stands there more than once` }] });
  }
  if (!isTrusted(headers.host)) throw notAllowed("The Host header does not name this node: add the name to its public origins");
  if (isForeign(headers) && !(isLink(request) && !FOR_PROGRAMS.test(url))) {
    throw notAllowed("A page of another site may link to this node, and do nothing else with it");
  }
}

/** Names and values alternate in `rawHeaders`. */
function repeatedIn(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

/** The person follows a link of the other site. */
const isLink = ({ method, headers }: IncomingMessage): boolean =>
  (method === "GET" || method === "HEAD") && headers["sec-fetch-mode"] === "navigate";

const notAllowed = (message: string) => commonErrors.NOT_ALLOWED(undefined, { message });
