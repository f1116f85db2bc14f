import { useLingui } from "@lingui/react";
import type { Backup, BackupJob, BackupsState } from "@lucid/contract";
import { Button, Group, Text } from "@mantine/core";
import { formatBytes } from "../../shared/format/index.ts";
import { Badge, Moment } from "../../shared/ui/index.ts";
import classes from "./backup.module.css";
import { causeWords, faultWords, rehearsalWords, stateWords } from "./backup-words.ts";

type Stage = NonNullable<BackupsState["running"]>["stage"];

export interface BackupListProps {
  readonly backups: readonly Backup[];
  /** What is being done, and what waits already. */
  readonly state: Pick<BackupsState, "running" | "waiting">;
  readonly rehearses: boolean;
  readonly onReadBack: (backup: Backup) => void;
  readonly onRehearse: (backup: Backup) => void;
}

/** Each backup with what was measured of it, newest first. */
export function BackupList({ backups, state, rehearses, onReadBack, onRehearse }: BackupListProps) {
  const { i18n } = useLingui();
  const waits = ({ backup_id }: Backup, kind: BackupJob["kind"]): boolean =>
    state.waiting.some((job) => job.backup_id === backup_id && job.kind === kind);
  const runs = ({ backup_id }: Backup, stage: Stage): boolean =>
    state.running?.backup_id === backup_id && state.running.stage === stage;
  return (
    <ul className={classes.list}>
      {backups.map((backup) => (
        <li key={backup.backup_id}>
          <div className={classes.words}>
            <Group gap={8}>
              <strong>
                <Moment at={backup.started_at} />
              </strong>
              <Badge tone={backup.fault !== null ? "bad" : backup.state === "running" ? "waiting" : "quiet"}>
                {stateWords(backup, i18n)}
              </Badge>
              <Text c="dimmed" size="sm">
                {causeWords(backup, i18n)}
              </Text>
            </Group>
            <Measured backup={backup} />
          </div>
          {backup.state === "made" && (
            <Group gap={8}>
              <Button
                size="compact-sm"
                variant="default"
                disabled={waits(backup, "read_back") || runs(backup, "reading-back")}
                onClick={() => onReadBack(backup)}
              >
                {runs(backup, "reading-back")
                  ? i18n.t("Being read back")
                  : waits(backup, "read_back")
                    ? i18n.t("Waits to be read back")
                    : i18n.t("Read back")}
              </Button>
              {rehearses && (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={waits(backup, "rehearse") || runs(backup, "rehearsing")}
                  onClick={() => onRehearse(backup)}
                >
                  {runs(backup, "rehearsing")
                    ? i18n.t("Being rehearsed")
                    : waits(backup, "rehearse")
                      ? i18n.t("Waits to be rehearsed")
                      : i18n.t("Rehearse")}
                </Button>
              )}
            </Group>
          )}
        </li>
      ))}
    </ul>
  );
}

function Measured({ backup }: { readonly backup: Backup }) {
  const { i18n } = useLingui();
  const size = (bytes: number | null): string => formatBytes(bytes ?? 0, i18n.locale);
  const fault = faultWords(backup, i18n);
  return (
    <>
      {backup.archive_bytes !== null && (
        <Text size="sm">
          {backup.chunks === null
            ? i18n.t("{archive}, without recordings", { archive: size(backup.archive_bytes) })
            : i18n.t("{archive}, and {recordings} of recordings, {copied} of them new", {
                archive: size(backup.archive_bytes),
                recordings: size(backup.recording_bytes),
                copied: size(backup.copied_bytes),
              })}
        </Text>
      )}
      {backup.absent > 0 && (
        <Text size="sm">
          {i18n.t("{count, plural, one {# chunk is} other {# chunks are}} missing or damaged on the node itself.", {
            count: backup.absent,
          })}
        </Text>
      )}
      {backup.read_back_at !== null && backup.bad_parts === 0 && (
        <Text size="sm" component="div">
          {i18n.t("Every byte read back")} <Moment at={backup.read_back_at} />
        </Text>
      )}
      {backup.rehearsed_at !== null && backup.rehearsal?.faults.length === 0 && (
        <Text size="sm" component="div">
          {i18n.t("Rehearsed")} <Moment at={backup.rehearsed_at} />. {rehearsalWords(backup.rehearsal, i18n)}
        </Text>
      )}
      {fault !== undefined && (
        <Text size="sm" component="div">
          {fault} {backup.message !== null && <code lang="en">{backup.message}</code>}
        </Text>
      )}
      {backup.path !== null && backup.state === "made" && (
        <Text c="dimmed" size="sm">
          <code>{backup.path}</code>
        </Text>
      )}
    </>
  );
}
