import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group, Radio, RangeSlider, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { saveFile } from "../../shared/files/save-file.ts";
import { formatBytes, formatClock, formatCount } from "../../shared/format/index.ts";
import { Dialog, ErrorNotice, LeaveButton, Note, Term, useTyped, useWrongField } from "../../shared/ui/index.ts";
import {
  type BundleWish,
  bundleName,
  type DownloadOptions,
  DownloadProgressView,
  readRanges,
  useDownload,
} from "../bundles/index.ts";
import { explainTrouble, formatTimeOfDay, type Recording, startOpener } from "../player/index.ts";
import type { DataKey } from "../recording/index.ts";
import { BesideFiles } from "./beside-files.tsx";
import { expectationOf } from "./expectation-of.ts";
import { SendLink } from "./send-link.tsx";
import { fileLink } from "./verify-link.ts";
import { ChunkNotOpened, exportVideo } from "./video-export.ts";

type What = "whole" | "range" | "redacted" | "proof" | "video";

export interface ExportDialogProps {
  readonly session: Session;
  readonly recording: Recording;
  /** A video is made in this page, and needs it open. */
  readonly dataKey: DataKey;
  readonly onClose: () => void;
}

/** Makes a bundle that anybody can verify: all of it, a part, without some chunks, or the proof alone; or a video with its proof. */
export function ExportDialog({ session, recording, dataKey, onClose }: ExportDialogProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const download = useDownload(session.session_id);
  const isDeleted = session.state === "deleted";
  const [what, setWhat] = useState<What>(isDeleted ? "proof" : "whole");
  // Until somebody chooses it is all there is, also of a recording whose list of chunks is still on its way.
  const [chosen, setRange] = useState<[number, number]>();
  const [left, setLeft] = useTyped(`chunks left out of ${session.session_id}`, "");
  const redact = readRanges(left, session.chunk_count);
  const length = Math.max(1, Math.floor(recording.length));
  const range: [number, number] = chosen ?? [0, length];
  const clock = (time: number): string =>
    `${formatClock(time)} (${formatTimeOfDay(recording.startMs + time * 1_000, i18n.locale)})`;
  const inRange = recording.spans.filter((span) => span.end >= range[0] && span.start <= range[1]).length;
  const takesRange = what === "range" || what === "video";
  const canStart = takesRange
    ? inRange > 0
    : what !== "redacted" || (redact !== undefined && redact.length > 0 && redact.length < session.chunk_count);
  const failed = download.now.step === "failed" ? download.now.error : undefined;
  const wrong = useWrongField(failed);
  const isDone = download.now.step === "done";

  function wish(): BundleWish {
    switch (what) {
      case "whole":
        return { chunks: "all" };
      case "video":
      case "range": {
        const last = recording.startMs + recording.length * 1_000;
        const toMs = range[1] >= length ? last : recording.startMs + range[1] * 1_000;
        return {
          chunks: "all",
          fromMs: Math.round(recording.startMs + range[0] * 1_000),
          toMs: Math.floor(Math.min(last, toMs)),
        };
      }
      case "redacted":
        return { chunks: "all", redact };
      case "proof":
        return { chunks: "none" };
    }
  }

  const isWhole = range[0] === 0 && range[1] >= length;
  const kind = { whole: "", range: "-part", redacted: "-redacted", proof: "-proof", video: isWhole ? "" : "-part" }[what];
  const ending = what === "video" ? "mp4" : "lucid";
  const [link, setLink] = useState<string>();
  const save = (file: Blob): void => saveFile(file, bundleName(session.name, session.started_at, kind, ending));
  const start = (): void => {
    setLink(undefined);
    if (what === "video" && dataKey.kind === "open") void download.make(makeVideo(dataKey.key), save);
    else
      void download.start(wish(), async (bundle) => {
        save(bundle);
        setLink(fileLink(api.gateway.origin, await expectationOf(bundle)));
      });
  };

  const makeVideo =
    (key: Uint8Array) =>
    async (options: DownloadOptions): Promise<Blob> => {
      using opener = startOpener();
      const asked = { id: session.session_id, dataKey: key, wish: isWhole ? {} : wish(), open: opener.open };
      return await exportVideo(api, asked, options);
    };

  return (
    <Dialog
      onClose={onClose}
      title={
        what === "video"
          ? i18n.t("Video of “{name}”", { name: session.name })
          : i18n.t("Proof bundle of “{name}”", { name: session.name })
      }
      size="lg"
      isUnsaved={false}
    >
      <Stack>
        <Text c="dimmed">
          {what === "video"
            ? i18n.t(
                "An ordinary video: whoever has it sees what was on the screen. Anybody can check it with the Lucid application, the lucid command or the page verify.html.",
              )
            : i18n.t(
                "One file that anybody can check with the Lucid application, the lucid command or the page verify.html. The recording in it stays encrypted for its recipients.",
              )}{" "}
          <Term name="bundle">{i18n.t("What is a proof bundle?")}</Term>
        </Text>
        {isDeleted && <Note>{i18n.t("This recording was deleted. Its proof can still be exported.")}</Note>}
        <Radio.Group value={what} onChange={setWhat} label={i18n.t("What it holds")}>
          <Stack gap={10} mt={6}>
            <Radio
              value="whole"
              disabled={isDeleted}
              label={i18n.t("The whole recording")}
              description={i18n.t("{count, plural, one {# chunk} other {{shown} chunks}}, {size}", {
                count: session.chunk_count,
                shown: formatCount(session.chunk_count),
                size: formatBytes(session.size_bytes, i18n.locale),
              })}
            />
            <Radio
              value="range"
              disabled={isDeleted}
              label={i18n.t("A part of the time")}
              description={i18n.t("Still proven to be without a hole between its ends")}
            />
            <Radio
              value="redacted"
              disabled={isDeleted}
              label={i18n.t("Without some chunks")}
              description={i18n.t("The bundle says which ones were left out; the rest is still proven")}
            />
            <Radio
              value="video"
              disabled={isDeleted || dataKey.kind !== "open"}
              label={i18n.t("A video (MP4)")}
              description={
                dataKey.kind === "open"
                  ? i18n.t("Not encrypted: it plays everywhere and carries its proof. Encoded again or edited it loses the proof")
                  : i18n.t("Needs the recording to be open in this page")
              }
            />
            <Radio
              value="proof"
              label={i18n.t("The proof alone")}
              description={i18n.t("Hashes, signatures and blocks, without the recording")}
            />
          </Stack>
        </Radio.Group>
        {takesRange && (
          <div>
            <RangeSlider
              min={0}
              max={length}
              step={1}
              minRange={1}
              value={range}
              onChange={setRange}
              label={(value) => formatClock(value)}
              thumbFromLabel={i18n.t("Begin")}
              thumbToLabel={i18n.t("End")}
            />
            <Text size="sm" mt={8}>
              {i18n.t("From {from} to {to}: {count, plural, =0 {nothing was recorded then} one {# chunk} other {# chunks}}", {
                from: clock(range[0]),
                to: clock(range[1]),
                count: inRange,
              })}
            </Text>
          </div>
        )}
        {what === "redacted" && (
          <TextInput
            label={i18n.t("Chunks to leave out")}
            description={i18n.t("Numbers from 1 to {last}, such as 3-5, 7", { last: session.chunk_count })}
            value={left}
            onChange={(event) => setLeft(event.currentTarget.value)}
            error={redact === undefined ? i18n.t("This is not a list of chunks of this session.") : wrong("redact")}
            data-autofocus
          />
        )}
        {download.now.step === "running" && (
          <DownloadProgressView
            now={download.now}
            title={what === "video" ? i18n.t("Making the video in this page") : undefined}
            onCancel={download.cancel}
          />
        )}
        {download.now.step === "failed" && (
          <ErrorNotice
            error={failed}
            title={what === "video" ? i18n.t("The video could not be made") : i18n.t("The bundle could not be made")}
            {...(failed instanceof ChunkNotOpened
              ? {
                  advice: i18n.t("Chunk {number}: {why}", {
                    number: failed.index + 1,
                    why: explainTrouble(failed.trouble, i18n),
                  }),
                }
              : {})}
            onRetry={start}
          />
        )}
        {download.now.step === "done" && (
          <Text role="status">
            {i18n.t("Saved: {size}. Check it once before you pass it on.", {
              size: formatBytes(download.now.bytes, i18n.locale),
            })}
          </Text>
        )}
        {link !== undefined && <SendLink link={link} />}
        <BesideFiles session_id={session.session_id} />
        <Group justify="flex-end">
          <LeaveButton isMain={isDone}>{i18n.t("Close")}</LeaveButton>
          <Button variant={isDone ? "default" : "filled"} onClick={start} disabled={!canStart || download.now.step === "running"}>
            {what === "video" ? i18n.t("Make the video") : i18n.t("Make the bundle")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
