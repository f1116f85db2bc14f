import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "@lucid/testkit/node";
import { afterAll, expect, it } from "vitest";
import { certificatesHealth } from "./certificates-health.ts";

const DAY_MS = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "lucid-certificates-"));
afterAll(() => rmSync(folder, { recursive: true }));
const tls = makeCertificate(folder, "node", { days: 30 });
const now = Date.now();
const rdp = (days: number) => ({ certificate: () => ({ fingerprint: "00", validUntilMs: now + days * DAY_MS }) });

it("says nothing where there is none, and until when those that are there are valid", () => {
  expect(certificatesHealth({ tls: undefined, rdp: undefined }, now)).toBeUndefined();
  expect(certificatesHealth({ tls, rdp: rdp(100) }, now)).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/^TLS: valid until \S{10}, RDP: valid until \S{10}$/),
  });
});

it("names what expires within two weeks or has expired, and a file that cannot be read without its path", () => {
  expect(certificatesHealth({ tls, rdp: rdp(10) }, now)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^RDP: it expires on \S{10}$/),
  });
  expect(certificatesHealth({ tls, rdp: rdp(100) }, now + 31 * DAY_MS)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^TLS: it expired on \S{10}$/),
  });
  const gone = { ...tls, certificate: join(folder, "gone.pem") };
  expect(certificatesHealth({ tls: gone, rdp: undefined }, now)).toMatchObject({ ok: false, detail: "TLS: cannot be read" });
});
