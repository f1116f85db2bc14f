import { useLingui } from "@lingui/react";
import { Button, Text, Title } from "@mantine/core";
import { IconFileCertificate } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import classes from "./verify.module.css";

export interface DropAreaProps {
  readonly onFiles: (files: readonly File[]) => void;
  /** After a result: one line instead of the large area. */
  readonly small?: boolean;
}

/** Takes files by drop, or through the browser's file dialog. */
export function DropArea({ onFiles, small = false }: DropAreaProps) {
  const { i18n } = useLingui();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  function onDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) onFiles(files);
  }

  return (
    <div
      className={classes.drop}
      data-small={small || undefined}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {!small && (
        <>
          <IconFileCertificate size={44} stroke={1.25} aria-hidden />
          <Title order={2}>{i18n.t("Drop a .lucid file here")}</Title>
          <Text c="dimmed" maw={520}>
            {i18n.t(
              "It is checked in this page. Nothing is sent anywhere, and no account is needed. A video that was exported with its proof, a chunk proof, a deletion receipt and the proof of a network or of a time (JSON) are checked as well.",
            )}
          </Text>
        </>
      )}
      {small && <Text c="dimmed">{i18n.t("Drop another file here to check it.")}</Text>}
      <Button variant={small ? "default" : "filled"} onClick={() => picker.current?.click()}>
        {small ? i18n.t("Choose another file") : i18n.t("Choose a file")}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={i18n.t("File to verify")}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </div>
  );
}
