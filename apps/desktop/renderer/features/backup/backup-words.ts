import type { I18n } from "@lingui/core";
import type { Backup, BackupJob, BackupsState, RehearsalReport } from "@lucid/contract";
import { formatBytes, shorten } from "../../shared/format/index.ts";

export const causeWords = ({ cause, asked_by }: Pick<Backup, "cause" | "asked_by">, i18n: I18n): string =>
  cause === "schedule"
    ? i18n.t("by the clock")
    : asked_by
      ? (asked_by.name ?? shorten(asked_by.tron_address))
      : i18n.t("somebody");

export const jobName = (kind: BackupJob["kind"], i18n: I18n): string =>
  ({
    make: i18n.t("Make a backup"),
    read_back: i18n.t("Read a backup back"),
    rehearse: i18n.t("Rehearse a restore"),
  })[kind];

export function stateWords({ state, fault }: Pick<Backup, "state" | "fault">, i18n: I18n): string {
  if (state === "running") return i18n.t("is being made");
  if (state === "removed") return i18n.t("removed: older than what is kept");
  if (state === "made") return fault === null ? i18n.t("made") : i18n.t("made, and not as it should be");
  return i18n.t("not made");
}

/** Why, for people; undefined where nothing is wrong. */
export function faultWords({ fault }: Pick<Backup, "fault">, i18n: I18n): string | undefined {
  switch (fault) {
    case null:
      return undefined;
    case "folder-full":
      return i18n.t("There was no room left in the folder for backups. Nothing of it was kept there.");
    case "folder-unusable":
      return i18n.t("The node cannot write in the folder for backups.");
    case "folder-inside":
      return i18n.t("The folder for backups lies in the data folder: name one outside, best on another disk.");
    case "node-disk-short":
      return i18n.t("The disk of the node has too little room for the copies of its databases.");
    case "cancelled":
      return i18n.t("Somebody stopped it.");
    case "interrupted":
      return i18n.t("The node ended meanwhile.");
    case "wrong-identity":
      return i18n.t("The identity of the node does not open it.");
    case "altered":
      return i18n.t("Something in it is not as it was.");
    case "running":
      return i18n.t("Another backup of this node was being made, perhaps by the command.");
    default:
      return i18n.t("Something failed that this page has no words for.");
  }
}

export function stageWords({ stage, done_bytes, total_bytes }: NonNullable<BackupsState["running"]>, i18n: I18n): string {
  const names: Readonly<Record<typeof stage, string>> = {
    databases: i18n.t("Copying the databases"),
    archive: i18n.t("Encrypting databases, keys and documents"),
    recordings: i18n.t("Copying recordings"),
    "reading-back": i18n.t("Reading back what was written"),
    rehearsing: i18n.t("Rehearsing a restore"),
  };
  if (total_bytes === 0) return names[stage];
  return i18n.t("{stage}: {done} of {total}", {
    stage: names[stage],
    done: formatBytes(done_bytes, i18n.locale),
    total: formatBytes(total_bytes, i18n.locale),
  });
}

/** What was looked at, and nothing that was not. */
export function rehearsalWords({ chain, audit_entries, recordings, people, sessions }: RehearsalReport, i18n: I18n): string {
  return i18n.t(
    "Put back and looked at: every page of its databases with {people, plural, one {# person} other {# people}} and {sessions, plural, one {# session} other {# sessions}}, {blocks, plural, one {# block} other {# blocks}} from the genesis on, {entries, plural, one {# audit entry} other {# audit entries}}, {verified} of {provable, plural, one {# recording} other {# recordings}} as bundles.",
    {
      ...{ people, sessions, blocks: chain.blocks, entries: audit_entries },
      ...{ verified: recordings.verified.length, provable: recordings.provable },
    },
  );
}
