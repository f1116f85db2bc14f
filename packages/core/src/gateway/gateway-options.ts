import type { CONNECTIONS } from "./http/connections.ts";
import type { DEADLINES } from "./http/listener.ts";
import { LIMITS, type RateLimits } from "./limits/limits.ts";
import type { TlsFiles } from "./tls/read-certificate.ts";

/** A listener with TLS beside the plain one. */
export interface TlsOptions extends TlsFiles {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** 0: browsers are told nothing. */
  readonly hstsDays: number;
}

export interface GatewayOptions {
  /** Address to listen on; anything but a loopback address is the owner's decision. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly version: string;
  /**
   * Names under which else people reach this node, through a reverse proxy or an onion service: a host name,
   * or an origin such as `https://node.example`, which also keeps the refresh cookie off plain http.
   */
  readonly trustedHosts?: readonly string[] | undefined;
  /** Addresses and ranges (`10.0.0.0/8`) of reverse proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Whether `/metrics` answers everybody. Otherwise it answers programs of this computer, and the permission to see it. */
  readonly metricsPublic?: boolean | undefined;
  /** Whether the reference pages answer everybody. Otherwise they answer programs of this computer. */
  readonly docsPublic?: boolean | undefined;
  readonly tls?: TlsOptions | undefined;
  /** Login calls a minute from one address and for one wallet. */
  readonly loginPerMinute?: number | undefined;
  /** Tiers that differ from `LIMITS`. */
  readonly limits?: Partial<RateLimits> | undefined;
  /** What differs from `DEADLINES`. */
  readonly deadlines?: Partial<Record<keyof typeof DEADLINES, number>> | undefined;
  /** What differs from `CONNECTIONS`. */
  readonly connections?: Partial<Record<keyof typeof CONNECTIONS, number>> | undefined;
  /** Folder of the built page. While it has no `index.html` the node says so instead of showing the page. */
  readonly page?: string | undefined;
}

export interface Reach {
  /** Names beside literal addresses and `localhost` that may stand in `Host`. */
  readonly hosts: readonly string[];
  /** Values of `Host` behind which there is https. */
  readonly httpsHosts: ReadonlySet<string>;
  readonly metrics: "everybody" | "this-computer" | "permission";
  readonly docs: "everybody" | "this-computer" | "nobody";
}

const asOrigin = (name: string): string => (name.includes("://") ? name : `http://${name}`);

/** Whether a text is a host name, or an origin with http or https, and nothing more. */
export function isHostOrOrigin(text: string): boolean {
  if (!URL.canParse(asOrigin(text))) return false;
  const { protocol, pathname, search, hash, username, hostname } = new URL(asOrigin(text));
  const isOrigin = pathname === "/" && search === "" && hash === "" && username === "" && hostname !== "";
  return isOrigin && (protocol === "http:" || protocol === "https:");
}

/**
 * What follows from the ways by which a node can be reached. As soon as something carries strangers to its
 * loopback address, that address proves nothing any more.
 */
export function reachOf({
  host,
  trustedHosts = [],
  trustedProxies = [],
  metricsPublic = false,
  docsPublic = false,
  tls,
}: GatewayOptions): Reach {
  const origins = trustedHosts.map((name) => new URL(asOrigin(name)));
  const direct = trustedHosts.length === 0 && trustedProxies.length === 0;
  return {
    hosts: [host, ...(tls ? [tls.host] : []), ...origins.map((origin) => origin.hostname)],
    httpsHosts: new Set(origins.filter((origin) => origin.protocol === "https:").map((origin) => origin.host)),
    metrics: metricsPublic ? "everybody" : direct ? "this-computer" : "permission",
    docs: docsPublic ? "everybody" : direct ? "this-computer" : "nobody",
  };
}

export function limitsOf({ limits = {}, loginPerMinute }: GatewayOptions): RateLimits {
  const login = loginPerMinute === undefined ? LIMITS.login : { perMinute: loginPerMinute, burst: loginPerMinute };
  return { ...LIMITS, login, ...limits };
}
