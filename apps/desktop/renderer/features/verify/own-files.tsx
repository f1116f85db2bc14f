import { useLingui } from "@lingui/react";
import type { AuthorityFile } from "@lucid/proof";
import { Alert } from "@mantine/core";
import { AddAuthority } from "./identity/add-authority.tsx";
import { certificatesOf } from "./identity/certificates-of.ts";
import { nameInWords } from "./name-in-words.ts";

/** A file for the reader's address book, which was dropped where proofs are checked. */
export interface OwnFile {
  readonly name: string;
  /** Of authorities; none where it is an address book. */
  readonly certificates: readonly AuthorityFile[];
}

export const readOwn = async (files: readonly File[]): Promise<readonly OwnFile[]> =>
  Promise.all(files.map(async (file) => ({ name: file.name, certificates: await certificatesOf(file) })));

export function OwnFiles({ files, onDone }: { readonly files: readonly OwnFile[]; readonly onDone: () => void }) {
  const { i18n } = useLingui();
  return files.map(({ name, certificates }) => (
    <Alert key={name} variant="outline" color="gray" title={i18n.t("This belongs into your address book")} role="status">
      {certificates.length > 0
        ? i18n.t(
            "{name} holds certificates of authorities and proves nothing by itself. Time stamps are compared with those that you remember.",
            { name: nameInWords(name) },
          )
        : i18n.t("{name} is an address book and proves nothing. Add it where your address book is shown.", {
            name: nameInWords(name),
          })}
      {certificates.map((certificate) => (
        <AddAuthority key={certificate.sha256} certificate={certificate} onDone={onDone} />
      ))}
    </Alert>
  ));
}
