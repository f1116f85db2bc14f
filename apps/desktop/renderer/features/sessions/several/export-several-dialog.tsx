import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group, Progress, Radio, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toFailure } from "../../../shared/api/failure.ts";
import { formatBytes } from "../../../shared/format/index.ts";
import { wordsOfFailure } from "../../../shared/text/errors/error-words.ts";
import { Dialog, ErrorNotice, LeaveButton } from "../../../shared/ui/index.ts";
import {
  type BundleFate,
  type BundleWish,
  downloadsPlace,
  pickFolder,
  picksFolders,
  useSeveralBundles,
} from "../../bundles/index.ts";
import classes from "../sessions.module.css";

export interface ExportSeveralDialogProps {
  readonly sessions: readonly Session[];
  /** `tried`: something was begun. */
  readonly onClose: (tried: boolean) => void;
}

/** Saves the proof bundles of several sessions, and says of each whether it is there. */
export function ExportSeveralDialog({ sessions, onClose }: ExportSeveralDialogProps) {
  const { i18n } = useLingui();
  // What was asked for: the list behind changes while it is done.
  const [wanted] = useState(sessions);
  const [chunks, setChunks] = useState<BundleWish["chunks"]>("all");
  const { now, run, stop } = useSeveralBundles();
  const begin = useMutation({
    async mutationFn() {
      const place = picksFolders() ? await pickFolder() : downloadsPlace;
      if (place) await run(wanted, chunks, place);
    },
  });
  const fates = wanted.map(({ session_id }) => now.fates.get(session_id) ?? { step: "waiting" as const });
  const count = wanted.length;
  const saved = fates.filter(({ step }) => step === "saved").length;
  const size = formatBytes(
    wanted.reduce((sum, session) => sum + session.size_bytes, 0),
    i18n.locale,
  );

  return (
    <Dialog
      title={i18n.t("{count, plural, one {Export # recording} other {Export # recordings}}", { count })}
      onClose={() => onClose(now.step !== "asking")}
      size="lg"
      isUnsaved={false}
    >
      <Stack>
        {now.step === "asking" && (
          <>
            <Text c="dimmed">
              {picksFolders()
                ? i18n.t(
                    "{count, plural, one {It becomes a file in a folder that you choose.} other {Each becomes a file of its own in a folder that you choose.}} No file there is written over.",
                    { count },
                  )
                : i18n.t(
                    "{count, plural, one {It becomes a download.} other {Each becomes a download of its own, one after the other. The browser may ask whether it may save several.}}",
                    { count },
                  )}
            </Text>
            <Radio.Group
              value={chunks}
              onChange={setChunks}
              label={i18n.t("{count, plural, one {What it holds} other {What they hold}}", { count })}
            >
              <Stack gap={10} mt={6}>
                <Radio
                  value="all"
                  label={i18n.t("{count, plural, one {The whole recording} other {The whole recordings}}", { count })}
                  description={i18n.t("{count, plural, one {About {size}} other {About {size} together}}", { count, size })}
                />
                <Radio
                  value="none"
                  label={i18n.t("{count, plural, one {The proof alone} other {The proofs alone}}", { count })}
                  description={i18n.t("Hashes, signatures and blocks, without the recording")}
                />
              </Stack>
            </Radio.Group>
          </>
        )}
        {now.step !== "asking" && (
          <div role="status">
            <Progress value={(shareOf(fates) / wanted.length) * 100} aria-label={i18n.t("Saved of all")} />
            <Text mt={6}>
              {i18n.t("{saved} of {total} saved", { saved, total: wanted.length })}
              {now.step === "done" &&
                saved < wanted.length &&
                ` · ${i18n.t("{count, plural, one {It is not there: see below.} other {The others are not there: see below.}}", { count })}`}
            </Text>
          </div>
        )}
        <ul className={classes.exported} aria-label={i18n.t("Recordings")} tabIndex={0}>
          {wanted.map((session, place) => (
            <li key={session.session_id} data-step={fates[place]?.step}>
              <span>{session.name}</span>
              {now.step !== "asking" && <small>{wordsOf(fates[place], i18n)}</small>}
            </li>
          ))}
        </ul>
        {begin.error && <ErrorNotice error={begin.error} title={i18n.t("Nothing was saved")} />}
        <Group justify="flex-end">
          {now.step === "asking" && (
            <>
              <LeaveButton />
              <Button onClick={() => begin.mutate()} loading={begin.isPending}>
                {picksFolders()
                  ? i18n.t("Choose a folder")
                  : i18n.t("{count, plural, one {Save it} other {Save them}}", { count })}
              </Button>
            </>
          )}
          {now.step === "running" && (
            <Button variant="default" onClick={stop}>
              {i18n.t("Stop here")}
            </Button>
          )}
          {now.step === "done" && <LeaveButton>{i18n.t("Close")}</LeaveButton>}
        </Group>
      </Stack>
    </Dialog>
  );
}

/** How many of them are through, the one under way by its share. */
const shareOf = (fates: readonly BundleFate[]): number =>
  fates.reduce((sum, fate) => {
    if (fate.step === "waiting") return sum;
    if (fate.step !== "running") return sum + 1;
    const { doneBytes, totalBytes } = fate.progress;
    return totalBytes ? sum + doneBytes / totalBytes : sum;
  }, 0);

function wordsOf(fate: BundleFate | undefined, i18n: I18n): string {
  switch (fate?.step) {
    case "running": {
      const { doneBytes, totalBytes } = fate.progress;
      const done = formatBytes(doneBytes, i18n.locale);
      return totalBytes === undefined ? done : i18n.t("{done} of {all}", { done, all: formatBytes(totalBytes, i18n.locale) });
    }
    case "saved":
      return i18n.t("saved as {name}, {size}", { name: fate.name, size: formatBytes(fate.bytes, i18n.locale) });
    case "failed": {
      const failure = toFailure(fate.error);
      return i18n.t("not saved: {message} ({code})", { message: wordsOfFailure(failure, i18n).what, code: failure.code });
    }
    case "left":
      return i18n.t("not saved: it was stopped before");
    case "waiting":
    case undefined:
      return i18n.t("waits");
  }
}
