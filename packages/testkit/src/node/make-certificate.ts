import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate of its own making for this computer, by OpenSSL: `name.pem` and `name.key` in the folder. */
export function makeCertificate(folder: string, name: string, { days = 30 }: { readonly days?: number } = {}): CertificateFiles {
  const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", String(days)];
  execFileSync("openssl", ["req", ...kind, ...subject, "-out", files.certificate, "-keyout", files.key], { stdio: "pipe" });
  chmodSync(files.key, 0o600);
  return files;
}
