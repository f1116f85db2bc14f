import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import { createSignatureChecker } from "../../signing/signature-checker.ts";
import { createTestKeys } from "../../testing/keys.ts";
import { applyTransaction } from "../kinds/apply-transaction.ts";
import type { Place } from "../kinds/statement.ts";
import { mainParameters } from "../network-genesis.ts";
import { createDraft, type DraftState, genesisState } from "../state/branch-state.ts";

type Keys = ReturnType<typeof createTestKeys>;

/** A state of members with these weights, and what is done to it: each block is one statement of the first member. */
export function createMembershipState(...weights: readonly number[]) {
  const keys = weights.map((_, index) => createTestKeys(`${weights.length} members, number ${index}`));
  const memberOf = ({ publicKey }: Keys, index: number) => ({
    entity: publicKey,
    public_key: publicKey,
    weight: weights[index] ?? 1,
  });
  const members = keys.map(memberOf).toSorted((one, other) => (one.entity < other.entity ? -1 : 1));
  const opened = v2.openNetwork({
    ...{ format: "lucid-genesis", version: 2, network: "members", genesis_time: 0, previous: null, members },
    parameters: { ...mainParameters, max_attesters: 6 },
  });
  if (!opened.ok) throw new Error(opened.failure.reason);
  const network = opened.value;
  const draft = createDraft(genesisState(network));
  const { parameters } = network.genesis;
  const place: Place = { height: 1, epoch: 0, parameters, network: network.hash, checkSignature: createSignatureChecker() };
  const listRef = ({ version, ...list }: v2.MemberList): v2.ListRef => ({ version, hash: hashObject({ version, ...list }) });

  function approved(operations: readonly v2.Operation[], by: readonly Keys[], changes: Partial<v2.MembershipChange> = {}) {
    const base = changes.base ?? listRef(draft.members.current);
    const statement = { network: network.hash, base, operations };
    const entityOf = (publicKey: string) =>
      draft.members.current.members.find(({ public_key }) => public_key === publicKey)?.entity ?? publicKey;
    const approvals = by.map((own) => ({
      entity: entityOf(own.publicKey),
      signature: own.sign(DOMAIN.membershipV2, statement),
    }));
    return { base, operations: [...operations], approvals, ...changes };
  }

  /** What the state says to a statement of a key, and keeps of it. */
  function say(
    content: { readonly type: Exclude<v2.Transaction["type"], v2.ListType>; readonly data: unknown },
    { at = {}, by = keys[0], state = draft }: { at?: Partial<Place>; by?: Keys | undefined; state?: DraftState } = {},
  ): string {
    const sender = by?.publicKey ?? "";
    const sequence = state.get<number>("sequence", sender) ?? 0;
    const transaction = { version: 2, network: network.hash, sender, sequence, expires_at: 1, ...content };
    const sent = v2.SentTransaction.parse({ transaction, signature: "0".repeat(128) });
    return applyTransaction(state, sent, { ...place, ...at }) ?? "ok";
  }

  const consent = (entity: string, own: Keys) =>
    own.sign(DOMAIN.registrationV2, v2.registration(network.hash, entity, own.publicKey));

  const idOf = ({ transaction }: v2.SentTransaction): string => hashObject(transaction);

  /** Ends the handover that is under way. */
  function handOver(): void {
    const { pending } = draft.members;
    if (pending === null) throw new Error("there is no handover");
    draft.members = { current: pending, pending: null };
    draft.handoverAt = undefined;
  }

  return { keys, network, draft, place, approved, say, consent, handOver, listRef, idOf };
}
