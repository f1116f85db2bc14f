import { useLingui } from "@lingui/react";
import { Button, Group } from "@mantine/core";
import { ErrorNotice, LeaveButton, Note, Waiting } from "../../shared/ui/index.ts";
import { LedgerFault } from "./ledger-fault.ts";
import { ledgerFaultWords } from "./ledger-words.ts";
import type { LedgerRun, LedgerStep } from "./use-ledger.ts";

export interface LedgerProgressProps {
  readonly run: LedgerRun<unknown>;
  readonly verb: string;
  readonly failed: string;
  readonly isReady?: boolean;
  /** Where it is no dialog, which has its own way out. */
  readonly onBack?: () => void;
}

/** Where it is, what is in the way, and the button that begins: the same wherever a device is used. */
export function LedgerProgress({ run, verb, failed, isReady = true, onBack }: LedgerProgressProps) {
  const { i18n } = useLingui();
  const words: Record<LedgerStep, string> = {
    connect: i18n.t("Looking for the Tron app on the device"),
    address: i18n.t("Asking the device for its address"),
    "confirm-address": i18n.t("Compare the address with the one on the device, and confirm it there"),
    sign: i18n.t("Compare what the device shows with what stands here, and confirm it there"),
    send: i18n.t("Giving the signature to the node"),
  };
  const { error } = run;
  return (
    <>
      {run.isPending && <Waiting label={words[run.step]} />}
      {error instanceof LedgerFault ? (
        <div role="alert">
          <Note title={failed}>{ledgerFaultWords(i18n)[error.kind]}</Note>
        </div>
      ) : (
        error && <ErrorNotice error={error} title={failed} />
      )}
      <Group justify="flex-end">
        {onBack === undefined ? (
          <LeaveButton />
        ) : (
          <Button variant="default" onClick={onBack}>
            {i18n.t("Back")}
          </Button>
        )}
        {run.isPending ? (
          <Button variant="default" onClick={run.cancel}>
            {i18n.t("Stop")}
          </Button>
        ) : (
          <Button disabled={!isReady} onClick={run.start}>
            {verb}
          </Button>
        )}
      </Group>
    </>
  );
}
