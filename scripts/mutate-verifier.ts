import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { answersVector, createVectorRunner, type Vector, type VectorFile, vectorTopics } from "@lucid/testkit";
import { isEquivalent, stale } from "./mutants/equivalent.ts";
import type { Mutant } from "./mutants/find-checks.ts";
import { instrumentVerifier } from "./mutants/instrumented-verifier.ts";

/**
 * Takes every check of the first verifier out, one at a time, and prints as JSON how many there are and those that no published
 * vector notices. Checks that are known to make no difference are left out; with --equivalent it is these that are tried,
 * which takes minutes, and those that one does notice are named.
 *
 * A first run with all checks notes at each vector which of them could have made a difference; only these vectors are tried,
 * first the one that noticed the last mutant of the same file, for it often notices the next, then the quickest first, until one notices.
 */
const equivalent = process.argv.includes("--equivalent");
const { proof, identity, mutants, mutation } = await instrumentVerifier();
const run = createVectorRunner(proof, identity);

interface Case {
  readonly file: VectorFile;
  readonly vector: Vector;
  readonly infected: ReadonlySet<number>;
  readonly steps: number;
  readonly costMs: number;
}

async function holds({ file, vector }: Pick<Case, "file" | "vector">): Promise<boolean> {
  try {
    return answersVector(await run(file, vector), vector);
  } catch {
    return false;
  }
}

async function measure(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const topic of vectorTopics) {
    const text = readFileSync(new URL(`../docs/formats/vectors/${topic}.json`, import.meta.url), "utf8");
    const file = JSON.parse(text) as VectorFile;
    for (const vector of file.vectors) {
      mutation.set(undefined);
      mutation.infected();
      const startedMs = performance.now();
      if (!(await holds({ file, vector }))) throw new Error(`with all checks in place: ${topic}: ${vector.name}`);
      const costMs = performance.now() - startedMs;
      cases.push({ file, vector, infected: mutation.infected(), steps: mutation.steps(), costMs });
    }
  }
  return cases.toSorted((one, two) => one.costMs - two.costMs);
}

const cases = await measure();

const noticedLast = new Map<Mutant["file"], Case>();

async function isNoticed(mutant: Mutant): Promise<boolean> {
  const last = noticedLast.get(mutant.file);
  for (const one of last ? [last, ...cases.filter((other) => other !== last)] : cases) {
    if (!one.infected.has(mutant.id)) continue;
    mutation.set(mutant, one.steps);
    if (await holds(one)) continue;
    noticedLast.set(mutant.file, one);
    return true;
  }
  return false;
}

const tried = mutants.filter((mutant) => isEquivalent(mutant) === equivalent);
const wrong: Mutant[] = [];
for (const mutant of tried) if ((await isNoticed(mutant)) === equivalent) wrong.push(mutant);
console.log(JSON.stringify({ tried: tried.length, [equivalent ? "noticed" : "unnoticed"]: wrong, stale: stale(mutants) }));
