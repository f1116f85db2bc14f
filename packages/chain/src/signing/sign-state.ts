import { Attestation, Count, canonicalJson, DOMAIN, type Domain, Hash, hashObject, PublicKey } from "@lucid/proof";
import { z } from "zod";
import { comparePositions, type Position } from "../schedule/slots.ts";

/** Durable text of the sign-state. `write` returns only when the text would survive the machine's death. */
export interface SignStateFile {
  read(): string | undefined;
  write(text: string): void;
}

const SignedPosition = z.strictObject({ slot: Count, position: Count, hash: Hash });
const Stored = z.strictObject({
  version: z.literal(1),
  network: Hash,
  public_key: PublicKey,
  /** The last block signed. */
  block: SignedPosition.nullable(),
  /** The last attestation signed. */
  attestation: Attestation.nullable(),
});
type Stored = z.infer<typeof Stored>;

interface Signer {
  readonly publicKey: string;
  sign(domain: Domain, value: unknown): string;
}

/** What signatures over blocks and attestations are for, which differs between the versions of the protocol. */
export interface SignDomains {
  readonly block: Domain;
  readonly attestation: Domain;
}

/**
 * The only way to a signature over a block or an attestation. What was signed last is on the disk before
 * a signature is handed out, so no crash, restored database or turned-back clock can make this key sign
 * two blocks for one position, two attestations for one target height, or one that surrounds another.
 * The same statement may be signed again.
 */
export interface SignState {
  readonly last: { readonly block: Position | undefined; readonly attestation: Attestation | undefined };
  mayBlock(at: Position): boolean;
  /** Signature over a header, or undefined where signing would break a rule above. */
  signBlock(header: Position): string | undefined;
  signAttestation(attestation: Attestation): string | undefined;
}

/** What the chain database knows of this key's last signatures: where the file is gone, or older than the database, they hold. */
export interface KnownSignatures {
  readonly block: z.infer<typeof SignedPosition> | undefined;
  readonly attestation: Attestation | undefined;
}

/**
 * @throws if the file is unreadable, or belongs to another network or key.
 */
export function createSignState(
  file: SignStateFile,
  signer: Signer,
  networkId: string,
  known: KnownSignatures,
  domains: SignDomains = DOMAIN,
): SignState {
  const stored = load(file, signer.publicKey, networkId);
  let state: Stored = {
    version: 1,
    network: networkId,
    public_key: signer.publicKey,
    block: laterBlock(stored?.block ?? null, known.block ?? null),
    attestation: laterVote(stored?.attestation ?? null, known.attestation ?? null),
  };

  function keep(next: Stored): void {
    file.write(canonicalJson(next));
    state = next;
  }

  const mayBlock = (at: Position): boolean => state.block === null || comparePositions(at, state.block) > 0;

  return {
    get last() {
      return { block: state.block ?? undefined, attestation: state.attestation ?? undefined };
    },
    mayBlock,
    signBlock(header) {
      const hash = hashObject(header);
      if (hash !== state.block?.hash) {
        if (!mayBlock(header)) return undefined;
        keep({ ...state, block: { slot: header.slot, position: header.position, hash } });
      }
      return signer.sign(domains.block, header);
    },
    signAttestation(attestation) {
      const last = state.attestation;
      if (last === null || canonicalJson(last) !== canonicalJson(attestation)) {
        if (last !== null && attestation.target.height <= last.target.height) return undefined;
        if (last !== null && attestation.source.height < last.source.height) return undefined;
        keep({ ...state, attestation });
      }
      return signer.sign(domains.attestation, attestation);
    },
  };
}

// A backup copies the file before the database, which may have gone on meanwhile.
const laterBlock = (one: Stored["block"], other: Stored["block"]): Stored["block"] =>
  one === null || (other !== null && comparePositions(other, one) > 0) ? other : one;
const laterVote = (one: Attestation | null, other: Attestation | null): Attestation | null =>
  one === null || (other !== null && other.target.height > one.target.height) ? other : one;

function load(file: SignStateFile, publicKey: string, networkId: string): Stored | undefined {
  const text = file.read();
  if (text === undefined) return undefined;
  const stored = parse(text);
  if (stored.network !== networkId) throw new Error("The sign-state file belongs to another network");
  if (stored.public_key !== publicKey) throw new Error("The sign-state file belongs to another node key");
  return stored;
}

/** What the node has signed cannot be read any more: without it, it might sign twice. */
export class SignStateDamagedError extends Error {
  override readonly name = "SignStateDamagedError";
}

function parse(text: string): Stored {
  try {
    return Stored.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? cause.message : "it lacks what a sign-state holds";
    throw new SignStateDamagedError(reason, { cause });
  }
}
