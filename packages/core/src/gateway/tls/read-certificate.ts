import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

export interface TlsFiles {
  /** PEM: the certificate, and those between it and the authority's. */
  readonly certificate: string;
  /** PEM: its private key, without a passphrase, readable by its owner only. */
  readonly key: string;
}

export interface CertificateTimes {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export interface Certificate extends CertificateTimes {
  readonly cert: string;
  readonly key: string;
  /** Names it is for, as it says them. */
  readonly names: string;
}

/** The files cannot be used as they are: the message says which one, and what to do. */
export class CertificateError extends Error {
  override readonly name = "CertificateError";
}

/** Group or others may read or write. */
const OPEN_TO_OTHERS = 0o077;

/** Reads a certificate and its key. One that has expired is read all the same. @throws CertificateError. */
export function readCertificate(files: TlsFiles): Certificate {
  const cert = read(files.certificate);
  const key = read(files.key);
  if ((statSync(files.key).mode & OPEN_TO_OTHERS) !== 0)
    throw new CertificateError(`${files.key} can be read by others: chmod 600 it`);
  const certificate = parse(files.certificate, () => new X509Certificate(cert));
  const privateKey = parse(files.key, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw new CertificateError(`${files.key} is not the key of the certificate in ${files.certificate}`);
  return {
    cert,
    key,
    notBeforeMs: certificate.validFromDate.getTime(),
    notAfterMs: certificate.validToDate.getTime(),
    names: certificate.subjectAltName ?? certificate.subject,
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new CertificateError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** What OpenSSL says of a file may quote it: it stays out of the message. */
function parse<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (cause) {
    throw new CertificateError(`${path} holds no PEM that can be used`, { cause });
  }
}

/** A certificate is renewed a month before, by those who do so by themselves. */
const SOON_MS = 14 * 86_400_000;

/** What is wrong with the time of a certificate, in words; undefined where nothing is. */
export function certificateTrouble({ notBeforeMs, notAfterMs }: CertificateTimes, nowMs: number): string | undefined {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  if (nowMs >= notAfterMs) return `it expired on ${day(notAfterMs)}`;
  if (nowMs < notBeforeMs) return `it is valid from ${day(notBeforeMs)} on`;
  return notAfterMs - nowMs < SOON_MS ? `it expires on ${day(notAfterMs)}` : undefined;
}
