import { useLingui } from "@lingui/react";
import { Anchor, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconArrowBackUp, IconPuzzle, IconUsb, IconWallet } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useStore } from "zustand";
import { ErrorNotice, Note, takesCaret, Waiting } from "../../shared/ui/index.ts";
import { hasInjectedWallet, openInjectedWallet } from "./injected-wallet.ts";
import { keptWallet } from "./kept-wallet.ts";
import { LostWords } from "./lost-words.tsx";
import { ReplaceWarning } from "./replace-warning.tsx";
import { UnlockForm } from "./unlock-form.tsx";
import type { PageWallet } from "./vault.ts";
import classes from "./wallet.module.css";

// They bring the curves and the list of words along: loaded by who needs a new wallet.
const CreateWalletSteps = lazy(async () => ({ default: (await import("./create-wallet-steps.tsx")).CreateWalletSteps }));
const RestoreWalletSteps = lazy(async () => ({ default: (await import("./restore-wallet-steps.tsx")).RestoreWalletSteps }));
const LedgerSteps = lazy(async () => ({ default: (await import("./ledger-steps.tsx")).LedgerSteps }));

export type WalletWay = "choose" | "unlock" | "create" | "restore" | "ledger" | "lost";

export interface WalletChoiceProps {
  /** Heads the choices, where they are a page of their own. */
  readonly title?: string;
  readonly lead: ReactNode;
  /** Why a wallet made now would be of no use here; none is offered then. */
  readonly noNewWallet?: { readonly title: string; readonly text: string } | "not-known-yet" | undefined;
  /** Stands above every way: where one is in the whole. */
  readonly above?: Readonly<Record<WalletWay, ReactNode>>;
  /** What to do with the opened wallet. A rejection is shown. */
  readonly onWallet: (wallet: PageWallet) => Promise<void>;
}

/** Unlock the wallet of this browser, or use an extension or a device, make one, restore one. */
export function WalletChoice({ title, lead, noNewWallet, above, onWallet }: WalletChoiceProps) {
  const { i18n } = useLingui();
  const kept = useStore(keptWallet, (state) => state.address);
  const [way, setWay] = useState<WalletWay>(kept === undefined ? "choose" : "unlock");
  const [agreed, setAgreed] = useState(false);
  const [error, setError] = useState<unknown>();

  async function take(opening: PageWallet | Promise<PageWallet>): Promise<void> {
    setError(undefined);
    try {
      await onWallet(await opening);
    } catch (thrown) {
      setError(thrown);
      // A wallet that was made or restored is kept by now: what failed came after it.
      setWay((before) => (before === "choose" || before === "ledger" ? "choose" : "unlock"));
    }
  }

  if ((way === "create" || way === "restore") && kept !== undefined && !agreed) {
    return <ReplaceWarning address={kept} onBack={() => setWay("choose")} onAgreed={() => setAgreed(true)} />;
  }
  if (way === "create" || way === "restore") {
    const Steps = way === "create" ? CreateWalletSteps : RestoreWalletSteps;
    return (
      <Stack>
        {above?.[way]}
        <Suspense fallback={<Waiting label={i18n.t("Opening the wallet")} />}>
          <Steps onWallet={take} onBack={() => setWay("choose")} />
        </Suspense>
      </Stack>
    );
  }
  if (way === "ledger") {
    return (
      <Stack>
        {above?.[way]}
        <Suspense fallback={<Waiting label={i18n.t("Opening the wallet")} />}>
          <LedgerSteps onWallet={(wallet) => void take(wallet)} onBack={() => setWay("choose")} />
        </Suspense>
      </Stack>
    );
  }
  if (way === "lost") return <LostWords onBack={() => setWay(kept === undefined ? "choose" : "unlock")} />;

  return (
    <Stack>
      {above?.[way]}
      <div>
        {title !== undefined && (
          <Title order={1} mb={4}>
            {title}
          </Title>
        )}
        <Text component="div" c="dimmed">
          {lead}
        </Text>
      </div>
      {error !== undefined && <ErrorNotice error={error} title={i18n.t("That did not work")} />}
      {way === "unlock" ? (
        <>
          <UnlockForm action={i18n.t("Unlock")} open={openKept} onOpened={take} />
          <Anchor component="button" type="button" onClick={() => setWay("choose")}>
            {i18n.t("Use another wallet")}
          </Anchor>
        </>
      ) : (
        <>
          {hasInjectedWallet() && (
            <Choice
              isFirst
              icon={<IconPuzzle />}
              title={i18n.t("Use the wallet extension")}
              note={i18n.t("It keeps the key and asks you before it signs.")}
              onClick={() => void take(openInjectedWallet())}
            />
          )}
          {typeof noNewWallet === "object" && <Note title={noNewWallet.title}>{noNewWallet.text}</Note>}
          {noNewWallet === undefined && (
            <Choice
              isFirst={!hasInjectedWallet()}
              icon={<IconWallet />}
              title={i18n.t("Create a wallet")}
              note={i18n.t("Made in this page in a few seconds. Its words you write down afterwards.")}
              onClick={() => setWay("create")}
            />
          )}
          <Choice
            isFirst={!hasInjectedWallet() && noNewWallet !== undefined}
            icon={<IconArrowBackUp />}
            title={i18n.t("Restore a wallet")}
            note={i18n.t("You have its recovery phrase, the 12 or 24 words.")}
            onClick={() => setWay("restore")}
          />
          <Choice
            isFirst={false}
            icon={<IconUsb />}
            title={i18n.t("Use a Ledger")}
            note={i18n.t("The device keeps the key, and each signature is confirmed on it.")}
            onClick={() => setWay("ledger")}
          />
          {kept !== undefined && (
            <Anchor component="button" type="button" onClick={() => setWay("unlock")}>
              {i18n.t("Back to the wallet in this browser")}
            </Anchor>
          )}
        </>
      )}
      {noNewWallet !== undefined || kept !== undefined ? (
        <Anchor component="button" type="button" onClick={() => setWay("lost")}>
          {i18n.t("I lost my words")}
        </Anchor>
      ) : null}
    </Stack>
  );
}

/** The curves and the key derivation are loaded when there is something to open. */
const openKept = async (passphrase: string, onProgress: (done: number) => void): Promise<PageWallet | undefined> =>
  (await import("./browser-wallet.ts")).openKeptWallet(passphrase, onProgress);

interface ChoiceProps {
  /** Has the focus as soon as the choices are there: what led to them is gone. */
  readonly isFirst: boolean;
  readonly icon: ReactNode;
  readonly title: string;
  readonly note: string;
  readonly onClick: () => void;
}

const Choice = ({ isFirst, icon, title, note, onClick }: ChoiceProps) => (
  <UnstyledButton {...(isFirst ? { ref: takesCaret } : {})} className={classes.choice} onClick={onClick}>
    {icon}
    <span>
      <Text fw={560}>{title}</Text>
      <Text c="dimmed">{note}</Text>
    </span>
  </UnstyledButton>
);
