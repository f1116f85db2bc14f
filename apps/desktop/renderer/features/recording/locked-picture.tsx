import { useLingui } from "@lingui/react";
import { Button } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Hash } from "../../shared/ui/index.ts";
import { requestIdentity } from "../wallet/index.ts";
import classes from "./recording.module.css";

export interface CurtainProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** In place of a picture: why there is none, and what to do. */
export function Curtain({ title, children, action }: CurtainProps) {
  return (
    <div className={classes.curtain} role="status">
      <strong>{title}</strong>
      <div>{children}</div>
      {action}
    </div>
  );
}

export interface LockedPictureProps {
  readonly recipients: readonly string[];
  /** Whether the wallet is open, and its identity is none of the recipients. */
  readonly isStranger: boolean;
}

/** Says who can open a recording that cannot be shown to the viewer. */
export function LockedPicture({ recipients, isStranger }: LockedPictureProps) {
  const { i18n } = useLingui();
  const title = isStranger ? i18n.t("This recording is not encrypted for you") : i18n.t("This recording is locked");
  return (
    <Curtain
      title={title}
      action={
        !isStranger && (
          <Button leftSection={<IconLock size={16} />} onClick={() => void requestIdentity()}>
            {i18n.t("Unlock to watch")}
          </Button>
        )
      }
    >
      <p>
        {isStranger
          ? i18n.t(
              "Nobody else can open it, not even this node or its administrator. Somebody of the following can add you as a recipient; nothing has to be recorded again. Its proof you can verify all the same.",
            )
          : i18n.t(
              "It is encrypted for its recipients alone, and opened in this page with the identity that your wallet holds. The node cannot play it.",
            )}
      </p>
      <p>
        {i18n.t("{count, plural, one {Who can open it:} other {Who can open it (# recipients):}}", { count: recipients.length })}{" "}
        {recipients.map((recipient) => (
          <span key={recipient} className={classes.recipient}>
            <Hash value={recipient} label={i18n.t("recipient")} ends={9} />
          </span>
        ))}
      </p>
    </Curtain>
  );
}
