import { useLingui } from "@lingui/react";
import type { BookKind } from "@lucid/proof";
import { Button, Text } from "@mantine/core";
import { useStore } from "zustand";
import { Hash } from "../../../shared/ui/index.ts";
import classes from "../verify.module.css";
import { AddWitness } from "./add-witness.tsx";
import { BookTransfer } from "./book-transfer.tsx";
import { browserBook } from "./browser-book.ts";
import { KeepingNote } from "./keeping-note.tsx";

/** Every key that this browser knows by name, to look at and to forget. */
export function AddressBookList() {
  const { i18n } = useLingui();
  const { book, keeping } = useStore(browserBook.state);
  const kinds: Record<BookKind, string> = {
    ...{ node: i18n.t("node"), owner: i18n.t("owner"), network: i18n.t("network"), authority: i18n.t("time stamp authority") },
    witness: i18n.t("witness"),
  };
  return (
    <>
      {book.known.length === 0 && (
        <Text c="dimmed">
          {i18n.t("Empty. When you check a proof, you can remember its node, its owner and its network under names of your own.")}
        </Text>
      )}
      {book.known.map((entry) => (
        <div key={`${entry.kind} ${entry.key}`} className={classes.identity}>
          <div>
            <strong>{entry.name}</strong> {kinds[entry.kind]} <Hash value={entry.key} label={kinds[entry.kind]} ends={8} />
          </div>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={i18n.t("Forget {name}", { name: entry.name })}
            onClick={() => browserBook.forget(entry)}
          >
            {i18n.t("Forget")}
          </Button>
        </div>
      ))}
      <AddWitness />
      <BookTransfer />
      <KeepingNote keeping={keeping} />
    </>
  );
}
