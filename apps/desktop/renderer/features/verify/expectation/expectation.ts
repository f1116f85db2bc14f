import { type AddressBook, type Expectation, type PinKind, pinKinds, readPin } from "@lucid/proof";

/** What a person has typed, or a link has brought, for each kind. */
export type ExpectedTexts = Readonly<Record<PinKind, string>>;

export const textsOf = (expectation: Expectation): ExpectedTexts => ({
  session: expectation.session ?? "",
  node: expectation.node ?? "",
  owner: expectation.owner ?? "",
  network: expectation.network ?? "",
});

export interface ReadTexts {
  /** Undefined while a text is no key: then nothing can be said of a file. */
  readonly expectation: Expectation | undefined;
  readonly wrong: readonly PinKind[];
}

/** The keys that are meant, by themselves or by the reader's names. An empty text expects nothing. */
export function readTexts(texts: ExpectedTexts, book: AddressBook): ReadTexts {
  const wrong: PinKind[] = [];
  const expectation: { [Kind in PinKind]?: string } = {};
  for (const kind of pinKinds) {
    const text = texts[kind].trim();
    if (text === "") continue;
    const key = readPin(kind, text, book);
    if (key === undefined) wrong.push(kind);
    else expectation[kind] = key;
  }
  return { wrong, expectation: wrong.length > 0 ? undefined : expectation };
}
