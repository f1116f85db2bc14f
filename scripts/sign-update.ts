import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { signUpdate } from "./package/sign-update.ts";

/** `npm run package:sign`: the signed manifest that tarballs update themselves by. */

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({
  options: {
    key: { type: "string" },
    notes: { type: "string" },
    days: { type: "string", default: "30" },
    out: { type: "string", default: join(root, "build/packages") },
  },
});
const folder = resolve(values.out);
const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const before = renewed(join(folder, "lucid-update.json"));
const notes = values.notes === undefined ? before?.notes : readFileSync(values.notes, "utf8");
const validDays = Number(values.days);
if (values.key === undefined || notes === undefined || !Number.isInteger(validDays) || validDays < 1 || validDays > 366) {
  process.stderr.write(
    "Usage: npm run package:sign -- --key PRIVATE_KEY.pem --notes NOTES.txt [--days 1..366] [--out FOLDER]\n" +
      "Without --notes the manifest that is there is renewed.\n",
  );
  process.exitCode = 2;
} else {
  const signedAt = new Date();
  const releasedAt = before === undefined ? signedAt : new Date(before.released_at);
  await signUpdate(folder, readFileSync(values.key, "utf8"), { version, notes, releasedAt, signedAt, validDays });
}

/** The manifest of the same version that was signed before. */
function renewed(file: string): { readonly notes: string; readonly released_at: string } | undefined {
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  return manifest.version === version ? manifest : undefined;
}
