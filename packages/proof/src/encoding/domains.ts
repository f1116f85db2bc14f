/** Domain of each signature: the signed bytes are the domain, a line feed and the RFC 8785 form. */
export const DOMAIN = {
  block: "lucid:block:v1",
  attestation: "lucid:attestation:v1",
  transaction: "lucid:transaction:v1",
  blockV2: "lucid:block:v2",
  attestationV2: "lucid:attestation:v2",
  transactionV2: "lucid:transaction:v2",
  membershipV2: "lucid:membership:v2",
  registrationV2: "lucid:registration:v2",
  statusV2: "lucid:status:v2",
  auditV2: "lucid:audit:v2",
  manifest: "lucid:manifest:v1",
  deletion: "lucid:deletion:v1",
  auditLog: "lucid:audit-log:v1",
  backup: "lucid:backup:v1",
  dataKey: "lucid:data-key:v1",
  chunkKey: "lucid:chunk:v1",
  video: "lucid:video:v1",
  videoSalt: "lucid:video-salt:v1",
} as const;
export type Domain = (typeof DOMAIN)[keyof typeof DOMAIN];

/** First line of the text an owner signs with a TRON wallet; the second is the RFC 8785 form of the terms. */
export const GRANT_TITLE = "Lucid recording grant v1";
/** Fixed text whose wallet signature opens an account's encryption identity. */
export const IDENTITY_TEXT = "Lucid encryption identity v1\nSign this only in Lucid: the signature opens your recordings.";
