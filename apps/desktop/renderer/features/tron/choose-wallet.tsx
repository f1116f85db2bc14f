import { useLingui } from "@lingui/react";
import { type TronWallet, TronWalletId } from "@lucid/contract";
import { Button, Group, Select } from "@mantine/core";
import { useState } from "react";
import { ErrorNotice } from "../../shared/ui/index.ts";

export interface ChooseWalletProps {
  /** What the wallet is for. */
  readonly label: string;
  readonly wallets: readonly TronWallet[];
  readonly chosen: string | null;
  /** The mutation that says which wallet it is. */
  readonly set: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly mutate: (input: { readonly wallet_id: TronWalletId }) => void;
  };
}

/** One of somebody's wallets, for something that the node does. */
export function ChooseWallet({ label, wallets, chosen, set }: ChooseWalletProps) {
  const { i18n } = useLingui();
  const [picked, setPicked] = useState(chosen);
  return (
    <>
      <Group align="flex-end">
        <Select
          label={label}
          data={wallets.map(({ wallet_id, name }) => ({ value: wallet_id, label: name }))}
          value={picked}
          onChange={setPicked}
          allowDeselect={false}
        />
        <Button
          variant="default"
          loading={set.isPending}
          disabled={picked === null || picked === chosen}
          onClick={() => picked !== null && set.mutate({ wallet_id: TronWalletId.parse(picked) })}
        >
          {i18n.t("Use this wallet")}
        </Button>
      </Group>
      {set.error && <ErrorNotice error={set.error} title={i18n.t("That was not done")} />}
    </>
  );
}
