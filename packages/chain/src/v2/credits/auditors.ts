import { sha256Hex, utf8, v2 } from "@lucid/proof";

export interface Audited {
  readonly network: string;
  readonly epoch: number;
  /** Of the member whose nodes are audited. */
  readonly entity: string;
}

/**
 * Entities of the members that audit all nodes of a member in an epoch (consensus 3.5): no node key and no content of a block
 * enters, so nobody can choose them.
 */
export function auditorsOf({ network, epoch, entity }: Audited, roster: readonly v2.Member[]): readonly string[] {
  return roster
    .filter((member) => member.entity !== entity)
    .map((member) => ({
      entity: member.entity,
      draw: sha256Hex(utf8(`lucid-audit|${network}|${epoch}|${entity}|${member.entity}`)),
    }))
    .toSorted((one, other) => (one.draw < other.draw ? -1 : 1))
    .slice(0, v2.MAX_AUDITORS)
    .map((auditor) => auditor.entity);
}
