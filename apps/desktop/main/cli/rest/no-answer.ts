/** What a failed connection says of itself (Node.js "Common system errors", OpenSSL's verification), in words for a person. */
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  ENOTFOUND: "its name is not known here",
  EAI_AGAIN: "its name could not be looked up",
  ENETUNREACH: "no network leads there",
  EHOSTUNREACH: "no network leads there",
  ETIMEDOUT: "it does not answer",
  UND_ERR_CONNECT_TIMEOUT: "it does not answer",
  UND_ERR_HEADERS_TIMEOUT: "it does not answer",
  UND_ERR_BODY_TIMEOUT: "it stopped in the middle of its answer",
  DEPTH_ZERO_SELF_SIGNED_CERT: "this computer does not trust its certificate: it signed that itself",
  SELF_SIGNED_CERT_IN_CHAIN: "this computer does not trust who signed its certificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "this computer does not trust who signed its certificate",
  CERT_HAS_EXPIRED: "its certificate has ended",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak https",
};

/** Why a request that `fetch` gave up has no answer. */
export function noAnswer(error: unknown): { readonly code: string; readonly words: string } {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const said = cause instanceof Error && cause.message !== "" ? cause.message : "no reason is given";
  return { code, words: CAUSES[code] ?? said };
}
