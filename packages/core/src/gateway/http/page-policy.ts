import { createHash } from "node:crypto";

/** The value of a `nonce` in a page, replaced by a fresh one in every answer. */
export const NONCE = "__CSP_NONCE__";

const hashes = (html: string, tag: "script" | "style"): string[] =>
  [...html.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)[^>]*>([\\s\\S]*?)</${tag}>`, "gi"))]
    .map(([, text = ""]) => text)
    .filter((text) => text.trim() !== "")
    .map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);

export interface PagePolicyOptions {
  /** `any-inline` is for pages of others that write styles without a nonce; it concerns nothing but styles. */
  readonly styles?: "own" | "any-inline";
  /** Where a page may connect to besides its own origin, as sources of a policy. */
  readonly connect?: readonly string[];
}

/**
 * The content security policy of a page: what the page holds inline is named by its hash, what it adds to
 * itself carries the nonce, and nothing leaves for or comes from another host.
 */
export function pagePolicy(
  html: string,
  nonce: string | undefined,
  { styles = "own", connect = [] }: PagePolicyOptions = {},
): string {
  const fresh = nonce === undefined ? "" : ` 'nonce-${nonce}'`;
  const inline = { script: hashes(html, "script"), style: hashes(html, "style") };
  return [
    "default-src 'none'",
    `script-src 'self'${fresh} ${inline.script.join(" ")}`.trim(),
    styles === "own" ? `style-src 'self'${fresh} ${inline.style.join(" ")}`.trim() : "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    ["connect-src 'self'", ...connect].join(" "),
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Tells the page's scripts the nonce in the way that build tools agree on; scripts of other origins cannot read it. */
export function withNonce(html: string, nonce: string): string {
  const meta = `<meta property="csp-nonce" nonce="${nonce}">`;
  return html.replaceAll(NONCE, nonce).replace(/<head[^>]*>/i, (head) => `${head}${meta}`);
}
