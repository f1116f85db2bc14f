import { useLingui } from "@lingui/react";
import type { Emergency, OwnNode } from "@lucid/contract";
import { Table, Text, Title } from "@mantine/core";
import { Badge, Card, Hash, Moment, RecordTable } from "../../shared/ui/index.ts";

/** On how many of the owner's nodes an action is in force, and which have not heard of it. */
export function ReachOfAction({ one, nodes }: { readonly one: Emergency; readonly nodes: readonly OwnNode[] }) {
  const { i18n } = useLingui();
  if (one.status !== "in_progress" || nodes.length < 2) return null;
  const isMissing = ({ holds }: OwnNode): boolean => !holds.some((id) => id === one.emergency_id);
  const missing = nodes.filter(isMissing);
  if (missing.length === 0) {
    return <Text size="sm">{i18n.t("In force on all {count} nodes.", { count: nodes.length })}</Text>;
  }
  return (
    <Text size="sm" component="div" role="status">
      {i18n.t("In force on {held} of {count} nodes. Not heard of by:", {
        held: nodes.length - missing.length,
        count: nodes.length,
      })}{" "}
      {missing.map((node, index) => (
        <span key={node.node}>
          {index > 0 && ", "}
          <strong>{node.name}</strong>
          {node.away && (
            <>
              {" "}
              ({i18n.t("not heard since")} <Moment at={node.heard_at} />)
            </>
          )}
        </span>
      ))}
    </Text>
  );
}

/** The nodes that share a store with this one, and when each was heard of last. */
export function OwnNodes({ nodes }: { readonly nodes: readonly OwnNode[] }) {
  const { i18n } = useLingui();
  return (
    <Card>
      <Title order={2}>{i18n.t("Your nodes")}</Title>
      <Text c="dimmed" size="sm" mb="sm">
        {i18n.t(
          "They share a Redis: a lockdown, and disabled sessions, hold on all of them. A node that is silent for eight days leaves this list.",
        )}
      </Text>
      <RecordTable
        label={i18n.t("Your nodes")}
        headings={[i18n.t("Computer"), i18n.t("Node"), i18n.t("Version"), i18n.t("State"), i18n.t("Last heard")]}
        named={[2]}
      >
        {nodes.map((node) => (
          <Table.Tr key={node.node}>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{node.name}</Table.Td>
            <Table.Td>
              <Hash value={node.node} label={i18n.t("node")} />
            </Table.Td>
            <Table.Td>{node.version}</Table.Td>
            <Table.Td>
              {node.is_self ? (
                <Badge tone="quiet">{i18n.t("this node")}</Badge>
              ) : node.away ? (
                <Badge tone="bad">{i18n.t("silent")}</Badge>
              ) : (
                <Badge tone="quiet">{i18n.t("there")}</Badge>
              )}
            </Table.Td>
            <Table.Td>{node.is_self ? "—" : <Moment at={node.heard_at} />}</Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
    </Card>
  );
}
