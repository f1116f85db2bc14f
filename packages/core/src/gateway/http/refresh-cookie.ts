import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { API_PREFIX, commonErrors } from "@lucid/contract";
import type { RefreshCookie } from "../../calls/index.ts";
import { isSameOrigin } from "./trusted-hosts.ts";

const PATH = `${API_PREFIX}/auth`;
/** As long as a refresh token lives: 7 days. */
const MAX_AGE_S = 7 * 24 * 3_600;

export interface RefreshCookieOptions {
  /** Cookies do not know ports: two nodes on one computer need two names. */
  readonly port: () => number;
  /** Hosts that people reach over https. There the cookie never travels in the clear. */
  readonly httpsHosts: () => ReadonlySet<string>;
}

/** The refresh token as a cookie that scripts cannot read and other sites cannot make use of. */
export function createRefreshCookie({ port, httpsHosts }: RefreshCookieOptions) {
  return (request: IncomingMessage, setHeader: (name: string, value: string) => void): RefreshCookie | undefined => {
    if (!request.url?.startsWith(`${PATH}/`)) return undefined;
    const { headers, socket } = request;
    const isTls = socket instanceof TLSSocket;
    const name = nameOf(isTls ? (socket.localPort ?? port()) : port());
    return {
      read() {
        const token = cookieOf(headers.cookie ?? "", name);
        if (token === undefined || isSameOrigin(headers)) return token;
        throw commonErrors.NOT_ALLOWED(undefined, { message: "The refresh cookie works from the node's own page only" });
      },
      set(token) {
        const secure = isTls || httpsHosts().has(headers.host ?? "") ? "; Secure" : "";
        const life = token === undefined ? 0 : MAX_AGE_S;
        setHeader("Set-Cookie", `${name}=${token ?? ""}; Path=${PATH}; Max-Age=${life}; HttpOnly; SameSite=Strict${secure}`);
      },
    };
  };
}

const nameOf = (port: number): string => `lucid_refresh_${port}`;

function cookieOf(header: string, name: string): string | undefined {
  for (const pair of header.split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name && value) return value;
  }
  return undefined;
}
