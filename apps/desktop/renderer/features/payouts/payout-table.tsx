import { useLingui } from "@lingui/react";
import type { Payout } from "@lucid/contract";
import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { Badge, Hash, Moment, RecordTable } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { endWords, isWaiting, payoutStates, priorityWords } from "./payout-words.ts";

type Decide = (payout: Payout) => (() => void) | undefined;

export interface PayoutTableProps {
  readonly label: string;
  readonly payouts: readonly Payout[];
  /** What cancels or approves one; undefined where that cannot be. */
  readonly onCancel?: Decide;
  readonly onApprove?: Decide;
  /** What saves the proof of one that was paid and is stated. */
  readonly onProof?: (payout: Payout) => void;
}

/** Payouts, and how far each is; what the network was to cost stands beside what it takes from the amount. */
export function PayoutTable({ label, payouts, onCancel, onApprove, onProof }: PayoutTableProps) {
  const { i18n } = useLingui();
  const states = payoutStates(i18n);
  return (
    <RecordTable
      label={label}
      headings={[
        i18n.t("Made"),
        i18n.t("State"),
        i18n.t("Amount"),
        i18n.t("Sent"),
        i18n.t("Cost of the network"),
        i18n.t("To"),
        "",
      ]}
      figures={[2, 3, 4]}
    >
      {payouts.map((payout) => (
        <Table.Tr key={payout.payout_id}>
          <Table.Td>{payout.steps[0] && <Moment at={payout.steps[0].at} />}</Table.Td>
          <Table.Td style={{ whiteSpace: "normal" }}>
            <Badge tone={states[payout.state].tone}>{states[payout.state].label}</Badge>
            {payout.state === "locked" && (
              <Text size="sm" c="dimmed">
                {i18n.t("{given} of {needed, plural, one {# approval} other {# approvals}}", {
                  given: payout.approvals.length,
                  needed: payout.approvals_needed,
                })}
              </Text>
            )}
            {isWaiting(payout) && payout.not_before !== null && (
              <Text size="sm" c="dimmed">
                {i18n.t("not before")} <Moment at={payout.not_before} />
              </Text>
            )}
            {isWaiting(payout) && payout.priority !== "normal" && (
              <Text size="sm" c="dimmed">
                {priorityWords(i18n)[payout.priority]}
              </Text>
            )}
            {payout.refund && (
              <Text size="sm" c="dimmed">
                {i18n.t("sends back what came in")}
              </Text>
            )}
            {payout.reason && (
              <Text size="sm" c="dimmed">
                {endWords(i18n, payout.reason)}
              </Text>
            )}
          </Table.Td>
          <Table.Td ta="end">
            <Amount units={payout.amount} asset="USDT" />
          </Table.Td>
          <Table.Td ta="end">
            <Amount units={payout.net} asset="USDT" />
          </Table.Td>
          <Table.Td ta="end">
            <Amount units={payout.transfer?.fee_sun ?? payout.forecast_fee_sun} asset="TRX" />
          </Table.Td>
          <Table.Td>
            <Stack gap={0} align="flex-start">
              <Hash value={payout.address} label={i18n.t("address")} />
              {payout.transfer?.transaction_id && <Hash value={payout.transfer.transaction_id} label={i18n.t("transaction")} />}
            </Stack>
          </Table.Td>
          <Table.Td>
            <Group gap="xs" justify="flex-end" wrap="nowrap">
              <Decision label={i18n.t("Cancel")} name={i18n.t("Cancel the payout")} onDecide={onCancel?.(payout)} isQuiet />
              <Decision label={i18n.t("Approve")} onDecide={onApprove?.(payout)} />
              <Decision
                label={i18n.t("Proof")}
                name={i18n.t("Save the proof of the payout")}
                onDecide={onProof && payout.place !== null ? () => onProof(payout) : undefined}
                isQuiet
              />
            </Group>
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}

interface DecisionProps {
  readonly label: string;
  /** What it does, where its label alone does not say it. */
  readonly name?: string;
  readonly onDecide: (() => void) | undefined;
  readonly isQuiet?: boolean;
}

function Decision({ label, name, onDecide, isQuiet = false }: DecisionProps) {
  if (!onDecide) return null;
  return (
    <Button
      size="compact-sm"
      variant={isQuiet ? "default" : "filled"}
      onClick={onDecide}
      {...(name === undefined ? {} : { "aria-label": name })}
    >
      {label}
    </Button>
  );
}
