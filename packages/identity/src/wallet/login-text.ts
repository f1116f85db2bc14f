/** What a challenge binds that is answered with a wallet's signature. Times are unix milliseconds. */
export interface LoginTerms {
  /** Host (and port) of the node as its people know it. */
  readonly domain: string;
  /** Network id: the hash of the node's genesis. */
  readonly network: string;
  readonly address: string;
  /** 16 random bytes in hex. */
  readonly nonce: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

const LOGIN_TITLE = "Lucid login v1";
const STEP_UP_TITLE = "Lucid step-up v1";

/** The text a wallet signs to log in. It begins unlike every other text that a wallet signs, so one can never pass for another. */
export const loginText = (terms: LoginTerms): string => textOf(LOGIN_TITLE, terms);

/** The text a wallet signs to prove anew, within a login, that its person is there. */
export const stepUpText = (terms: LoginTerms): string => textOf(STEP_UP_TITLE, terms);

const textOf = (title: string, terms: LoginTerms): string =>
  [
    title,
    `domain: ${terms.domain}`,
    `network: ${terms.network}`,
    `address: ${terms.address}`,
    `nonce: ${terms.nonce}`,
    `issued: ${new Date(terms.issuedAtMs).toISOString()}`,
    `expires: ${new Date(terms.expiresAtMs).toISOString()}`,
  ].join("\n");

const LINES =
  /^[^\n]+\ndomain: (.+)\nnetwork: ([0-9a-f]{64})\naddress: (T\w{33})\nnonce: ([0-9a-f]{32})\nissued: (\S+)\nexpires: (\S+)$/;

/**
 * Reads a challenge before it is signed, or undefined when it is anything else. A client signs only what
 * this accepts: else a hostile node could have a grant or the identity text signed in place of a login.
 */
export const readLoginText = (text: string): LoginTerms | undefined => readText(LOGIN_TITLE, text);

/** The same for a step-up challenge. */
export const readStepUpText = (text: string): LoginTerms | undefined => readText(STEP_UP_TITLE, text);

function readText(title: string, text: string): LoginTerms | undefined {
  const [, domain, network, address, nonce, issued, expires] = LINES.exec(text) ?? [];
  if (domain === undefined || network === undefined || address === undefined || nonce === undefined) return undefined;
  const terms = { domain, network, address, nonce, issuedAtMs: Date.parse(issued ?? ""), expiresAtMs: Date.parse(expires ?? "") };
  const isTime = Number.isFinite(terms.issuedAtMs) && Number.isFinite(terms.expiresAtMs);
  return isTime && textOf(title, terms) === text ? terms : undefined;
}
