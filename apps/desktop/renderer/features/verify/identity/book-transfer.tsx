import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import {
  type AuthorityFile,
  type BookConflict,
  foreignText,
  MAX_BOOK_BYTES,
  type MergedBooks,
  readBookFile,
  writeBookFile,
} from "@lucid/proof";
import { Button, Group, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useStore } from "zustand";
import { saveFile } from "../../../shared/files/save-file.ts";
import { formatCount } from "../../../shared/format/index.ts";
import { nameInWords } from "../name-in-words.ts";
import { Lines } from "../statements.tsx";
import { AddAuthority } from "./add-authority.tsx";
import { browserBook } from "./browser-book.ts";
import { certificatesOf } from "./certificates-of.ts";

/** Entries left out that are named one by one. */
const LISTED = 20;

type Taken =
  | { readonly kind: "book"; readonly merged: MergedBooks }
  | { readonly kind: "certificate"; readonly certificate: AuthorityFile }
  | { readonly kind: "neither"; readonly name: string };

/** The address book as a file, to and from the command, verify.html and other browsers. */
export function BookTransfer() {
  const { i18n } = useLingui();
  const picker = useRef<HTMLInputElement>(null);
  const [taken, setTaken] = useState<Taken>();
  const isEmpty = useStore(browserBook.state, ({ book }) => book.known.length === 0);

  const save = (): void =>
    saveFile(new Blob([writeBookFile(browserBook.state.getState().book)], { type: "application/json" }), "lucid-known.json");

  async function take(file: File): Promise<void> {
    const bytes = await bytesOf(file).catch(() => new Uint8Array());
    const read = readBookFile(bytes);
    if (read.ok) return setTaken({ kind: "book", merged: browserBook.merge(read.book) });
    const [certificate, ...others] = await certificatesOf(file);
    const isOne = certificate !== undefined && others.length === 0;
    setTaken(isOne ? { kind: "certificate", certificate } : { kind: "neither", name: file.name });
  }

  return (
    <>
      <Group gap="xs" mt="sm">
        <Button size="compact-sm" variant="default" onClick={save} disabled={isEmpty}>
          {i18n.t("Save as a file")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => picker.current?.click()}>
          {i18n.t("Add from a file…")}
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".json,application/json,.pem,.crt,.cer,.der"
          hidden
          aria-label={i18n.t("Address book or certificate to add")}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = "";
            if (file) void take(file);
          }}
        />
      </Group>
      <Text c="dimmed" size="sm" mt={6}>
        {i18n.t("A file is another address book, or the certificate of a time stamp authority (PEM or DER).")}
      </Text>
      {taken?.kind === "certificate" && (
        <AddAuthority key={taken.certificate.sha256} certificate={taken.certificate} onDone={() => setTaken(undefined)} />
      )}
      {taken && taken.kind !== "certificate" && (
        <div role="status">
          {taken.kind === "book" ? (
            <MergedNote merged={taken.merged} />
          ) : (
            <Text size="sm">
              {i18n.t("{name} is neither an address book nor one certificate, or cannot be read. Nothing was added.", {
                name: nameInWords(taken.name),
              })}
            </Text>
          )}
        </div>
      )}
    </>
  );
}

const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.slice(0, MAX_BOOK_BYTES + 1).arrayBuffer());

function MergedNote({ merged: { added, same, conflicts } }: { readonly merged: MergedBooks }) {
  const { i18n } = useLingui();
  const more = conflicts.length - LISTED;
  return (
    <>
      <Text size="sm">
        {i18n.t("Added: {added}. There already: {same}. Left out: {left}.", {
          added: formatCount(added.length),
          same: formatCount(same),
          left: formatCount(conflicts.length),
        })}
      </Text>
      {conflicts.length > 0 && <Lines lines={conflicts.slice(0, LISTED).map((conflict) => leftOut(conflict, i18n))} />}
      {more > 0 && <Text size="sm">{i18n.t("and {count} more", { count: formatCount(more) })}</Text>}
    </>
  );
}

/** The names of the other book are somebody else's text. */
function leftOut({ problem, entry, mine }: BookConflict, i18n: I18n): string {
  const values = { key: entry.key, name: foreignText(entry.name), mine: foreignText(mine) };
  switch (problem) {
    case "named-otherwise":
      return i18n.t("{key} as {name}: your name for it is {mine}.", values);
    case "name-taken":
      return i18n.t("{key} as {name}: you have this name for another key already.", values);
    case "full":
      return i18n.t("{key} as {name}: your address book is full.", values);
  }
}
