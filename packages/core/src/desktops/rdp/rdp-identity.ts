import { execFile } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { damagedFile } from "../../ground/index.ts";

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
  /** Unix ms. */
  readonly validUntilMs: number;
}

interface IdentityPrograms {
  readonly openssl: string;
  readonly "xrdp-keygen": string;
}

const FILES = ["key.pem", "certificate.pem", "rsakeys.ini"] as const;

/** Makes one in a folder beside `directory`, and lets `place` put it there. */
async function makeBeside(directory: string, programs: IdentityPrograms, place: (made: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  const made = await mkdtemp(`${directory}-`);
  try {
    await make(made, programs);
    await place(made);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function make(directory: string, programs: IdentityPrograms): Promise<void> {
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
  await Promise.all(FILES.map((name) => chmod(join(directory, name), 0o600)));
}

/** Opens the identity in `directory`, making it first when there is none. It appears there as a whole or not at all. */
export async function openRdpIdentity(directory: string, programs: IdentityPrograms): Promise<RdpIdentity> {
  try {
    return await readRdpIdentity(directory);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
  }
  await makeBeside(directory, programs, (made) => rename(made, directory));
  return await readRdpIdentity(directory);
}

/** Puts another identity in the place of the one in `directory`. A crash leaves the one of before, the new one, or none: then the next start makes one. */
export async function exchangeRdpIdentity(directory: string, programs: IdentityPrograms): Promise<RdpIdentity> {
  await makeBeside(directory, programs, async (made) => {
    await rm(directory, { recursive: true, force: true });
    await rename(made, directory);
  });
  return await readRdpIdentity(directory);
}

/** A copy for one desktop, in a folder that goes with it. */
export async function lendRdpIdentity(identity: RdpIdentity, directory: string): Promise<RdpIdentity> {
  await mkdir(directory, { mode: 0o700 });
  const lent = filesIn(directory);
  await Promise.all([
    copyFile(identity.keyFile, lent.keyFile),
    copyFile(identity.certificateFile, lent.certificateFile),
    copyFile(identity.rsaKeysFile, lent.rsaKeysFile),
  ]);
  return await readRdpIdentity(directory);
}

const filesIn = (directory: string) => ({
  keyFile: join(directory, "key.pem"),
  certificateFile: join(directory, "certificate.pem"),
  rsaKeysFile: join(directory, "rsakeys.ini"),
});

async function readRdpIdentity(directory: string): Promise<RdpIdentity> {
  const files = filesIn(directory);
  const certificatePem = await readFile(files.certificateFile);
  const keyPem = await readFile(files.keyFile).catch((cause: Error) => {
    throw damagedFile(files.keyFile, cause.message, { cause });
  });
  const pair = readPair(files.certificateFile, certificatePem, files.keyFile, keyPem);
  const { fingerprint256: fingerprint, validTo } = pair;
  return { ...files, fingerprint, validUntilMs: Date.parse(validTo) };
}

/** @throws DataFolderError that names the file which cannot be read, or does not belong to the other. */
function readPair(certificateFile: string, certificatePem: Buffer, keyFile: string, keyPem: Buffer): X509Certificate {
  const read = <Part>(path: string, parse: () => Part): Part => {
    try {
      return parse();
    } catch (cause) {
      throw damagedFile(path, (cause as Error).message, { cause });
    }
  };
  const certificate = read(certificateFile, () => new X509Certificate(certificatePem));
  const key = read(keyFile, () => createPrivateKey(keyPem));
  if (!certificate.checkPrivateKey(key)) throw damagedFile(keyFile, "it is not the key of the certificate beside it");
  return certificate;
}
