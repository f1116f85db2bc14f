import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { findChecks, type Mutant } from "./find-checks.ts";

type Proof = typeof import("@lucid/proof");

const sources = new URL("../../packages/proof/src/", import.meta.url);

/** Modules that check nothing of the format: they write, name, describe, explain, build trees and compare with what a reader expects. */
const CHECK_NOTHING =
  /^(bundle\/write-bundle|encoding\/(plain-text|canonical-writer)|failures|formats\/gap-code|index|merkle\/(tree|index|hashing)|outcome|verify\/(address-book|describe-facts|describe-proven|describe-unproven|describe-video|explain|explain-shell|facts|foreign-text|headline|judge-bundle|network-facts|pins|time-account|time-bounds|verdict|words)|video-file\/(build-video|playable-chunks|video-layout))\.ts$/;
/** Reading in pieces, not tried yet: no published vector is as long as a piece, and with some checks out it never ends. Unit tests hold it. */
const NOT_TRIED = /^(bundle\/chunk-places|encoding\/(format-reading|json-lists))\.ts$/;
/** Whatever is out in these may change what a signature's check answers. */
const SIGNATURES_REST_ON = /^(encoding|formats)\//;

const KEEP = ["verifyObject", "recoverTronAddress"];

/** The first verifier, each of whose checks can be taken out. */
export interface InstrumentedProof {
  /** All mutants of the modules loaded so far. */
  readonly mutants: readonly Mutant[];
  /** Checks that ran since the last time this was asked. */
  reached(): ReadonlySet<number>;
  /** The verifier without one check; undefined: with all of them. `anew` evaluates its modules again, for what runs while they load. */
  without(mutant: Mutant | undefined, anew: boolean): Promise<Proof>;
}

export function instrumentProof(): InstrumentedProof {
  const mutants: Mutant[] = [];
  const codes = new Map<string, string>();
  const kept = new Map<string, unknown>();
  let reached = new Set<number>();
  let out: Mutant | undefined;

  const isOut = (id: number): boolean => {
    reached.add(id);
    return out?.id === id;
  };
  Object.assign(globalThis, {
    $m: isOut,
    $bound(id: number, operator: string, left: number, right: number): boolean {
      const swapped = isOut(id);
      if (operator.startsWith("<")) return left < right || ((operator === "<=") !== swapped && left === right);
      return left > right || ((operator === ">=") !== swapped && left === right);
    },
    $chain: <T>(id: number, base: T, changed: (base: T) => T, called: (base: T) => T): T => (isOut(id) ? changed : called)(base),
    /** Signatures take most of the time; a check elsewhere does not change them. Nothing is kept while all checks are in. */
    $kept<T>(name: string, of: (...values: unknown[]) => T, values: unknown[]): T {
      if (out === undefined || SIGNATURES_REST_ON.test(out.file)) return of(...values);
      const key = `${name} ${JSON.stringify(values)}`;
      if (!kept.has(key)) kept.set(key, of(...values));
      return kept.get(key) as T;
    },
  });

  function codeOf(url: string): string {
    const file = url.slice(sources.href.length).replace(/\?.*$/, "");
    const known = codes.get(file);
    if (known !== undefined) return known;
    const typescript = readFileSync(fileURLToPath(new URL(file, sources)), "utf8");
    const found =
      CHECK_NOTHING.test(file) || NOT_TRIED.test(file)
        ? { code: stripTypeScriptTypes(typescript), mutants: [] }
        : findChecks(file, typescript, mutants.length);
    mutants.push(...found.mutants);
    const code = KEEP.reduce(keeping, found.code);
    codes.set(file, code);
    return code;
  }

  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const query = /\?checks=\d+$/.exec(context.parentURL ?? "")?.[0];
      return query !== undefined && resolved.url.startsWith(sources.href) ? { ...resolved, url: resolved.url + query } : resolved;
    },
    load(url, context, next) {
      if (!url.startsWith(sources.href) || !/\?checks=\d+$/.test(url)) return next(url, context);
      return { format: "module", source: codeOf(url), shortCircuit: true };
    },
  });

  let graph = 0;
  return {
    mutants,
    reached() {
      const since = reached;
      reached = new Set();
      return since;
    },
    async without(mutant, anew) {
      out = mutant;
      if (anew) graph += 1;
      return (await import(`${sources.href}index.ts?checks=${anew ? graph : 0}`)) as Proof;
    },
  };
}

function keeping(code: string, name: string): string {
  const declared = `export function ${name}(`;
  return code.includes(declared)
    ? `${code.replace(declared, `function ${name}$(`)}\nexport const ${name} = (...values) => $kept("${name}", ${name}$, values);\n`
    : code;
}
