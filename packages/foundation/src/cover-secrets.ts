/** Stands where a secret was. */
export const REDACTED = "[redacted]";

/** Things that let somebody in, or open something, by their shape. Hashes have none of these. */
const SECRETS: readonly RegExp[] = [
  /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]+/g, // JSON web tokens
  /\blucid_[\w-]{8,}/g, // keys of machine accounts
  /\bAGE-SECRET-KEY-1[0-9A-Z]+/gi,
  /\b(?:bearer|basic)\s+[\w.~+/=-]+/gi,
  /\b(?:0x)?[0-9a-f]{96,}\b/gi, // signatures
  /\b(?:[a-z]{3,8}\s+){11,}[a-z]{3,8}\b/g, // recovery phrases
];
const SECRET_NAME =
  /pass|secret|token|signature|phrase|mnemonic|seed|private|cookie|authorization|otp|challenge|(?:^|_)(?:key|code)$/i;

/** A text with what looks like a secret covered. */
export const coverSecrets = (text: string): string => SECRETS.reduce((left, secret) => left.replace(secret, REDACTED), text);

/** Whether a value is a secret by its name, whatever it is. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);
