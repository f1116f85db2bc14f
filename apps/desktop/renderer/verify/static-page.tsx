import { useLingui } from "@lingui/react";
import { Container, NativeSelect, Text, Title } from "@mantine/core";
import { useEffect, useSyncExternalStore } from "react";
import { AddressBookList, VerifyPanel } from "../features/verify/index.ts";
import VerifierWorker from "../features/verify/verifier.worker.ts?worker&inline";
import { LANGUAGE_CHOICES, localeOf } from "../shared/text/locales.ts";
import { speakOffline } from "./texts.ts";

/** There is no node behind this page, and nobody is logged in. */
const NOBODY = {};

const spawn = (): Worker => new VerifierWorker({ name: "verifier" });

const fragment = {
  read: () => window.location.hash.slice(1),
  follow(onChange: () => void): () => void {
    window.addEventListener("hashchange", onChange);
    return () => window.removeEventListener("hashchange", onChange);
  },
};

/** The whole verifier in one file: no server, no account, no connection. */
export function StaticPage() {
  const { i18n } = useLingui();
  const link = useSyncExternalStore(fragment.follow, fragment.read);

  useEffect(() => {
    // A file that misses the drop area must not replace this page.
    const keep = (event: DragEvent): void => event.preventDefault();
    document.addEventListener("dragover", keep);
    document.addEventListener("drop", keep);
    return () => {
      document.removeEventListener("dragover", keep);
      document.removeEventListener("drop", keep);
    };
  }, []);

  return (
    <Container component="main" size={860} py={40}>
      <Title order={1}>{i18n.t("Verify a Lucid recording")}</Title>
      <Text c="dimmed" mb="lg">
        {i18n.t(
          "This page is one file. It works without a connection, and its own rules forbid it to make one: what you drop here stays on this computer.",
        )}
      </Text>
      <VerifyPanel key={link} spawn={spawn} here={NOBODY} fragment={link} />
      <Title order={2} mt="xl" mb="xs">
        {i18n.t("Your address book")}
      </Title>
      <AddressBookList />
      <NativeSelect
        mt="xl"
        size="xs"
        maw={180}
        aria-label={i18n.t("Language")}
        value={i18n.locale}
        onChange={({ currentTarget }) => speakOffline(localeOf(currentTarget.value))}
        data={LANGUAGE_CHOICES}
      />
    </Container>
  );
}
