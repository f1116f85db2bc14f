import { mkdirSync, writeFileSync } from "node:fs";
import { buildVectors, vectorFileText } from "@lucid/testkit";

/** Writes docs/formats/vectors anew. Run it by hand after a change of a format: `node scripts/make-vectors.ts`. */
const folder = new URL("../docs/formats/vectors/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const file of await buildVectors()) writeFileSync(new URL(`${file.topic}.json`, folder), vectorFileText(file));
