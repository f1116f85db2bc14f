import type { I18n } from "@lingui/core";
import type { Role } from "@lucid/contract";

export type AreaPath = "/" | "/sessions" | "/proofs" | "/node" | "/chain" | "/settings";

export interface Area {
  readonly to: AreaPath;
  readonly label: string;
  /** Pressed after `G` it leads there. */
  readonly key: string;
}

export interface AreaGroup {
  readonly key: "work" | "node";
  readonly title: string;
  readonly areas: readonly Area[];
}

const areas = (i18n: I18n) =>
  ({
    home: { to: "/", label: i18n.t("Home"), key: "h" },
    sessions: { to: "/sessions", label: i18n.t("Sessions"), key: "s" },
    proofs: { to: "/proofs", label: i18n.t("Proofs"), key: "p" },
    node: { to: "/node", label: i18n.t("Node"), key: "n" },
    chain: { to: "/chain", label: i18n.t("Chain"), key: "k" },
    settings: { to: "/settings", label: i18n.t("Settings"), key: "e" },
  }) as const satisfies Record<string, Area>;

/** The groups of the rail for a role; settings stand at its foot. Those who only use sessions see the node by its card. */
export function groupsFor(role: Role | undefined, i18n: I18n): readonly AreaGroup[] {
  const { home, sessions, proofs, node, chain } = areas(i18n);
  const work: AreaGroup = { key: "work", title: i18n.t("Work"), areas: [home, sessions, proofs] };
  const machine: AreaGroup = { key: "node", title: i18n.t("Node"), areas: [node, chain] };
  return role === undefined || role === "USER" ? [work] : [work, machine];
}

/** Every area, as the palette and the keys lead to them. */
export const allAreas = (i18n: I18n): readonly Area[] => Object.values(areas(i18n));
