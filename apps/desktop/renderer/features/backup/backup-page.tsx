import { useLingui } from "@lingui/react";
import type { BackupsState } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Fragment, useState } from "react";
import { Card, ErrorNotice, Facts, Moment, Note, PageHeader, Waiting } from "../../shared/ui/index.ts";
import classes from "./backup.module.css";
import { BackupList } from "./backup-list.tsx";
import { stageWords } from "./backup-words.ts";
import { SetUpDialog } from "./set-up-dialog.tsx";
import { type UseBackups, useBackups } from "./use-backups.ts";
import { WaitingJobs } from "./waiting-jobs.tsx";

/** Backups of this node: what was made, read back and rehearsed, as it was measured. */
export function BackupPage() {
  const { i18n } = useLingui();
  const backups = useBackups();
  const [isSettingUp, setSettingUp] = useState(false);
  const { data, error, refetch } = backups.state;
  const failed = backups.make.error ?? backups.cancel.error ?? backups.readBack.error ?? backups.rehearse.error;

  return (
    <>
      <PageHeader title={i18n.t("Backup")} />
      {data ? (
        <Stack maw={860} gap="sm">
          <Card>
            <Stack gap="sm">
              {data.last_made_at === null && data.running === null && (
                <Note title={i18n.t("Nothing of this node is backed up")}>
                  {i18n.t("With its disk its keys would be gone, and every recording that is kept nowhere else.")}
                </Note>
              )}
              <Known state={data} />
              {failed && <ErrorNotice error={failed} title={i18n.t("That was not begun")} />}
              <Group gap={8}>
                <Begin state={data} backups={backups} />
                <Button
                  variant={isSetUp(data) ? "default" : "filled"}
                  onClick={() => {
                    backups.setUp.reset();
                    setSettingUp(true);
                  }}
                >
                  {i18n.t("Set up …")}
                </Button>
              </Group>
            </Stack>
          </Card>
          {data.waiting.length > 0 && (
            <WaitingJobs
              state={data}
              isPending={backups.cancel.isPending}
              onCancel={(job_id) => backups.cancel.mutate({ job_id })}
            />
          )}
          {data.backups.length > 0 && (
            <Card>
              <Title order={2} mb="sm">
                {i18n.t("What was made")}
              </Title>
              <BackupList
                backups={data.backups}
                state={data}
                rehearses={data.rehearses}
                onReadBack={({ backup_id }) => backups.readBack.mutate({ backup_id })}
                onRehearse={({ backup_id }) => backups.rehearse.mutate({ backup_id })}
              />
            </Card>
          )}
        </Stack>
      ) : error ? (
        <ErrorNotice error={error} title={i18n.t("The backups could not be read")} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
      {isSettingUp && data && <SetUpDialog state={data} setUp={backups.setUp} onClose={() => setSettingUp(false)} />}
    </>
  );
}

function Known({ state }: { readonly state: BackupsState }) {
  const { i18n } = useLingui();
  const moment = (at: string | null) => (at === null ? i18n.t("never") : <Moment at={at} />);
  return (
    <>
      <Facts
        rows={[
          [i18n.t("Last made"), moment(state.last_made_at)],
          [i18n.t("Last read back, every byte as it was signed"), moment(state.last_read_back_at)],
          [i18n.t("Last rehearsed: put back, looked at, thrown away"), moment(state.last_rehearsed_at)],
          [
            i18n.t("Next by itself"),
            state.next_at === null ? i18n.t("none: no time of day is set") : <Moment at={state.next_at} />,
          ],
          [
            i18n.t("Folder"),
            state.folder === null ? i18n.t("none is set") : <code className={classes.long}>{state.folder}</code>,
          ],
          [
            i18n.t("Encrypted to"),
            state.recipients.length === 0
              ? i18n.t("nobody yet")
              : state.recipients.map((one) => (
                  <code key={one} className={classes.long}>
                    {one}{" "}
                  </code>
                )),
          ],
        ]}
      />
      <Text c="dimmed" size="sm" style={{ overflowWrap: "anywhere" }}>
        {state.rehearses
          ? i18n.t(
              "The node has an identity that opens its backups (backup_identity_file), and rehearses each one that it makes.",
            )
          : i18n.t("The node cannot open its own backups, so it does not rehearse them. Do it where the identity is:")}
        {!state.rehearses && <Command />}
      </Text>
    </>
  );
}

/** Broken into lines between its words only: a broken flag is another one for whoever types it. */
function Command() {
  const { i18n } = useLingui();
  const words = ["lucid restore", i18n.t("<backup>"), "--rehearse", "--identity", i18n.t("<file>")];
  return (
    <code className={classes.command}>
      {words.map((word) => (
        <Fragment key={word}>
          {" "}
          <span>{word}</span>
        </Fragment>
      ))}
    </code>
  );
}

const isSetUp = ({ folder, recipients }: BackupsState): boolean => folder !== null && recipients.length > 0;

function Begin({ state, backups }: { readonly state: BackupsState; readonly backups: UseBackups }) {
  const { i18n } = useLingui();
  const isMaking = state.backups.some((backup) => backup.state === "running");
  const waits = state.waiting.some(({ kind }) => kind === "make");
  const running = state.running && (
    <>
      <Text role="status">{stageWords(state.running, i18n)}</Text>
      <Button variant="default" loading={backups.cancel.isPending} onClick={() => backups.cancel.mutate(undefined)}>
        {i18n.t("Stop it")}
      </Button>
    </>
  );
  if (!isSetUp(state) || isMaking || waits) return running;
  return (
    <>
      {running}
      <Button loading={backups.make.isPending} onClick={() => backups.make.mutate({})}>
        {i18n.t("Make a backup now")}
      </Button>
    </>
  );
}
