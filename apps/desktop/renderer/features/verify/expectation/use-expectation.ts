import { type Expectation, type LinkProblem, type PinKind, readExpectation } from "@lucid/proof";
import { useState } from "react";
import { browserBook } from "../identity/browser-book.ts";
import { type ExpectedTexts, readTexts, textsOf } from "./expectation.ts";

export interface Expecting {
  readonly texts: ExpectedTexts;
  /** What counts: the texts as they were when they were last settled. Undefined while one of them is no key. */
  readonly expectation: Expectation | undefined;
  readonly wrong: readonly PinKind[];
  /** Why nothing of the link counts. */
  readonly linkProblem: LinkProblem | undefined;
  readonly isFromLink: boolean;
  /** Nobody but the link has said it: whoever made the file may have made the link. */
  readonly isOnlyLinked: boolean;
  /** Whether the reader knows whom the link is from. */
  vouch(isMine: boolean): void;
  type(kind: PinKind, text: string): void;
  settle(): void;
}

/** What the reader expects of a recording, at first what stands behind the # of a link, if there is one. */
export function useExpectation(fragment: string): Expecting {
  const [link] = useState(() => (fragment === "" ? undefined : readExpectation(fragment)));
  const linked = link?.ok ? link.expectation : {};
  const [isMine, setMine] = useState(false);
  const [texts, setTexts] = useState(() => textsOf(linked));
  const [settled, setSettled] = useState<ReturnType<typeof readTexts>>(() => ({ expectation: linked, wrong: [] }));
  return {
    texts,
    ...settled,
    linkProblem: link?.ok === false ? link : undefined,
    isFromLink: link?.ok ?? false,
    isOnlyLinked: (link?.ok ?? false) && !isMine,
    vouch: setMine,
    type: (kind, text) => setTexts((before) => ({ ...before, [kind]: text })),
    settle() {
      const read = readTexts(texts, browserBook.state.getState().book);
      setSettled((before) => (JSON.stringify(read) === JSON.stringify(before) ? before : read));
    },
  };
}
