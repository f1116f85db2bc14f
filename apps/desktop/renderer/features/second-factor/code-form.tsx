import { useLingui } from "@lingui/react";
import { Button, Stack, TextInput } from "@mantine/core";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { ErrorNotice, takesCaret } from "../../shared/ui/index.ts";

export interface CodeFormProps {
  /** What the button says. */
  readonly action: string;
  /** Heads the notice when it did not work. */
  readonly failed: string;
  /** Whether a backup code will do. */
  readonly takesBackupCode: boolean;
  /** False where something else is asked for first. */
  readonly hasCaret?: boolean;
  /** A rejection is shown. */
  readonly onCode: (code: string) => Promise<void>;
}

/** Asks for a code of the authenticator app. */
export function CodeForm({ action, failed, takesBackupCode, hasCaret = true, onCode }: CodeFormProps) {
  const { i18n } = useLingui();
  const [code, setCode] = useState("");
  const [isChecking, setIsChecking] = useState(false);
  const [error, setError] = useState<unknown>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hasCaret) takesCaret(field.current);
  }, [hasCaret]);

  async function submit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    setIsChecking(true);
    setError(undefined);
    try {
      await onCode(code);
    } catch (thrown) {
      setError(thrown);
      field.current?.select();
    } finally {
      setIsChecking(false);
    }
  }

  return (
    <Stack component="form" onSubmit={(event: SyntheticEvent) => void submit(event)}>
      <TextInput
        ref={field}
        label={i18n.t("Code")}
        description={
          takesBackupCode
            ? i18n.t("Six digits of your authenticator app, or one of your backup codes.")
            : i18n.t("The six digits that your authenticator app shows now.")
        }
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="one-time-code"
        inputMode={takesBackupCode ? "text" : "numeric"}
        data-autofocus={hasCaret || undefined}
        required
      />
      {error !== undefined && <ErrorNotice error={error} title={failed} />}
      <Button type="submit" loading={isChecking} disabled={code.trim() === ""}>
        {action}
      </Button>
    </Stack>
  );
}
