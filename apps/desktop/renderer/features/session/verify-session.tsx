import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import type { Expectation } from "@lucid/proof";
import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { formatBytes } from "../../shared/format/index.ts";
import { ErrorNotice, LeaveButton } from "../../shared/ui/index.ts";
import { bundleName, DownloadProgressView, useDownload } from "../bundles/index.ts";
import { Checking, spawnVerifier, useKnownHere, useVerification, VerdictView } from "../verify/index.ts";

export interface VerifySessionProps {
  readonly session: Session;
  /** What a link says that it must be. */
  readonly expectation?: Expectation;
  /** Begins by itself, with everything that is there. */
  readonly startsAtOnce?: boolean;
}

/** Fetches the proof of a session and checks it in this page: the node's word is not taken for anything. */
export function VerifySession({ session, expectation = {}, startsAtOnce = false }: VerifySessionProps) {
  const { i18n } = useLingui();
  const here = useKnownHere();
  const download = useDownload(session.session_id);
  const verification = useVerification(spawnVerifier);
  const [chunks, setChunks] = useState<"all" | "none">(session.state === "deleted" ? "none" : "all");
  const { now } = verification;

  const start = (): void =>
    void download.start({ chunks }, (bundle) =>
      verification.start({ kind: "bundle", bundle, expectation }, bundleName(session.name, session.started_at)),
    );

  const startOnce = useEffectEvent(start);
  useEffect(() => {
    if (startsAtOnce) startOnce();
  }, [startsAtOnce]);

  return (
    <Stack>
      {now.step === "idle" && download.now.step !== "running" && (
        <>
          <Text c="dimmed">
            {i18n.t(
              "This page fetches the proof bundle and checks every signature and hash itself, down to the network's founding document.",
            )}
          </Text>
          <Radio.Group value={chunks} onChange={setChunks} label={i18n.t("How thorough")}>
            <Stack gap={10} mt={6}>
              <Radio
                value="all"
                disabled={session.state === "deleted"}
                label={i18n.t("Everything")}
                description={i18n.t("Fetches the recording as well ({size}) and checks each chunk", {
                  size: formatBytes(session.size_bytes, i18n.locale),
                })}
              />
              <Radio
                value="none"
                label={i18n.t("The proof alone")}
                description={i18n.t("Hashes, signatures and blocks, without the recording")}
              />
            </Stack>
          </Radio.Group>
          {download.now.step === "failed" && (
            <ErrorNotice error={download.now.error} title={i18n.t("The bundle could not be fetched")} />
          )}
          <Group justify="flex-end">
            <LeaveButton>{i18n.t("Close")}</LeaveButton>
            <Button onClick={start} data-autofocus>
              {i18n.t("Verify")}
            </Button>
          </Group>
        </>
      )}
      {download.now.step === "running" && <DownloadProgressView now={download.now} onCancel={download.cancel} />}
      {now.step === "checking" && <Checking now={now} onCancel={verification.reset} />}
      {now.step === "failed" && (
        <ErrorNotice error={now.error} title={i18n.t("The bundle could not be checked")} onRetry={start} />
      )}
      {now.step === "found" && now.finding.kind === "bundle" && (
        <VerdictView verdict={now.finding.verdict} here={here} file={now} isOnlyLinked />
      )}
    </Stack>
  );
}
