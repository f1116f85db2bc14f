import { useLingui } from "@lingui/react";
import type { BackupsState } from "@lucid/contract";
import { Button, Group, Text, Title } from "@mantine/core";
import { Card, Moment } from "../../shared/ui/index.ts";
import classes from "./backup.module.css";
import { causeWords, jobName } from "./backup-words.ts";

export interface WaitingJobsProps {
  readonly state: BackupsState;
  readonly isPending: boolean;
  readonly onCancel: (jobId: string) => void;
}

/** What comes next, in its order. */
export function WaitingJobs({ state, isPending, onCancel }: WaitingJobsProps) {
  const { i18n } = useLingui();
  const madeAt = (id: string | null): string | undefined => state.backups.find(({ backup_id }) => backup_id === id)?.started_at;
  return (
    <Card>
      <Title order={2}>{i18n.t("What comes next")}</Title>
      <Text c="dimmed" size="sm" mb="sm">
        {i18n.t("One thing is done at a time. What waits here outlasts a restart of the node.")}
      </Text>
      <ul className={classes.list}>
        {state.waiting.map((job) => {
          const made = madeAt(job.backup_id);
          return (
            <li key={job.job_id}>
              <div className={classes.words}>
                <Group gap={8}>
                  <strong>{jobName(job.kind, i18n)}</strong>
                  {made !== undefined && <Moment at={made} />}
                </Group>
                <Text c="dimmed" size="sm" component="div">
                  {job.cause === "schedule"
                    ? causeWords(job, i18n)
                    : i18n.t("Asked for by {who}", { who: causeWords(job, i18n) })}{" "}
                  · <Moment at={job.asked_at} />
                </Text>
              </div>
              <Button size="compact-sm" variant="default" loading={isPending} onClick={() => onCancel(job.job_id)}>
                {i18n.t("Take it back")}
              </Button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
