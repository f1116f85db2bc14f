import { readFileSync } from "node:fs";
import { AgreedPolicy } from "@lucid/contract";
import { canonicalJson } from "@lucid/proof";
import { describe, expect, it } from "vitest";

interface Vectors {
  readonly vectors: readonly {
    readonly name: string;
    readonly input: { readonly policy: unknown };
    readonly expect: { readonly version: number | null };
  }[];
}

const { vectors } = JSON.parse(
  readFileSync(new URL("../../../../docs/formats/vectors/policy.json", import.meta.url), "utf8"),
) as Vectors;

describe("the policy documents of this node", () => {
  it.each(vectors.map(({ name, ...vector }) => [name, vector] as const))(
    "are those that a verifier knows: %s",
    (_name, { input, expect: { version } }) => {
      const agreed = AgreedPolicy.safeParse(input.policy);
      // What is left out is filled in before an owner signs it: only a whole document is one.
      const isWhole = agreed.success && canonicalJson(agreed.data) === canonicalJson(input.policy);
      expect(isWhole).toBe(version !== null);
    },
  );
});
