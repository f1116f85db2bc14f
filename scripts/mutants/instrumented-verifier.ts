import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { findChecks, type Mutant } from "./find-checks.ts";
import { createMutation, type Mutation } from "./mutation.ts";

type Proof = typeof import("@lucid/proof");
type Identity = typeof import("@lucid/identity");

/** Sources of the verifier, and of what opens a chunk; a mutant's file is named from its folder of these. */
const roots: readonly (readonly [prefix: string, url: string])[] = [
  ["", new URL("../../packages/proof/src/", import.meta.url).href],
  ["identity/", new URL("../../packages/identity/src/", import.meta.url).href],
];

/**
 * Modules that check nothing of a recording's format: the audit log's, whose checks the second verifier makes one by one and whose vectors need each
 * of those (verify-audit-log.test alters logs besides), what is asked of an authority and what a reader names (judge-time-proof.test, time-stamps.integration.test), and those that write, hash in pieces, tell how far they are, name, describe, explain, build trees and compare with what a reader expects.
 */
const CHECK_NOTHING =
  /^(audit\/.*|bundle\/(digest|read-pieces|write-bundle)|encoding\/(plain-text|canonical-writer|tron-address)|failures|formats\/gap-code|index|merkle\/(tree|index|hashing)|outcome|time\/(certificate-file|holder-name|judge-time-proof|request)|work|verify\/(address-book\/.*|words\/.*|explain|explain-network|explain-receipt|explain-shell|explain-stamps|explain-times|explain-witnesses|facts|judge-bundle|judge-chunk-proof|judge-files|judge-network-proof|judge-receipt|judge-witness-proof|longest|network-facts|pins|read-pin|time-account|time-bounds|verdict|verify-link|plan-work)|video-file\/(build-video|playable-chunks|video-layout))\.ts$/;
/** Of identity, only what opens chunks and envelopes reads a format. */
const OPENS_NOTHING =
  /^identity\/(?!chunk\/(expand|gzip-member|open-chunk|read-records|zstd-frame)\.ts$|age\/(age-file|data-key)\.ts$)/;
/** Whatever is out in these may change what a signature's check answers. */
const SIGNATURES_REST_ON = /^(encoding|formats)\//;
/** Signatures take most of the time; a check elsewhere does not change them. */
const KEEP = ["verifyObject", "recoverTronAddress"];

/** The first verifier, each of whose checks can be taken out. */
export interface InstrumentedVerifier {
  readonly proof: Proof;
  readonly identity: Identity;
  readonly mutants: readonly Mutant[];
  readonly mutation: Mutation;
}

export async function instrumentVerifier(): Promise<InstrumentedVerifier> {
  const mutants: Mutant[] = [];
  const mutation = createMutation(({ file }) => !SIGNATURES_REST_ON.test(file));
  const fileOf = (url: string): string | undefined => {
    const root = roots.find(([, folder]) => url.startsWith(folder));
    return root && `${root[0]}${url.slice(root[1].length).replace(/\?.*$/, "")}`;
  };

  function codeOf(file: string, typescript: string): string {
    if (CHECK_NOTHING.test(file) || OPENS_NOTHING.test(file)) return stripTypeScriptTypes(typescript);
    const found = findChecks(file, typescript, mutants.length);
    mutants.push(...found.mutants);
    return KEEP.reduce(keeping, found.code);
  }

  const marked = (url: string): boolean => url.endsWith("?checks");
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const isOurs = marked(context.parentURL ?? "") && fileOf(resolved.url) !== undefined;
      return isOurs ? { ...resolved, url: `${resolved.url}?checks` } : resolved;
    },
    load(url, context, next) {
      const file = fileOf(url);
      if (file === undefined || !marked(url)) return next(url, context);
      const typescript = readFileSync(fileURLToPath(url.replace("?checks", "")), "utf8");
      return { format: "module", source: codeOf(file, typescript), shortCircuit: true };
    },
  });
  const [proof, identity] = await Promise.all(roots.map(([, folder]) => import(`${folder}index.ts?checks`)));
  return { proof: proof as Proof, identity: identity as Identity, mutants, mutation };
}

function keeping(code: string, name: string): string {
  const declared = `export function ${name}(`;
  return code.includes(declared)
    ? `${code.replace(declared, `function ${name}$(`)}\nexport const ${name} = (...values) => $kept("${name}", ${name}$, values);\n`
    : code;
}
