import { execFileSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packageServer } from "./package/package-server.ts";
import { ARCHITECTURES } from "./package/runtime.ts";

/** `npm run package:server`: the server as a tarball and as a Debian package. */

const root = join(import.meta.dirname, "..");
const help = `Makes the packages of a server for Linux: a tarball, a .deb, a bill of materials and their hashes.

Usage: npm run package:server -- --arch x64|arm64 [options]

  --out FOLDER        where they are put (build/packages)
  --update-key FILE   public key (PEM, Ed25519) that signs the updates of the tarball
  --update-url URL    where the tarball looks for them

They are dated with SOURCE_DATE_EPOCH, or with the last commit: the same tree makes the same bytes.
`;
const { values } = parseArgs({
  options: {
    arch: { type: "string" },
    out: { type: "string", default: join(root, "build/packages") },
    "update-key": { type: "string" },
    "update-url": { type: "string" },
    help: { type: "boolean" },
  },
});
const arch = ARCHITECTURES.find((name) => name === values.arch);
if (values.help || !arch) {
  process[values.help ? "stdout" : "stderr"].write(help);
  process.exitCode = values.help ? 0 : 2;
} else {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const key = values["update-key"];
  const url = values["update-url"];
  const files = await packageServer({
    ...{ arch, version, time: sourceTime(), out: resolve(values.out), kinds: ["tarball", "deb"] },
    updates: { ...(key !== undefined && { update_key: rawKey(key) }), ...(url !== undefined && { update_url: url }) },
  });
  process.stdout.write(files.map((file) => `${file}\n`).join(""));
}

function sourceTime(): number {
  const given = process.env["SOURCE_DATE_EPOCH"];
  const text = given ?? execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" });
  if (!/^\d+\n?$/.test(text)) throw new Error(`SOURCE_DATE_EPOCH is ${text}: it must be seconds since 1970`);
  return Number(text);
}

function rawKey(file: string): string {
  const key = createPublicKey(readFileSync(file));
  if (key.asymmetricKeyType !== "ed25519") throw new Error(`${file} holds no Ed25519 key`);
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
}
