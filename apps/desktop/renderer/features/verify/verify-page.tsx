import { useLingui } from "@lingui/react";
import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { PageHeader } from "../../shared/ui/index.ts";
import { droppedFiles } from "./dropped-files.ts";
import { useKnownHere } from "./identity/use-known-here.ts";
import { spawnVerifier } from "./spawn-verifier.ts";
import { VerifyPanel } from "./verify-panel.tsx";

/** Checks a bundle or a chunk proof from anywhere; the node in use only lends its network to compare with. */
export function VerifyPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const here = useKnownHere();
  const files = useStore(droppedFiles, (state) => state.files);

  return (
    <>
      <PageHeader title={i18n.t("Proofs")}>
        <Text c="dimmed">{i18n.t("Check a recording that somebody gave you")}</Text>
      </PageHeader>
      <VerifyPanel
        spawn={spawnVerifier}
        files={files}
        here={here}
        loadGenesis={() => cache.query(queries.chain.genesis.queryOptions())}
      />
    </>
  );
}
