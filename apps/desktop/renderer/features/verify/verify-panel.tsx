import { useLingui } from "@lingui/react";
import { Alert, Stack, Text } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { formatBytes, formatSpan } from "../../shared/format/index.ts";
import { Card, ErrorNotice } from "../../shared/ui/index.ts";
import { Checking } from "./checking.tsx";
import { ChunkProofView } from "./chunk-proof-view.tsx";
import { DropArea } from "./drop-area.tsx";
import { ExpectationFields } from "./expectation/expectation-fields.tsx";
import { LinkProblemNote } from "./expectation/link-problem.tsx";
import { useExpectation } from "./expectation/use-expectation.ts";
import type { KnownHere } from "./identity/known-here.ts";
import { nameInWords } from "./name-in-words.ts";
import { type Sorted, sortFiles } from "./sort-files.ts";
import { useVerification } from "./use-verification.ts";
import { VerdictView } from "./verdict-view.tsx";
import type { CheckedFiles } from "./verifier.protocol.ts";
import { type SpawnVerifier, TooLongForPageError } from "./verify-in-worker.ts";

export interface VerifyPanelProps {
  /** Files that came from elsewhere: dropped on another page. */
  readonly files?: readonly File[] | undefined;
  readonly here: KnownHere;
  /** The genesis document of the node in use, for proofs that do not carry one. */
  readonly loadGenesis?: (() => Promise<unknown>) | undefined;
  readonly spawn: SpawnVerifier;
  /** What stands behind the # of the link that was opened. It is read once: another link is another panel, by its key. */
  readonly fragment?: string | undefined;
}

interface Given {
  readonly files: CheckedFiles;
  readonly name: string;
}

type Trouble =
  | { readonly kind: "needs-genesis" }
  | { readonly kind: "alone"; readonly what: "genesis" | "chunk" }
  | { readonly kind: "error"; readonly error: unknown };

/** Drop area, progress and verdict: the same in the application and in the static page. */
export function VerifyPanel({ files, here, loadGenesis, spawn, fragment = "" }: VerifyPanelProps) {
  const { i18n } = useLingui();
  const { now, start, reset } = useVerification(spawn);
  const expecting = useExpectation(fragment);
  const { expectation } = expecting;
  const [given, setGiven] = useState<Given>();
  /** Files wait here until all that are needed have been dropped. */
  const [held, setHeld] = useState<Sorted>({});
  const [trouble, setTrouble] = useState<Trouble>();

  async function genesisFor({ genesis }: Sorted): Promise<unknown> {
    if (genesis) return JSON.parse(await genesis.text()) as unknown;
    return await loadGenesis?.();
  }

  async function take(dropped: readonly File[]): Promise<void> {
    const sorted = await sortFiles(dropped);
    const all = sorted.bundle ? sorted : { ...held, ...sorted };
    setGiven(undefined);
    setTrouble(undefined);
    setHeld(sorted.bundle ? {} : all);
    if (all.bundle) return setGiven({ files: { kind: "bundle", bundle: all.bundle }, name: all.bundle.name });
    if (!all.proof) return setTrouble({ kind: "alone", what: all.chunk ? "chunk" : "genesis" });
    const genesis = await genesisFor(all);
    if (genesis === undefined) return setTrouble({ kind: "needs-genesis" });
    setGiven({ files: { kind: "chunk-proof", proof: all.proof, genesis, chunk: all.chunk }, name: all.proof.name });
  }

  const onFiles = (dropped: readonly File[]): void => {
    // A file that is dropped takes the focus from no field.
    expecting.settle();
    take(dropped).catch((error: unknown) => setTrouble({ kind: "error", error }));
  };

  // Whoever changes what they expect is told of the same file again.
  useEffect(() => {
    if (given && expectation) start({ ...given.files, expectation }, given.name);
    else reset();
  }, [given, expectation, start, reset]);

  const takeHandedIn = useEffectEvent(onFiles);
  useEffect(() => {
    if (files && files.length > 0) takeHandedIn(files);
  }, [files]);

  return (
    <Stack>
      {expecting.linkProblem && <LinkProblemNote problem={expecting.linkProblem} />}
      <DropArea onFiles={onFiles} small={given !== undefined} />
      <ExpectationFields expecting={expecting} />
      {given && !expectation && (
        <Alert variant="outline" color="gray" title={i18n.t("The file has not been checked yet")} role="status">
          {i18n.t("What the recording must be cannot be read. Mend it above, and the file is checked.")}
        </Alert>
      )}
      {trouble?.kind === "error" && <ErrorNotice error={trouble.error} title={i18n.t("The file could not be read")} />}
      {trouble?.kind === "needs-genesis" && (
        <Alert variant="outline" color="gray" title={i18n.t("One more file is needed")} role="status">
          {i18n.t(
            "A chunk proof does not carry the network it belongs to. Drop the network's genesis.json as well; it is in every bundle, and every node gives it out.",
          )}
        </Alert>
      )}
      {trouble?.kind === "alone" && (
        <Alert variant="outline" color="gray" title={i18n.t("One more file is needed")} role="status">
          {trouble.what === "chunk"
            ? i18n.t("This is a sealed chunk. Drop its chunk proof (JSON) as well, and both are compared.")
            : i18n.t("This is the founding document of a network. Drop the proof it belongs to as well.")}
        </Alert>
      )}
      {now.step === "checking" && (
        <Card>
          <Checking now={now} onCancel={() => setGiven(undefined)} />
        </Card>
      )}
      {now.step === "failed" && now.error instanceof TooLongForPageError && (
        <Alert
          variant="outline"
          color="gray"
          title={i18n.t("{name} lists more than a page can check", { name: nameInWords(now.name) })}
          role="alert"
        >
          {i18n.t("Nothing is known about it yet. The command “lucid verify” takes less memory, and checks it.")}
        </Alert>
      )}
      {now.step === "failed" && !(now.error instanceof TooLongForPageError) && (
        <ErrorNotice
          error={now.error}
          title={i18n.t("{name} could not be read to its end", { name: nameInWords(now.name) })}
          advice={i18n.t("Nothing is known about it yet. Try it again.")}
        />
      )}
      {now.step === "found" && (
        <Card p="lg">
          <Text c="dimmed" size="sm" mb="sm">
            {i18n.t("{name}, {size}, checked in {time}", {
              name: nameInWords(now.name),
              size: formatBytes(now.size, i18n.locale),
              time: now.tookMs < 1_000 ? `${Math.round(now.tookMs)}\u00a0ms` : formatSpan(now.tookMs / 1_000),
            })}
          </Text>
          {now.finding.kind === "bundle" ? (
            <VerdictView verdict={now.finding.verdict} here={here} file={now} isOnlyLinked={expecting.isOnlyLinked} />
          ) : (
            <ChunkProofView
              outcome={now.finding.outcome}
              comparesFile={now.finding.comparesFile}
              here={here}
              isOnlyLinked={expecting.isOnlyLinked}
            />
          )}
        </Card>
      )}
    </Stack>
  );
}
