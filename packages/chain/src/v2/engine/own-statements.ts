import type { v2 } from "@lucid/proof";
import { epochOf, positionAt } from "../../schedule/slots.ts";
import type { CheckSignature } from "../../signing/signature-checker.ts";
import { beginBlock } from "../blocks/block-effects.ts";
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

  return {
    /** Signs and keeps a transaction of this node; when this returns it is on the disk. */
    submit(content: Content): Submitted {
      const { draft, nextPlace } = expected();
      const sent = outbox.sign(content, ledger.stateOf(tree.head).rows, now());
      const refused = applyTransaction(draft, sent, nextPlace());
      if (refused !== undefined) return { ok: false, reason: refused };
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
}
