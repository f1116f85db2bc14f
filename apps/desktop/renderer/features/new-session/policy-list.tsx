import { useLingui } from "@lingui/react";
import type { AgreedPolicy } from "@lucid/contract";
import { Text } from "@mantine/core";
import { IconCheck, IconPointFilled, IconX } from "@tabler/icons-react";
import { Term } from "../../shared/ui/index.ts";
import classes from "./new-session.module.css";
import { type PolicyWord, policyWords } from "./policy-words.ts";

const ICONS: Record<PolicyWord["kind"], typeof IconCheck> = { may: IconCheck, "may-not": IconX, rule: IconPointFilled };

export function PolicyList({ policy }: { readonly policy: AgreedPolicy }) {
  const { i18n } = useLingui();
  return (
    <>
      <Text mb={6} component="div">
        <Term name="policy">{i18n.t("Policy")}</Term>: {i18n.t("This holds for you and for everybody who joins:")}
      </Text>
      <ul className={classes.policy}>
        {policyWords(policy, i18n).map(({ kind, text }) => {
          const Icon = ICONS[kind];
          return (
            <li key={text} data-kind={kind}>
              <Icon size={16} aria-hidden />
              {text}
            </li>
          );
        })}
      </ul>
    </>
  );
}
