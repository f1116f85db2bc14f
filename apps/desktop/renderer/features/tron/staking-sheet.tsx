import { useLingui } from "@lingui/react";
import type { StakingAction, StakingKind, StakingLoan, StakingResource, StakingStatus } from "@lucid/contract";
import { Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { formatCount } from "../../shared/format/index.ts";
import { Ago, Card, Facts, Hash, Moment, Note, RecordTable } from "../../shared/ui/index.ts";
import { Amount } from "./amount.tsx";
import { resourceNames, stakingKinds } from "./staking-words.ts";

export type StakeAsked =
  | { readonly kind: StakingKind }
  | { readonly kind: "undelegate"; readonly preset: Pick<StakingAction, "resource" | "to_address"> };
type OnAsk = ((asked: StakeAsked) => void) | undefined;
interface PartProps {
  readonly status: StakingStatus;
  /** None of a wallet that is only watched. */
  readonly onAsk: OnAsk;
}

/** All that a wallet has staked, lent, unstaked and voted. */
export function StakingSheet({ status, onAsk }: PartProps) {
  const { i18n } = useLingui();
  const { number, time } = status.solid;
  return (
    <Stack gap="sm">
      <Text c="dimmed" size="sm">
        <Ago at={time} render={(age) => i18n.t("Solidified as of block {number}, {age} ago", { number, age })} />
      </Text>
      {onAsk === undefined && <Note>{i18n.t("This wallet is only watched: nothing can be done with its stake from here.")}</Note>}
      <Resource resource="energy" status={status} />
      <Resource resource="bandwidth" status={status} />
      <Unfreezings status={status} onAsk={onAsk} />
      <Loans status={status} onAsk={onAsk} />
      <Votes status={status} onAsk={onAsk} />
    </Stack>
  );
}

function Action({ kind, onAsk, isOff }: { readonly kind: StakingKind; readonly onAsk: OnAsk; readonly isOff?: boolean }) {
  const { i18n } = useLingui();
  return (
    onAsk && (
      <Button size="compact-sm" variant="default" disabled={isOff === true} onClick={() => onAsk({ kind })}>
        {stakingKinds(i18n)[kind].label}
      </Button>
    )
  );
}

function Resource({ resource, status }: { readonly resource: StakingResource; readonly status: StakingStatus }) {
  const { i18n } = useLingui();
  const { staked, lent, borrowed, held, held_until, supply } = status[resource];
  const trx = (units: string) => <Amount units={units} asset="TRX" />;
  const left = Math.max(0, supply.limit - supply.used);
  const { free_bandwidth: free } = status;
  return (
    <Card>
      <Title order={2}>{resourceNames(i18n)[resource]}</Title>
      <Facts
        rows={[
          [i18n.t("Staked"), trx(staked)],
          ...(held_until === null
            ? []
            : [
                [
                  i18n.t("Of it kept by this node"),
                  <span key="held">
                    {trx(held)} · {i18n.t("until")} <Moment at={held_until} />
                  </span>,
                ] as const,
              ]),
          [i18n.t("Lent to others"), trx(lent)],
          [i18n.t("Lent by others"), trx(borrowed)],
          [i18n.t("Left now"), i18n.t("{left} of {limit}", { left: formatCount(left), limit: formatCount(supply.limit) })],
          ...(supply.whole_at === null
            ? []
            : [[i18n.t("All of it back by"), <Moment key="whole" at={supply.whole_at} />] as const]),
          ...(resource === "energy"
            ? []
            : [
                [
                  i18n.t("Free each day, left now"),
                  i18n.t("{left} of {limit}", {
                    left: formatCount(Math.max(0, free.limit - free.used)),
                    limit: formatCount(free.limit),
                  }),
                ] as const,
              ]),
        ]}
      />
    </Card>
  );
}

function Unfreezings({ status, onAsk }: PartProps) {
  const { i18n } = useLingui();
  const { unfreezing, withdrawable, unfreezings_left } = status;
  return (
    <Card>
      <Title order={2}>{i18n.t("Unstaked")}</Title>
      <Facts
        rows={[
          [i18n.t("Due now"), <Amount key="due" units={withdrawable} asset="TRX" />],
          [i18n.t("More that may wait at once"), String(unfreezings_left)],
        ]}
      />
      {unfreezing.length > 0 && (
        <RecordTable
          label={i18n.t("Amounts that were unstaked")}
          headings={[i18n.t("Resource"), i18n.t("Amount"), i18n.t("Can be withdrawn from")]}
          figures={[1]}
        >
          {unfreezing.map(({ resource, amount, withdrawable_at }, index) => (
            <Table.Tr key={`${withdrawable_at} ${index}`}>
              <Table.Td>{resourceNames(i18n)[resource]}</Table.Td>
              <Table.Td ta="end">
                <Amount units={amount} asset="TRX" />
              </Table.Td>
              <Table.Td>
                <Moment at={withdrawable_at} />
              </Table.Td>
            </Table.Tr>
          ))}
        </RecordTable>
      )}
      <Group gap="xs" mt="sm">
        <Action kind="withdraw" onAsk={onAsk} isOff={withdrawable === "0"} />
        <Action kind="cancel-unfreezing" onAsk={onAsk} isOff={unfreezing.length === 0} />
      </Group>
    </Card>
  );
}

function Loans({ status, onAsk }: PartProps) {
  const { i18n } = useLingui();
  const { lent_to, borrowed_from, are_loans_whole } = status;
  const rows: readonly (readonly [loan: StakingLoan, isLent: boolean])[] = [
    ...lent_to.map((loan) => [loan, true] as const),
    ...borrowed_from.map((loan) => [loan, false] as const),
  ];
  return (
    <Card>
      <Title order={2}>{i18n.t("Loans")}</Title>
      {rows.length === 0 ? (
        <Text c="dimmed">{i18n.t("Nothing is lent, to or by this wallet.")}</Text>
      ) : (
        <RecordTable
          label={i18n.t("Loans of this wallet")}
          headings={[i18n.t("Direction"), i18n.t("Resource"), i18n.t("Amount"), i18n.t("Other side"), i18n.t("Locked until"), ""]}
          figures={[2]}
        >
          {rows.map(([loan, isLent], index) => (
            <Loan key={`${index} ${loan.other}`} loan={loan} isLent={isLent} onAsk={onAsk} />
          ))}
        </RecordTable>
      )}
      {!are_loans_whole && <Note>{i18n.t("There are more than 20 to either side: these are the first.")}</Note>}
      <Group gap="xs" mt="sm">
        <Action kind="delegate" onAsk={onAsk} />
      </Group>
    </Card>
  );
}

function Loan({ loan, isLent, onAsk }: { readonly loan: StakingLoan; readonly isLent: boolean; readonly onAsk: OnAsk }) {
  const { i18n } = useLingui();
  const { resource, amount, other, locked_until } = loan;
  return (
    <Table.Tr>
      <Table.Td>{isLent ? i18n.t("lent") : i18n.t("borrowed")}</Table.Td>
      <Table.Td>{resourceNames(i18n)[resource]}</Table.Td>
      <Table.Td ta="end">
        <Amount units={amount} asset="TRX" />
      </Table.Td>
      <Table.Td>
        <Hash value={other} label={i18n.t("address")} />
      </Table.Td>
      <Table.Td>{locked_until === null ? "–" : <Moment at={locked_until} />}</Table.Td>
      <Table.Td>
        {isLent && onAsk && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onAsk({ kind: "undelegate", preset: { resource, to_address: other } })}
          >
            {i18n.t("Take back")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Votes({ status, onAsk }: PartProps) {
  const { i18n } = useLingui();
  const { votes_most, rewards } = status;
  return (
    <Card>
      <Title order={2}>{i18n.t("Votes and rewards")}</Title>
      <Facts
        rows={[
          [i18n.t("Votes that the stake gives"), formatCount(Number(votes_most))],
          [i18n.t("To claim"), <Amount key="reward" units={rewards.reward} asset="TRX" />],
          ...(rewards.claimable_at === null
            ? []
            : [[i18n.t("Can be claimed from"), <Moment key="from" at={rewards.claimable_at} />] as const]),
          ...rewards.votes.map(
            ({ witness, votes }) =>
              [<Hash key={witness} value={witness} label={i18n.t("address")} />, formatCount(Number(votes))] as const,
          ),
        ]}
      />
      <Group gap="xs" mt="sm">
        <Action kind="vote" onAsk={onAsk} isOff={votes_most === "0"} />
        <Action kind="claim" onAsk={onAsk} isOff={rewards.reward === "0" || rewards.claimable_at !== null} />
      </Group>
    </Card>
  );
}
