import { useLingui } from "@lingui/react";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { saveFile } from "../../shared/files/save-file.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";
import { fetchBytes } from "../player/index.ts";

/** Everything that the node keeps about the reader, as a file. */
export function OwnDataButton() {
  const { i18n } = useLingui();
  const api = useApi();
  const download = useMutation({
    async mutationFn() {
      const response = await fetchBytes(api, "/account/export", new AbortController().signal);
      saveFile(await response.blob(), "lucid-account.json");
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="default" loading={download.isPending} onClick={() => download.mutate()}>
        {i18n.t("Save everything about me")}
      </Button>
      {download.error && <ErrorNotice error={download.error} title={i18n.t("What is kept about you was not saved")} />}
    </>
  );
}
