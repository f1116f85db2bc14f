import { Button, Stack, Text } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { ErrorNotice } from "../../shared/ui/index.ts";

export interface PasskeyButtonProps {
  readonly label: string;
  /** What the passkey does here, and what it does not. */
  readonly note?: ReactNode;
  /** Heads the notice when it did not work. */
  readonly failed: string;
  readonly onUse: () => Promise<void>;
}

/** Uses a passkey, and says why it did not work. */
export function PasskeyButton({ label, note, failed, onUse }: PasskeyButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<unknown>();

  async function ask(): Promise<void> {
    setIsAsking(true);
    setError(undefined);
    try {
      await onUse();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setIsAsking(false);
    }
  }

  return (
    <Stack gap="xs" mt="md">
      <Button
        variant="default"
        leftSection={<IconFingerprint size={18} aria-hidden />}
        loading={isAsking}
        onClick={() => void ask()}
      >
        {label}
      </Button>
      {note !== undefined && (
        <Text c="dimmed" component="div">
          {note}
        </Text>
      )}
      {error !== undefined && <ErrorNotice error={error} title={failed} />}
    </Stack>
  );
}
