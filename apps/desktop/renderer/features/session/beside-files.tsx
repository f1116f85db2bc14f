import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { canonicalJson } from "@lucid/proof";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { saveFile } from "../../shared/files/save-file.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";

const KINDS = ["network", "witness", "time"] as const;
type Kind = (typeof KINDS)[number];

/** Saves what goes beside a bundle: others than the node say there what the bundle by itself does not. */
export function BesideFiles({ session_id }: Pick<Session, "session_id">) {
  const { i18n } = useLingui();
  const { client } = useApi();
  const save = useMutation({
    async mutationFn(kind: Kind) {
      const input = { session_id };
      const document =
        kind === "network"
          ? await client.network.proof(input)
          : await (kind === "witness" ? client.witness : client.timeStamps).proof(input);
      const name = `lucid-${session_id}.${kind}.json`;
      saveFile(new Blob([canonicalJson(document)], { type: "application/json" }), name);
      return name;
    },
  });
  const words: Readonly<Record<Kind, string>> = {
    network: i18n.t("Network proof"),
    witness: i18n.t("Witness proof"),
    time: i18n.t("Time proof"),
  };
  return (
    <Stack gap={6}>
      <Text size="sm">
        {i18n.t(
          "What others say of this recording, as files that are checked together with its bundle; a witness proof needs the network proof as well.",
        )}
      </Text>
      <Group gap="xs">
        {KINDS.map((kind) => (
          <Button key={kind} size="compact-sm" variant="default" disabled={save.isPending} onClick={() => save.mutate(kind)}>
            {words[kind]}
          </Button>
        ))}
      </Group>
      {save.error && <ErrorNotice error={save.error} title={i18n.t("There is no such file to save")} />}
      {save.isSuccess && (
        <Text size="sm" role="status">
          {i18n.t("Saved as {name}.", { name: save.data })}
        </Text>
      )}
    </Stack>
  );
}
