import { useLingui } from "@lingui/react";
import { Anchor, Code, Group } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { CopyButton } from "../../shared/ui/index.ts";

const QrCode = lazy(async () => ({ default: (await import("../../shared/ui/qr-code.tsx")).QrCode }));

/** An address for people to pass on: whole, to copy, and for the camera of a phone. */
export function OnionAddress({ address }: { readonly address: string }) {
  const { i18n } = useLingui();
  const [isShown, setShown] = useState(false);
  const url = `http://${address}`;
  return (
    <div>
      <Group gap={4} wrap="nowrap">
        <Code style={{ overflowWrap: "anywhere" }}>{url}</Code>
        <CopyButton value={url} label={i18n.t("onion address")} />
      </Group>
      <Anchor component="button" type="button" onClick={() => setShown(!isShown)}>
        {isShown ? i18n.t("Hide the QR code") : i18n.t("Show a QR code")}
      </Anchor>
      {isShown && (
        <div>
          <Suspense>
            <QrCode text={url} label={i18n.t("The onion address as a QR code")} />
          </Suspense>
        </div>
      )}
    </div>
  );
}
