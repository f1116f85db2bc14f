import { canonicalBytes, type v2 } from "@lucid/proof";
import { epochOf, positionAt } from "../../schedule/slots.ts";
import type { CheckSignature } from "../../signing/signature-checker.ts";
import { beginBlock } from "../blocks/block-effects.ts";
import { MAX_TRANSACTION_BYTES } from "../blocks/prepare-block.ts";
import { applyTransaction } from "../kinds/apply-transaction.ts";
import { type HeadRow, ownTag } from "../kinds/list-kind.ts";
import type { Ledger } from "./ledger.ts";
import type { Content, Outbox } from "./outbox.ts";

export interface OwnStatementsDeps {
  readonly network: v2.Network;
  readonly ledger: Pick<Ledger, "tree" | "stateOf">;
  readonly outbox: Pick<Outbox, "waiting" | "sign" | "keep">;
  readonly ownKey: string;
  readonly checkSignature: CheckSignature;
  /** Unix seconds. */
  readonly now: () => number;
  /** Says to everybody what is on the disk. */
  readonly offer: (sent: v2.SentTransaction) => void;
}

export type Submitted = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reason: string };

/** What this node sends, judged by the state as it will be with what it has sent before. */
export function createOwnStatements({ network, ledger, outbox, ownKey, checkSignature, now, offer }: OwnStatementsDeps) {
  const { tree } = ledger;

  /** The state above the head, with what this node has sent. */
  function expected() {
    let { height } = tree.head;
    const epoch = Math.max(tree.head.epoch, epochOf(network.genesis, positionAt(network.genesis, now())?.slot ?? 0));
    const draft = beginBlock(ledger.stateOf(tree.head), { height: height + 1, epoch }, []);
    const { parameters } = draft;
    const fixed = { epoch, parameters, network: network.hash, checkSignature };
    const nextPlace = () => ({ height: (height += parameters.checkpoint_blocks), ...fixed });
    for (const waiting of outbox.waiting()) applyTransaction(draft, waiting, nextPlace());
    return { draft, nextPlace };
  }

  const statements = {
    /** Signs and keeps a transaction of this node; when this returns it is on the disk. */
    submit(content: Content): Submitted {
      const { draft, nextPlace } = expected();
      const sent = outbox.sign(content, ledger.stateOf(tree.head).rows, now());
      const refused = applyTransaction(draft, sent, nextPlace());
      if (refused !== undefined) return { ok: false, reason: refused };
      // A certificate of more than some hundred members: nobody would take it, nor what comes after it.
      if (canonicalBytes(sent).length > MAX_TRANSACTION_BYTES) return { ok: false, reason: "transaction_too_large" };
      const id = outbox.keep(sent);
      offer(sent);
      return { ok: true, id };
    },
    headsOf(tags: readonly string[]): ReadonlyMap<string, HeadRow> {
      const { draft } = expected();
      const heads = tags.map((tag) => [tag, draft.get<HeadRow>("head", ownTag(ownKey, tag))] as const);
      return new Map(heads.flatMap(([tag, head]) => (head === undefined ? [] : [[tag, head] as const])));
    },
  };
  const { submit } = statements;
  return {
    ...statements,
    /** What `submit` takes, by its kind. */
    says: {
      /** A list of this node. */
      submit: (type: v2.ListType, items: readonly v2.Item[]) => submit({ type, items }),
      /** A change of the membership that its members have approved. */
      change: (data: v2.MembershipChange) => submit({ type: "membership", data }),
      /** A pair that no honest key signs. */
      accuse: (data: v2.OffencePair) => submit({ type: "evidence", data }),
      /** Reports of the auditors of one of this member's nodes. */
      prove: (data: v2.TaskProof) => submit({ type: "task_proof", data }),
      /** A further key of this member. */
      register: (data: v2.NodeRegistration) => submit({ type: "node_registration", data }),
      /** This member's part in governance. */
      govern: (data: v2.GovernanceAction) => submit({ type: "governance", data }),
      /** What this node says of another chain. */
      link: (data: v2.NetworkLink) => submit({ type: "network_link", data }),
    },
  };
}
