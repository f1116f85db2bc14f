import { useLingui } from "@lingui/react";
import { tronMessageHash } from "@lucid/proof";
import { Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { Facts, Waiting } from "../../shared/ui/index.ts";
import classes from "./ledger.module.css";
import { LedgerFault } from "./ledger-fault.ts";
import { LedgerProgress } from "./ledger-progress.tsx";
import type { TextToSign } from "./sign-on-ledger.ts";
import { useLedger } from "./use-ledger.ts";

export interface LedgerTextProps {
  readonly asked: TextToSign;
  readonly onSigned: (signature: string) => void;
}

/** Shows the text, and the hash of it, which is all that the device shows; has it signed there. */
export function LedgerText({ asked: { account, address, text }, onSigned }: LedgerTextProps) {
  const { i18n } = useLingui();
  const run = useLedger(async (ledger, at) => {
    at("address");
    if ((await ledger.address(account, false)) !== address) throw new LedgerFault("other-account");
    at("sign");
    return await ledger.signText(account, text);
  });
  const { result } = run;
  useEffect(() => {
    if (result !== undefined) onSigned(result);
  }, [result, onSigned]);
  const hash = Array.from(tronMessageHash(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return (
    <Stack>
      <pre className={classes.text}>{text}</pre>
      <Facts
        rows={[
          [
            i18n.t("Hash"),
            <span key="hash" className={classes.hash}>
              {hash}
            </span>,
          ],
        ]}
      />
      <Text c="dimmed" size="sm">
        {i18n.t(
          "The device shows no text: it shows this hash of it, in full or the first and the last four characters. A text that is signed pays nothing.",
        )}
      </Text>
      {result === undefined ? (
        <LedgerProgress run={run} verb={i18n.t("Sign on the device")} failed={i18n.t("Nothing was signed")} />
      ) : (
        <Waiting label={i18n.t("Giving the signature to the node")} />
      )}
    </Stack>
  );
}
