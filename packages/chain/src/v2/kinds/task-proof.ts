import { DOMAIN, type v2 } from "@lucid/proof";
import { auditorsOf } from "../credits/auditors.ts";
import { addWork } from "../credits/block-work.ts";
import { isBitmapOf, worthOf } from "../credits/credits.ts";
import { type DraftState, type ListRow, rosterName } from "../state/branch-state.ts";
import { memberOf, operatorOf } from "./sender.ts";
import type { Statement } from "./statement.ts";

/** Epochs for which work can be proven after the one it was done in (consensus 3.5). */
export const PROOF_EPOCHS = 2;

export const proofName = ({ node, epoch, kind }: Pick<v2.TaskProof, "node" | "epoch" | "kind">): string =>
  `${node}|${epoch}|${kind}`;

type Proof = Statement<{ readonly data: v2.TaskProof }>;

/** Reports of a node's auditors (consensus 3.5): their worth is counted once the block is final, or why the state does not take it. */
export function proveWork(state: DraftState, statement: Proof): string | undefined {
  const { data, sender, height, epoch, parameters, network } = statement;
  const entity = operatorOf(state, data.node);
  if (entity === undefined) return "no_node";
  if (operatorOf(state, sender) !== entity || (sender !== data.node && memberOf(state, sender) === undefined))
    return "not_the_node";
  if (data.epoch >= epoch || data.epoch < epoch - PROOF_EPOCHS) return "wrong_epoch";
  if (state.get("proof", proofName(data)) !== undefined) return "proof_repeated";
  const roster = rosterOf(state, data.epoch);
  const auditors = auditorsOf({ network, epoch: data.epoch, entity }, roster);
  const refused = reportProblem(state, statement, roster, auditors);
  if (refused !== undefined) return refused;
  state.set("proof", proofName(data), data.epoch);
  const worth = worthOf(data, auditors.length, parameters);
  addWork(state, { height, epoch }, { proofs: [{ entity, epoch: data.epoch, worth }] });
  return undefined;
}

function rosterOf(state: Pick<DraftState, "get">, epoch: number): readonly v2.Member[] {
  const version = state.get<number>("roster", rosterName(epoch));
  return state.get<ListRow>("list", String(version))?.members ?? [];
}

/** Each report is this proof's, signed by a key of one auditor, and more than half of the auditors gave one. */
function reportProblem(
  state: DraftState,
  { data, parameters, network, checkSignature }: Proof,
  roster: readonly v2.Member[],
  auditors: readonly string[],
): string | undefined {
  const reported = new Set<string>();
  for (const { report, signature } of data.reports) {
    const isThis = report.network === network && report.epoch === data.epoch && report.node === data.node;
    if (!isThis) return "other_report";
    if (report.kind === "uptime_beacon" && !isBitmapOf(report.value, parameters)) return "wrong_bitmap";
    const ofRoster = roster.find(({ public_key }) => public_key === report.auditor)?.entity;
    const auditor = operatorOf(state, report.auditor) ?? ofRoster;
    if (auditor === undefined || !auditors.includes(auditor)) return "not_an_auditor";
    if (reported.has(auditor)) return "auditor_twice";
    reported.add(auditor);
    if (!checkSignature(DOMAIN.auditV2, report, signature, report.auditor)) return "bad_report_signature";
  }
  return 2 * reported.size > auditors.length ? undefined : "too_few_reports";
}
