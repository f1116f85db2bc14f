import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "@lucid/testkit/node";
import { afterAll, expect, it } from "vitest";
import { checkRdp } from "./check-stored.ts";

const folder = mkdtempSync(join(tmpdir(), "lucid-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("says how long RDP clients know the node by its certificate, and what to do when it ends", () => {
  expect(checkRdp(folder)).toMatchObject({ state: "ok", detail: "there is no node yet" });

  mkdirSync(join(folder, "keys", "rdp"), { recursive: true });
  writeFileSync(join(folder, "keys", "node.key"), "");
  expect(checkRdp(folder)).toMatchObject({ state: "ok", detail: expect.stringContaining("is made at the first start") });

  const place = join(folder, "keys", "rdp", "certificate.pem");
  cpSync(makeCertificate(folder, "long", { days: 300 }).certificate, place);
  expect(checkRdp(folder)).toMatchObject({ state: "ok", detail: expect.stringMatching(/valid until \d{4}-\d\d-\d\d$/u) });

  cpSync(makeCertificate(folder, "short", { days: 3 }).certificate, place);
  expect(checkRdp(folder)).toMatchObject({ state: "failed", remedy: expect.stringContaining("Node keys") });

  writeFileSync(place, "nothing");
  expect(checkRdp(folder)).toMatchObject({ state: "failed", detail: expect.stringContaining(place) });
});
