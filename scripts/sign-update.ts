import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { signUpdate } from "./package/sign-update.ts";

/** `npm run package:sign`: the signed manifest that tarballs update themselves by. */

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({
  options: {
    key: { type: "string" },
    notes: { type: "string" },
    out: { type: "string", default: join(root, "build/packages") },
  },
});
if (values.key === undefined || values.notes === undefined) {
  process.stderr.write("Usage: npm run package:sign -- --key PRIVATE_KEY.pem --notes NOTES.txt [--out FOLDER]\n");
  process.exitCode = 2;
} else {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const notes = readFileSync(values.notes, "utf8");
  await signUpdate(resolve(values.out), readFileSync(values.key, "utf8"), { version, notes, releasedAt: new Date() });
}
