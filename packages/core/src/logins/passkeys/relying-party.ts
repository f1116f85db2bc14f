import { readAddress } from "../../ground/index.ts";

/** To whom a passkey belongs (WebAuthn 4, relying party): a host name, and the one origin whose pages may use it. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * The relying party of whoever came under this `Host`; undefined where browsers allow no passkeys: they want https and a name,
 * and make an exception for `localhost`. `origins` are the https origins that this node is known under.
 */
export function relyingPartyOf(host: string, origins: readonly string[]): RelyingParty | undefined {
  if (!URL.canParse(`http://${host}`)) return undefined;
  const secure = origins.map((origin) => new URL(origin)).find((origin) => origin.host === host.toLowerCase());
  const { hostname, origin } = secure ?? new URL(`http://${host}`);
  const isName = readAddress(hostname.replace(/^\[|\]$/g, "")) === undefined;
  return isName && (secure !== undefined || hostname === "localhost") ? { id: hostname, origin } : undefined;
}
