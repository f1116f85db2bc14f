import { useLingui } from "@lingui/react";
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { Hash, Mark } from "../../../shared/ui/index.ts";
import classes from "../verify.module.css";
import { browserBook } from "./browser-book.ts";
import { type Identity, isKnown } from "./identities.ts";
import { RememberForm } from "./remember-form.tsx";

export interface IdentityRowProps {
  readonly identity: Identity;
  readonly title: string;
  /** What the key is, for the one who copies it. */
  readonly what: string;
  /** Why the reader may know it, or what to compare it with. */
  readonly reason: string;
  readonly isElsewhere?: boolean;
}

export function IdentityRow({ identity, title, what, reason, isElsewhere = false }: IdentityRowProps) {
  const { i18n } = useLingui();
  const [naming, setNaming] = useState(false);
  const { kind, key, name, isExpected } = identity;
  return (
    <div className={classes.identity} data-kind={kind} data-known={isKnown(identity) || undefined}>
      <Mark tone={isKnown(identity) ? "proven" : isElsewhere ? "warning" : "waiting"} />
      <div>
        <div>
          {title} {name !== undefined && <strong>{i18n.t("“{text}”", { text: name })}</strong>}{" "}
          <Hash value={key} label={what} ends={8} />
        </div>
        <Text c="dimmed" size="sm">
          {name !== undefined
            ? i18n.t("The name is yours, from your address book. It stands for exactly this key.")
            : isExpected
              ? i18n.t("It is the one that you expect.")
              : reason}
        </Text>
        {naming && <RememberForm entry={identity} onDone={() => setNaming(false)} />}
      </div>
      {!naming && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={
            name === undefined
              ? i18n.t("Remember this {what} under a name", { what })
              : i18n.t("Forget the name of this {what}", { what })
          }
          onClick={() => (name === undefined ? setNaming(true) : browserBook.forget(identity))}
        >
          {name === undefined ? i18n.t("Remember…") : i18n.t("Forget")}
        </Button>
      )}
    </div>
  );
}
