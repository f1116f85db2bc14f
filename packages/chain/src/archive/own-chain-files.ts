import { setImmediate as nextTurn } from "node:timers/promises";
import { canonicalJson, parseFormat, SignedAttestation, utf8 } from "@lucid/proof";
import { checkAttestation } from "../blocks/check-attestation.ts";
import { checkBlock } from "../blocks/check-block.ts";
import { createBlockRules } from "../blocks/create-block-rules.ts";
import { readBlock } from "../blocks/read-block.ts";
import { createLedger } from "../engine/ledger.ts";
import { parseGenesis } from "../genesis.ts";
import { transactionKinds } from "../kinds/index.ts";
import { signedAttestationOf } from "../store/attestation-store.ts";
import { checkStore } from "../store/check-store.ts";
import { createChainStore } from "../store/create-chain-store.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";
import { checkTransaction } from "../transactions/check-transaction.ts";
import { type ChainEntry, type ChainFile, ChainFileError, writeChainFile } from "./chain-file.ts";
import { type ChainCheck, checkChainFromGenesis, TURN } from "./check-chain-from-genesis.ts";

const MAX_VOTE_BYTES = 4_096;

/** The chain of a genesis document of version 1 as the lines of a file, once all of it was found to hold. Its node may run. */
export async function exportChain(
  path: string,
  document: unknown,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: (share: number) => void;
    readonly save: (lines: AsyncIterable<string>) => Promise<void>;
  },
): Promise<ChainCheck> {
  const check = await checkChainFromGenesis(path, document, options.signal, options.onProgress);
  if (check.problem !== undefined) return check;
  const { networkId, height } = check;
  using db = openChainDatabase(path);
  const { blocks, attestations, meta } = createChainStore(db, transactionKinds);
  const final = blocks.byHash(meta.get("final") ?? networkId)?.height ?? 0;
  const head = blocks.canonicalAt(height)?.hash ?? networkId;

  async function* entries(): AsyncGenerator<ChainEntry> {
    for (let at = 1; at <= height; at += 1) {
      options.signal.throwIfAborted();
      const row = blocks.canonicalAt(at);
      if (row === undefined) throw new Error(`chain: block ${at} is gone`);
      yield { kind: "block", text: canonicalJson(blocks.body(row)) };
    }
    // Those that make a block final are above the one before, and the last ones stand in no block.
    for (const row of attestations.above(Math.max(0, final - 1)))
      if (row.target_height <= height && blocks.canonicalAt(row.target_height)?.hash === row.target)
        yield { kind: "vote", text: canonicalJson(signedAttestationOf(row, networkId)) };
  }
  await options.save(writeChainFile(parseGenesis(document), entries(), { head, final }));
  return check;
}

/**
 * Goes through the chain of a file by all rules and keeps it as a new `chain.db`, which is to be thrown away where the answer names a problem.
 * @throws ChainFileError when the file is not as it was written, or begins with no genesis document.
 */
export async function importChain(file: ChainFile, path: string, signal: AbortSignal): Promise<ChainCheck> {
  const rules = createBlockRules(transactionKinds, genesisOf(file.genesis));
  const { networkId } = rules;
  const body = { rules, checkTransaction: (signed: unknown) => checkTransaction(signed, rules) };
  using db = openChainDatabase(path);
  const store = createChainStore(db, transactionKinds);
  checkStore(store, networkId);
  const ledger = createLedger({ store, ...rules });

  function add({ kind, text }: ChainEntry): string | undefined {
    if (kind === "vote") return addVote(text);
    const read = readBlock(utf8(text), rules);
    if (!read.ok) return read.reason;
    const checked = checkBlock(read.block, ledger.branchOf(ledger.head), body, read.block.header.timestamp);
    if (!checked.ok) return checked.reason;
    ledger.append(checked.checked);
    return undefined;
  }

  function addVote(text: string): string | undefined {
    const parsed = parseFormat(SignedAttestation, utf8(text), MAX_VOTE_BYTES);
    if (!parsed.ok) return "malformed_vote";
    if (parsed.value.attestation.target.height <= ledger.final.height) return undefined;
    const refused = checkAttestation(parsed.value, ledger.branchOf(ledger.head), rules);
    if (refused === undefined) ledger.vote(parsed.value);
    return refused;
  }

  for await (const { some, failure } of batchesOf(file.entries)) {
    // A block that breaks a rule says more than what is wrong with the file behind it.
    const reason = store.atomically(() => some.reduce<string | undefined>((wrong, entry) => wrong ?? add(entry), undefined));
    const { height } = ledger.head;
    if (reason !== undefined) return { networkId, height, problem: { height: height + 1, reason } };
    if (failure !== undefined) throw failure;
    await nextTurn();
    signal.throwIfAborted();
  }
  const { head, final } = file.end();
  if (head !== ledger.head.hash || final > ledger.final.height) throw new ChainFileError("it does not come to what it says");
  return { networkId, height: ledger.head.height };
}

function genesisOf(document: unknown): ReturnType<typeof parseGenesis> {
  try {
    return parseGenesis(document);
  } catch (cause) {
    throw new ChainFileError("its genesis document does not hold", { cause });
  }
}

/** Entries, as many at a time as one commit writes; with what reading the next one threw. */
async function* batchesOf(
  entries: AsyncIterable<ChainEntry>,
): AsyncGenerator<{ readonly some: readonly ChainEntry[]; readonly failure?: Error }> {
  let some: ChainEntry[] = [];
  try {
    for await (const entry of entries) {
      some.push(entry);
      if (some.length < TURN) continue;
      yield { some };
      some = [];
    }
  } catch (failure) {
    if (!(failure instanceof Error)) throw failure;
    return yield { some, failure };
  }
  yield { some };
}
