import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { answersVector, createVectorRunner, type Vector, type VectorFile, vectorTopics } from "@lucid/testkit";
import { isListed, stale } from "./mutants/equivalent.ts";
import type { Mutant } from "./mutants/find-checks.ts";
import { instrumentProof } from "./mutants/instrumented-proof.ts";

/**
 * Takes every check of the first verifier out, one at a time, and prints as JSON how many there are and those that no
 * published vector notices. Checks that are known to make no difference are left out; with --listed it is these it tries.
 */
const listed = process.argv.includes("--listed");
const verifier = instrumentProof();
const files = vectorTopics.map(
  (topic) => JSON.parse(readFileSync(new URL(`../docs/formats/vectors/${topic}.json`, import.meta.url), "utf8")) as VectorFile,
);

interface Case {
  readonly file: VectorFile;
  readonly vector: Vector;
  readonly reached: ReadonlySet<number>;
  readonly costMs: number;
}

type Proof = Awaited<ReturnType<typeof verifier.without>>;

async function holds(proof: Proof, { file, vector }: Pick<Case, "file" | "vector">): Promise<boolean> {
  try {
    return answersVector(await createVectorRunner(proof)(file, vector), vector);
  } catch {
    return false;
  }
}

async function measure(proof: Proof): Promise<Case[]> {
  const cases: Case[] = [];
  for (const file of files)
    for (const vector of file.vectors) {
      const startedMs = performance.now();
      if (!(await holds(proof, { file, vector }))) throw new Error(`with all checks in place: ${file.topic}: ${vector.name}`);
      cases.push({ file, vector, reached: verifier.reached(), costMs: performance.now() - startedMs });
    }
  return cases.toSorted((one, two) => one.costMs - two.costMs);
}

const whole = await verifier.without(undefined, false);
const whileLoading = verifier.reached();
const cases = await measure(whole);

async function isNoticed(mutant: Mutant): Promise<boolean> {
  const loads = whileLoading.has(mutant.id);
  const proof = await verifier.without(mutant, loads);
  const formsFirst = cases.toSorted((one, two) => Number(isForm(two)) - Number(isForm(one)));
  for (const one of loads ? formsFirst : cases.filter(({ reached }) => reached.has(mutant.id)))
    if (!(await holds(proof, one))) return true;
  return false;
}

const isForm = ({ vector }: Case): boolean => vector.expect.code === "format-invalid";

const tried = verifier.mutants.filter((mutant) => isListed(mutant) === listed);
const unnoticed: Mutant[] = [];
for (const mutant of tried) if (!(await isNoticed(mutant))) unnoticed.push(mutant);
console.log(JSON.stringify({ tried: tried.length, unnoticed, stale: stale(verifier.mutants) }));
