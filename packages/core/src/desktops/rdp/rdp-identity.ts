import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** A node's certificate is compared by its fingerprint, so it must outlive the node's clients. */
const VALID_DAYS = 3_650;

/** Certificate and keys of a node's RDP front, in a folder of its data. */
export interface RdpIdentity {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** RSA keys of classic RDP security, which xrdp wants to see although only TLS is allowed. */
  readonly rsaKeysFile: string;
  /** SHA-256 of the certificate, upper-case hex pairs with colons. */
  readonly fingerprint: string;
}

async function make(directory: string, programs: { readonly openssl: string; readonly "xrdp-keygen": string }): Promise<void> {
  const key = join(directory, "key.pem");
  const certificate = join(directory, "certificate.pem");
  const request = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-subj",
    "/CN=Lucid desktop",
    "-days",
    String(VALID_DAYS),
    "-sha256",
  ];
  const env = { PATH: "/usr/bin:/bin" };
  await Promise.all([
    run(programs.openssl, [...request, "-keyout", key, "-out", certificate], { env }),
    run(programs["xrdp-keygen"], ["xrdp", join(directory, "rsakeys.ini")], { env }),
  ]);
  await Promise.all(["key.pem", "certificate.pem", "rsakeys.ini"].map((name) => chmod(join(directory, name), 0o600)));
}

/** Opens the identity in `directory`, making it first when there is none. It appears there as a whole or not at all. */
export async function openRdpIdentity(
  directory: string,
  programs: { readonly openssl: string; readonly "xrdp-keygen": string },
): Promise<RdpIdentity> {
  const certificateFile = join(directory, "certificate.pem");
  const read = async (): Promise<Buffer | undefined> => {
    try {
      return await readFile(certificateFile);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw cause;
    }
  };
  let pem = await read();
  if (!pem) {
    await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
    const fresh = await mkdtemp(`${directory}-`);
    try {
      await make(fresh, programs);
      await rename(fresh, directory);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
    pem = await readFile(certificateFile);
  }
  const fingerprint = new X509Certificate(pem).fingerprint256;
  return { certificateFile, keyFile: join(directory, "key.pem"), rsaKeysFile: join(directory, "rsakeys.ini"), fingerprint };
}
