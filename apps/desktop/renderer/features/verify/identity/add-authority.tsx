import { useLingui } from "@lingui/react";
import { type AuthorityFile, foreignText, nameIn } from "@lucid/proof";
import { Text } from "@mantine/core";
import { useStore } from "zustand";
import { Hash } from "../../../shared/ui/index.ts";
import { utcOf } from "../facts-in-words.ts";
import { browserBook } from "./browser-book.ts";
import { RememberForm } from "./remember-form.tsx";

/** A certificate from a file: what it says of itself, what to compare, and the reader's name for it. */
export function AddAuthority({ certificate, onDone }: { readonly certificate: AuthorityFile; readonly onDone: () => void }) {
  const { i18n } = useLingui();
  const { book } = useStore(browserBook.state);
  const { sha256, name, fromMs, toMs } = certificate;
  const mine = nameIn(book, "authority", sha256);
  return (
    <section aria-label={i18n.t("Certificate to add")}>
      <Text size="sm" mt="sm">
        {i18n.t("A certificate that calls itself {name}, valid from {from} to {to}.", {
          ...{ name: foreignText(name), from: utcOf(fromMs), to: utcOf(toMs) },
        })}{" "}
        <Hash value={sha256} label={i18n.t("certificate")} ends={18} />
      </Text>
      <Text c="dimmed" size="sm">
        {mine === undefined
          ? i18n.t(
              "Anybody can make a certificate of any name. Compare this SHA-256 with the one that the authority publishes on its own site.",
            )
          : i18n.t("It is in your address book already, as “{name}”.", { name: mine })}
      </Text>
      {mine === undefined && (
        <RememberForm entry={{ kind: "authority", key: sha256, certificate: certificate.certificate }} onDone={onDone} />
      )}
    </section>
  );
}
