import { statSync } from "node:fs";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import { type Certificate, certificateTrouble, readCertificate, type TlsFiles } from "./read-certificate.ts";

/** Files that are replaced are noticed so soon. */
const LOOK_MS = 2_000;

/** Calls back with each new certificate; files that do not fit together, as while they are being replaced, change nothing. */
export function followCertificate(
  files: TlsFiles,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  take: (certificate: Certificate) => void,
): Disposable {
  let known = marksOf(files);
  let timer = clock.after(LOOK_MS, look);

  function look(): void {
    const marks = marksOf(files);
    if (marks !== known) {
      known = marks;
      reload();
    }
    timer = clock.after(LOOK_MS, look);
  }

  function reload(): void {
    try {
      const certificate = readCertificate(files);
      take(certificate);
      tellOf(certificate, { clock, log }, "the TLS certificate was read anew");
    } catch (error) {
      log.warn({ reason: (error as Error).message }, "the new TLS certificate cannot be used: the one before stays");
    }
  }

  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

export function tellOf(
  certificate: Certificate,
  { clock, log }: { readonly clock: Pick<Clock, "now">; readonly log: Logger },
  message: string,
): void {
  const until = new Date(certificate.notAfterMs).toISOString();
  const trouble = certificateTrouble(certificate, clock.now());
  if (trouble === undefined) log.info({ names: certificate.names, until }, message);
  else log.warn({ names: certificate.names, until, reason: trouble }, message);
}

/** Tells a file from the one before it, also one that was put in its place. */
function marksOf({ certificate, key }: TlsFiles): string {
  return [certificate, key].map(markOf).join(" ");
}

function markOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? "none" : `${found.ino}:${found.size}:${found.mtimeNs}:${found.mode}`;
}
