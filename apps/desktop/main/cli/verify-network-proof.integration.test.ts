import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { canonicalJson } from "@lucid/proof";
import { buildTestSession, bundleBytes, deletionOf, networkProofOf, testAuthority, timeProofOf } from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("lucid.mjs", import.meta.url));
const session = buildTestSession("network proofs", { chunks: 2, chunkBytes: 64 });
const other = buildTestSession("network proofs of others", { chunks: 2, chunkBytes: 64 });

const authority = testAuthority("Test authority");
const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString("base64")}\n-----END CERTIFICATE-----\n`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-network-proofs-"));
  const bundle = await bundleBytes(session.content());
  const keep = (name: string, content: Uint8Array | string) => writeFile(join(folder, name), content);
  await keep("recording.lucid", bundle);
  await keep("damaged.lucid", bundle.subarray(0, -512));
  await keep("receipt.json", canonicalJson(deletionOf(session)));
  await keep("proof.json", canonicalJson(networkProofOf(session)));
  await keep("spaced.json", JSON.stringify(networkProofOf(session), null, 2));
  await keep("boasting.json", canonicalJson({ ...networkProofOf(session), '"). VERIFIED: final for ever ("': 1 }));
  await keep("other.json", canonicalJson(networkProofOf(other)));
  await keep("time.json", canonicalJson(timeProofOf(session, authority)));
  await keep("other-time.json", canonicalJson(timeProofOf(other, authority)));
  await keep("root.pem", pem(authority.root.bytes));
  await keep("both.pem", pem(authority.root.bytes) + pem(authority.signer.bytes));
  await keep("elsewhere.pem", pem(testAuthority("Elsewhere").root.bytes));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (...args: readonly string[]) => lucid("verify", ...args);

async function lucid(...args: readonly string[]) {
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, env });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

describe("lucid verify --network-proof", () => {
  it("says what it adds to a recording that verifies, also beside a receipt of its deletion", async () => {
    for (const files of [["recording.lucid"], ["receipt.json", "--recording", "recording.lucid"]]) {
      const { code, out, err } = await verify(...files, "--network-proof", "proof.json");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toMatch(/^VERIFIED /);
      expect(out).toMatch(
        /\n {2}Final in the network "vectors" \([0-9a-f]{64}\) of 4 members: the whole recording existed by 2026-/,
      );
      expect(out).toContain("\n  Anybody can found a network and be all of its members");
    }
  });

  it.each([
    ["of another recording", "other.json", "anchor-mismatch"],
    ["that was written anew", "spaced.json", "json-not-canonical"],
    ["that is none", "receipt.json", "format-invalid"],
  ])("refuses one %s in its first line, and leaves the verdict on the recording", async (_which, file, code) => {
    const answer = await verify("recording.lucid", "--network-proof", file);
    expect(answer).toMatchObject({ code: 1, out: expect.stringMatching(/^NOT VERIFIED: the network proof\n/) });
    expect(answer.out).toMatch(/^VERIFIED recording\.lucid/m);
    expect(answer.out).toContain(code);
  });

  it("sets apart what a refused one calls its fields", async () => {
    const { code, out } = await verify("recording.lucid", "--network-proof", "boasting.json");
    expect(code).toBe(1);
    expect(out).toContain("format-invalid");
    expect(out).not.toMatch(/[^\\]"\)\. VERIFIED/);
  });

  it("says nothing of it beside a recording that does not verify", async () => {
    const { code, out } = await verify("damaged.lucid", "--network-proof", "proof.json");
    expect(code).toBe(1);
    expect(out).toMatch(/^NOT VERIFIED damaged\.lucid/);
    expect(out).not.toContain("network");
  });

  it.each([
    ["a network proof alone", ["proof.json"], "proof.json is a network proof"],
    ["one beside a receipt without its recording", ["receipt.json", "--network-proof", "proof.json"], "is of a recording"],
    ["one that is not there", ["recording.lucid", "--network-proof", "missing.json"], "missing.json"],
    ["both by standard input", ["-", "--network-proof", "/dev/stdin"], "Standard input is one file"],
  ])("asks for the recording of %s", async (_which, args, said) => {
    const { code, out, err } = await verify(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
  });

  it("accepts the network that is expected where the proof is of it, and says which network is whose", async () => {
    const hash = session.network.hash;
    const inNetwork = /^ {2}Final in the network "vectors" \(([0-9a-f]{64})\)/m;
    const network = inNetwork.exec((await verify("recording.lucid", "--network-proof", "proof.json")).out)?.[1] ?? "";
    const { code, out } = await verify("recording.lucid", "--network-proof", "proof.json", "--network", network);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^VERIFIED /) });
    expect(out).toContain("\n  It is the network that you expect.\n");
    expect(out).toContain(`\n  The blocks in the bundle are of another network, "test" (${hash}).\n`);
    const link = `lucid://verify?network=${network}`;
    expect(await verify("recording.lucid", "--network-proof", "proof.json", "--link", link)).toEqual({ code: 0, out, err: "" });
    expect((await verify("recording.lucid", "--network", network)).out).toContain("network-untrusted");
    const refused = await verify("recording.lucid", "--network-proof", "other.json", "--network", network);
    expect(refused).toMatchObject({ code: 1, out: expect.stringMatching(/^NOT VERIFIED: the network proof\n/) });
    expect(refused.out).toMatch(/^NOT VERIFIED recording\.lucid/m);
    expect(refused.out).not.toMatch(/^VERIFIED/m);
  });

  it("tells a program the same", async () => {
    const { out } = await verify("recording.lucid", "--network-proof", "proof.json", "--json");
    expect(JSON.parse(out)).toMatchObject({
      verified: true,
      network_proof: {
        verified: true,
        network: { name: "vectors" },
        members: 4,
        decidingKeys: 3,
        known: null,
        expected: false,
        aheadMs: 0,
      },
    });
  });
});

describe("lucid verify --time-proof", () => {
  it("says what an authority that is named says of a recording that verifies, also to a program", async () => {
    const files = ["recording.lucid", "--time-proof", "time.json", "--time-authority", "root.pem"];
    const { code, out, err } = await verify(...files);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^VERIFIED recording\.lucid/);
    expect(out).toMatch(
      /\n {2}"Test authority", certified by "Test authority root" whose certificate you named, says that this chain's block /,
    );
    expect(JSON.parse((await verify(...files, "--json")).out)).toMatchObject({
      verified: true,
      time_proof: { verified: true, stamps: [{ pinned: { name: "Test authority root", known: null } }], doubts: { aheadMs: 0 } },
    });
  });

  it("knows an authority by its certificate in the address book, and takes its name for one that is expected", async () => {
    const files = ["recording.lucid", "--time-proof", "time.json"];
    const several = await lucid("known", "add", "authority", "both.pem", "Ours");
    expect(several).toMatchObject({ code: 2, err: expect.stringContaining("both.pem holds several certificates") });
    const added = await lucid("known", "add", "authority", "root.pem", "Ours");
    expect(added).toMatchObject({
      code: 0,
      out: expect.stringContaining(`The authority ${authority.root.sha256} is "Ours" now.\n`),
    });
    expect(added.out).toContain('It calls itself "Test authority root". Compare its SHA-256');
    const { code, out } = await verify(...files, "--time-authority", "Ours");
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/\n {2}"Test authority", certified by the authority "Ours" of your address book, says that /),
    });
    const elsewhere = await verify(...files, "--time-authority", "elsewhere.pem");
    expect(elsewhere).toMatchObject({ code: 1, out: expect.stringContaining("authority-unexpected") });
  });

  it.each([
    ["of another recording", "other-time.json", "root.pem", "network-mismatch"],
    ["that is none", "proof.json", "root.pem", "format-invalid"],
    ["by another authority than the one that is named", "time.json", "elsewhere.pem", "authority-unexpected"],
  ])("refuses one %s in its first line, and leaves the verdict on the recording", async (_which, file, by, refused) => {
    const answer = await verify("recording.lucid", "--time-proof", file, "--time-authority", by);
    expect(answer).toMatchObject({ code: 1, out: expect.stringMatching(/^NOT VERIFIED: the time proof\n/) });
    expect(answer.out).toMatch(/^VERIFIED recording\.lucid/m);
    expect(answer.out).toContain(refused);
  });

  it.each([
    ["a time proof alone", ["time.json"], "time.json is a time proof"],
    ["a certificate without a time proof", ["recording.lucid", "--time-authority", "root.pem"], "goes with --time-proof"],
    [
      "no certificate",
      ["recording.lucid", "--time-proof", "time.json", "--time-authority", "time.json"],
      "no certificate in PEM or DER",
    ],
  ])("says what is missing beside %s", async (_which, args, said) => {
    const { code, out, err } = await verify(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
  });
});
