import { useLingui } from "@lingui/react";
import { type StakingAction, type StakingStatus, type StakingWitness, TronWalletId } from "@lucid/contract";
import { Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatCount } from "../../shared/format/index.ts";
import { Dialog, ErrorNotice, Hash, LeaveButton, RecordTable, Waiting } from "../../shared/ui/index.ts";
import { StakeConfirm } from "./stake-confirm.tsx";
import { stakingKinds } from "./staking-words.ts";
import type { OneWalletDialogProps } from "./unlock-wallet-dialog.tsx";

const COUNT = /^(?:0|[1-9]\d{0,15})$/;

/** Shows who can be voted for, and takes the whole list: what is not in it is no vote any more. */
export function VoteDialog({ wallet, status, onClose }: OneWalletDialogProps & { readonly status: StakingStatus }) {
  const { i18n } = useLingui();
  const { tron } = useApi().queries;
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(status.rewards.votes.map(({ witness, votes }) => [witness, votes])),
  );
  const candidates = useQuery(tron.stakingWitnesses.queryOptions({ input: {} }));
  const forecast = useMutation(tron.forecastStaking.mutationOptions());
  const named = Object.entries(typed).filter(([, votes]) => votes.trim() !== "" && votes.trim() !== "0");
  const isWhole = named.every(([, votes]) => COUNT.test(votes.trim()));
  const sum = isWhole ? named.reduce((total, [, votes]) => total + BigInt(votes.trim()), 0n) : 0n;
  const action: StakingAction | undefined =
    isWhole && named.length > 0
      ? { kind: "vote", votes: named.map(([witness, votes]) => ({ witness, votes: votes.trim() })) as StakingAction["votes"] }
      : undefined;
  const title = i18n.t("{what}: {name}", { what: stakingKinds(i18n).vote.label, name: wallet.name });

  function ask(event: SyntheticEvent): void {
    event.preventDefault();
    if (action) forecast.mutate({ wallet_id, ...action });
  }

  if (forecast.data && action)
    return <StakeConfirm {...{ wallet, onClose, title, action, forecast: forecast.data }} onBack={() => forecast.reset()} />;
  return (
    <Dialog onClose={onClose} title={title} size="xl">
      <form onSubmit={ask} noValidate>
        <Stack>
          <Text>
            {i18n.t("The list replaces all votes of before. {sum} of {most} votes are given.", {
              sum: sum.toString(),
              most: status.votes_most,
            })}
          </Text>
          {candidates.data ? (
            <RecordTable
              label={i18n.t("Candidates")}
              headings={[i18n.t("Candidate"), i18n.t("Votes so far"), i18n.t("Keeps for itself"), i18n.t("Your votes")]}
              figures={[1, 2]}
            >
              {candidates.data.witnesses.map((one) => (
                <Candidate
                  key={one.address}
                  candidate={one}
                  votes={typed[one.address] ?? ""}
                  onType={(votes) => setTyped({ ...typed, [one.address]: votes })}
                />
              ))}
            </RecordTable>
          ) : candidates.error ? (
            <ErrorNotice
              error={candidates.error}
              title={i18n.t("The candidates could not be listed")}
              onRetry={() => void candidates.refetch()}
            />
          ) : (
            <Waiting label={i18n.t("Asking the node")} />
          )}
          {forecast.error && <ErrorNotice error={forecast.error} title={i18n.t("The node did not say what it would do")} />}
          <Group justify="flex-end">
            <LeaveButton />
            <Button type="submit" loading={forecast.isPending} disabled={action === undefined}>
              {i18n.t("Continue")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface CandidateProps {
  readonly candidate: StakingWitness;
  readonly votes: string;
  readonly onType: (votes: string) => void;
}

function Candidate({ candidate: { address, url, votes: soFar, keeps_percent }, votes, onType }: CandidateProps) {
  const { i18n } = useLingui();
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: "anywhere" }}>
        <Stack gap={0}>
          {url !== "" && <span>{url}</span>}
          <Hash value={address} label={i18n.t("address")} />
        </Stack>
      </Table.Td>
      <Table.Td ta="end">{formatCount(Number(soFar))}</Table.Td>
      <Table.Td ta="end">{`${keeps_percent} %`}</Table.Td>
      <Table.Td>
        <TextInput
          aria-label={i18n.t("Votes for {address}", { address })}
          inputMode="numeric"
          value={votes}
          onChange={(event) => onType(event.currentTarget.value)}
          error={COUNT.test(votes.trim()) || votes.trim() === "" ? null : i18n.t("A whole number.")}
          autoComplete="off"
          maw={160}
        />
      </Table.Td>
    </Table.Tr>
  );
}
