import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Alert, Stack } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { ErrorNotice } from "../../shared/ui/index.ts";
import { CheckedList } from "./checked-list.tsx";
import { DropArea } from "./drop-area.tsx";
import { ExpectationFields } from "./expectation/expectation-fields.tsx";
import { LinkProblemNote } from "./expectation/link-problem.tsx";
import { useExpectation } from "./expectation/use-expectation.ts";
import type { KnownHere } from "./identity/known-here.ts";
import { useAskedBook } from "./identity/use-asked-book.ts";
import { nameInWords } from "./name-in-words.ts";
import { OneVerification } from "./one-verification.tsx";
import { type OwnFile, OwnFiles, readOwn } from "./own-files.tsx";
import { NO_FILES, type Sorted, sortFiles } from "./sort-files.ts";
import { useVerifications } from "./use-verifications.ts";
import type { CheckedFiles } from "./verifier.protocol.ts";
import type { SpawnVerifier } from "./verify-in-worker.ts";

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

type Alone = "genesis" | "chunk" | "network-proof" | "time-proof" | "witness-proof";

type Trouble =
  | { readonly kind: "needs-genesis" }
  | { readonly kind: "alone"; readonly what: Alone }
  | { readonly kind: "error"; readonly error: unknown };

/** Drop area, progress and verdict: the same in the application and in the static page. */
export function VerifyPanel({ files, here, loadGenesis, spawn, fragment = "" }: VerifyPanelProps) {
  const { i18n } = useLingui();
  const { all, start, reset } = useVerifications(spawn);
  const expecting = useExpectation(fragment);
  const { expectation } = expecting;
  const [given, setGiven] = useState<readonly Given[]>([]);
  /** Which of several is looked at. */
  const [shown, setShown] = useState(0);
  /** Files wait here until all that are needed have been dropped. */
  const [held, setHeld] = useState(NO_FILES);
  const [own, setOwn] = useState<readonly OwnFile[]>([]);
  const book = useAskedBook({ authority: held.timeProof !== undefined, witness: held.witnessProof !== undefined });
  const [trouble, setTrouble] = useState<Trouble>();

  async function genesisFor({ genesis }: Sorted): Promise<unknown> {
    if (genesis) return JSON.parse(await genesis.text()) as unknown;
    return await loadGenesis?.();
  }

  async function take(dropped: readonly File[]): Promise<void> {
    const sorted = await sortFiles(dropped, held);
    setOwn(await readOwn(sorted.own));
    // What was checked before stays, and is judged anew when the address book has changed.
    if (sorted.own.length === dropped.length) return;
    const bundles = givenOf(sorted);
    setGiven([]);
    setShown(0);
    setTrouble(undefined);
    setHeld(sorted);
    const what = aloneOf(sorted);
    if (what !== undefined) setTrouble({ kind: "alone", what });
    if (sorted.proofs.length === 0) {
      if (bundles.length === 0 && what === undefined) setTrouble({ kind: "alone", what: sorted.chunk ? "chunk" : "genesis" });
      return setGiven(bundles);
    }
    const genesis = await genesisFor(sorted);
    if (genesis === undefined) setTrouble({ kind: "needs-genesis" });
    const proofs = sorted.proofs.map((proof): Given => {
      return { files: { kind: "chunk-proof", proof, genesis, chunk: sorted.chunk }, name: proof.name };
    });
    setGiven(genesis === undefined ? bundles : [...bundles, ...proofs]);
  }

  const onFiles = (dropped: readonly File[]): void => {
    // A file that is dropped takes the focus from no field.
    expecting.settle();
    take(dropped).catch((error: unknown) => setTrouble({ kind: "error", error }));
  };

  // Whoever changes what they expect, or whose stamps they know, is told of the same file again.
  useEffect(() => {
    if (given.length > 0 && expectation)
      start(given.map(({ files, name }) => ({ subject: { ...files, expectation, book }, name })));
    else reset();
  }, [given, expectation, book, start, reset]);

  const takeHandedIn = useEffectEvent(onFiles);
  useEffect(() => {
    if (files && files.length > 0) takeHandedIn(files);
  }, [files]);

  const now = all[shown];
  return (
    <Stack>
      {expecting.linkProblem && <LinkProblemNote problem={expecting.linkProblem} />}
      <DropArea onFiles={onFiles} small={given.length > 0} />
      <ExpectationFields expecting={expecting} />
      {given.length > 0 && !expectation && (
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
          {aloneInWords(trouble.what, i18n)}
        </Alert>
      )}
      <OwnFiles files={own} onDone={() => setOwn([])} />
      {held.left.length > 0 && (
        <Alert variant="outline" color="gray" title={i18n.t("Not everything is checked")} role="status">
          {i18n.t(
            "Nothing is said about {names}: it belongs to nothing that came with it. A sealed chunk is compared with one chunk proof at a time, and a proof of network, time or witnesses with one recording.",
            {
              names: listed(
                held.left.map(({ name }) => nameInWords(name)),
                i18n.locale,
              ),
            },
          )}
        </Alert>
      )}
      {all.length > 1 && <CheckedList all={all} shown={shown} onShow={setShown} />}
      {now && (
        <OneVerification key={shown} now={now} here={here} isOnlyLinked={expecting.isOnlyLinked} onCancel={() => setGiven([])} />
      )}
    </Stack>
  );
}

/** The recordings with what goes beside one, and deletion receipts by themselves. */
function givenOf({ bundles, recording, receipts, networkProof, timeProof, witnessProof }: Sorted): Given[] {
  const [receipt] = recording !== undefined && receipts.length === 1 ? receipts : [];
  const alone = receipt === undefined ? receipts : [];
  return [
    ...bundles.map((bundle): Given => {
      const beside = bundle === recording ? { receipt, networkProof, timeProof, witnessProof } : {};
      return { files: { kind: "bundle", bundle, ...beside }, name: bundle.name };
    }),
    ...alone.map((one): Given => ({ files: { kind: "receipt", receipt: one }, name: one.name })),
  ];
}

/** What came without what it is of. */
function aloneOf({ recording, networkProof, timeProof, witnessProof }: Sorted): Alone | undefined {
  if (witnessProof !== undefined && networkProof === undefined) return "witness-proof";
  if (recording !== undefined) return undefined;
  if (networkProof !== undefined) return "network-proof";
  return timeProof === undefined ? undefined : "time-proof";
}

function aloneInWords(what: Alone, i18n: I18n): string {
  switch (what) {
    case "chunk":
      return i18n.t("This is a sealed chunk. Drop its chunk proof (JSON) as well, and both are compared.");
    case "genesis":
      return i18n.t("This is the founding document of a network. Drop the proof it belongs to as well.");
    case "network-proof":
      return i18n.t("This is the proof of a network. Drop the recording it belongs to as well, and both are compared.");
    case "time-proof":
      return i18n.t("This is a time proof. Drop the recording it belongs to as well, and both are compared.");
    case "witness-proof":
      return i18n.t(
        "This is a witness proof: nothing is said of it yet. Drop the recording and its network proof as well, and all three are compared.",
      );
  }
}

const listed = (names: readonly string[], locale: string): string => new Intl.ListFormat(locale).format(names);
