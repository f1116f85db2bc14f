import type { PartHealth } from "@lucid/contract";
import type { CertificateKeeper } from "../desktops/index.ts";
import { type CertificateTimes, certificateTrouble, readCertificate } from "../gateway/index.ts";

export interface NodeCertificates {
  /** Files of the gateway's own listener with TLS; undefined where it has none. */
  readonly tls: Parameters<typeof readCertificate>[0] | undefined;
  /** Undefined where this machine hosts no desktops. */
  readonly rdp: Pick<CertificateKeeper, "certificate"> | undefined;
}

/** How long the certificates of the node are good for: what expired, or does so within two weeks, is in trouble. Nothing where it has none. */
export function certificatesHealth({ tls, rdp }: NodeCertificates, nowMs: number): PartHealth | undefined {
  if (!tls && !rdp) return undefined;
  const looked = [...(tls ? [look("TLS", () => readCertificate(tls))] : []), ...(rdp ? [look("RDP", () => timesOf(rdp))] : [])];
  const troubles = looked.filter(({ isTrouble }) => isTrouble);
  const shown = troubles.length > 0 ? troubles : looked;
  return {
    ok: troubles.length === 0,
    detail: shown.map(({ words }) => words).join(", "),
    last_success: troubles.length === 0 ? new Date(nowMs).toISOString() : null,
  };

  function look(name: string, read: () => CertificateTimes): { readonly words: string; readonly isTrouble: boolean } {
    try {
      const times = read();
      const trouble = certificateTrouble(times, nowMs);
      if (trouble !== undefined) return { words: `${name}: ${trouble}`, isTrouble: true };
      return { words: `${name}: valid until ${new Date(times.notAfterMs).toISOString().slice(0, 10)}`, isTrouble: false };
    } catch {
      // Which file and why is for the log and the doctor: health is for everybody.
      return { words: `${name}: cannot be read`, isTrouble: true };
    }
  }
}

const timesOf = (rdp: Pick<CertificateKeeper, "certificate">): CertificateTimes => ({
  notBeforeMs: 0,
  notAfterMs: rdp.certificate().validUntilMs,
});
