import { z } from "zod";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { type Attestation, SignedAttestation } from "../formats/block.ts";
import { Signature } from "../formats/primitives.ts";
import { Header } from "./header-format.ts";

const SignedHeader = z.strictObject({ header: Header, signature: Signature });

/** Two signed statements that no honest key makes (consensus 10.1). Of `surround`, `first` is the outer vote. */
export const OffencePair = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("votes"), first: SignedAttestation, second: SignedAttestation }),
  z.strictObject({ kind: z.literal("surround"), first: SignedAttestation, second: SignedAttestation }),
  z.strictObject({ kind: z.literal("blocks"), first: SignedHeader, second: SignedHeader }),
]);
export type OffencePair = z.infer<typeof OffencePair>;

export interface OffenceFacts {
  readonly kind: OffencePair["kind"];
  /** The key that signed both. */
  readonly key: string;
  /** What it can be punished for once: a target height, or a slot and position. */
  readonly place: string;
  /** The earlier of the epochs that the two name. */
  readonly epoch: number;
}

/** What a pair shows, or why it is no offence in this network. */
export function checkOffence(
  pair: OffencePair,
  network: string,
  isSigned: SignatureCheck,
): { readonly ok: true; readonly value: OffenceFacts } | { readonly ok: false; readonly reason: string } {
  const refused = (reason: string) => ({ ok: false, reason }) as const;
  const facts = offenceFacts(pair);
  if (facts === undefined) return refused("no_offence");
  const statements = statementsOf(pair);
  if (statements.some(({ value }) => value.network !== network)) return refused("wrong_network");
  const areSigned = statements.every(({ domain, value, signature }) => isSigned(domain, value, signature, facts.key));
  return areSigned ? { ok: true, value: facts } : refused("bad_offence_signature");
}

/** What a pair shows if its signatures hold; undefined for one that is no offence. */
export const offenceFacts = (pair: OffencePair): OffenceFacts | undefined =>
  pair.kind === "blocks" ? factsOfBlocks(pair) : factsOfVotes(pair);

const statementsOf = (pair: OffencePair) =>
  pair.kind === "blocks"
    ? [pair.first, pair.second].map(({ header, signature }) => ({ domain: DOMAIN.blockV2, value: header, signature }))
    : [pair.first, pair.second].map(({ attestation, signature }) => ({
        domain: DOMAIN.attestationV2,
        value: attestation,
        signature,
      }));

function factsOfBlocks({ kind, first, second }: Extract<OffencePair, { kind: "blocks" }>): OffenceFacts | undefined {
  const [one, other] = [first.header, second.header];
  const isSamePlace = one.producer === other.producer && one.slot === other.slot && one.position === other.position;
  if (!isSamePlace || canonicalJson(one) === canonicalJson(other)) return undefined;
  const epoch = Math.min(one.epoch, other.epoch);
  return { kind, key: one.producer, place: `${one.slot}.${one.position}`, epoch };
}

function factsOfVotes({ kind, first, second }: Exclude<OffencePair, { kind: "blocks" }>): OffenceFacts | undefined {
  const [one, other] = [first.attestation, second.attestation];
  const isOffence = kind === "votes" ? isTwice(one, other) : isAround(one, other);
  if (one.attester !== other.attester || !isOffence) return undefined;
  return { kind, key: one.attester, place: String(one.target.height), epoch: Math.min(one.epoch, other.epoch) };
}

const isTwice = (one: Attestation, other: Attestation): boolean =>
  one.target.height === other.target.height && canonicalJson(one) !== canonicalJson(other);

const isAround = (outer: Attestation, inner: Attestation): boolean =>
  outer.source.height < inner.source.height && inner.target.height < outer.target.height;
