import type { v2 } from "@lucid/proof";
import { type CreditAccount, recomputeCredits } from "../../credits/recompute-credits.ts";
import type { TallyRow } from "../../credits/tally.ts";
import { reportWork } from "../audits.ts";
import type { SimNode, World } from "./world.ts";

/** The reports about a node whose key is its member's, by the members of the genesis. */
export function reportsAbout<Kind extends v2.AuditReport["kind"]>(
  { nodes, network }: World,
  { keys }: Pick<SimNode, "keys">,
  epoch: number,
  kind: Kind,
  seen: Parameters<typeof reportWork<Kind>>[2],
): v2.TaskProof {
  const roster = network.members.current.members;
  const keysOf = (entity: string) => nodes.find((node) => node.keys.publicKey === entity)?.keys;
  const node = keys.publicKey;
  return reportWork({ network: network.hash, epoch, node, entity: node, roster, keysOf }, kind, seen);
}

/** The chain of an honest node from height 1 to its head, each credit in it counted anew. */
export function recomputed({ network, prepare, checkSignature }: World, { engine, disk }: SimNode): readonly CreditAccount[] {
  const head = engine?.tree.head.height ?? 0;
  const hashes = Array.from({ length: head }, (_, index) => engine?.canonicalHash(index + 1) ?? "");
  const blocks = hashes.flatMap((hash) => {
    const bytes = disk.store.block(hash);
    const block = bytes && prepare(bytes);
    return block?.ok === true ? [block.value] : [];
  });
  return recomputeCredits(network, blocks, checkSignature);
}

/** The tally of an epoch as the sum of accounts: the naive form of consensus 3.6. */
export function tallied(accounts: readonly CreditAccount[], epoch: number, windowEpochs: number): readonly TallyRow[] {
  const inWindow = accounts.filter((account) => account.epoch <= epoch && account.epoch > epoch - windowEpochs);
  const byEntity = [...Map.groupBy(inWindow, ({ entity }) => entity)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return byEntity.map(([entity, own]) => {
    const sumOf = (isOf: (kind: CreditAccount["kind"]) => boolean) =>
      own.reduce((sum, { kind, amount }) => sum + (isOf(kind) ? amount : 0), 0);
    return {
      entity,
      credits: sumOf((kind) => kind !== "uptime_beacon"),
      present: sumOf((kind) => kind === "uptime_beacon"),
    };
  });
}
