import { useEffect } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { lockTime } from "./lock-time.ts";
import { sharedUnlock } from "./shared-unlock.ts";
import { adoptUnlock, forgetUnlock } from "./vault.ts";

/** Opens and locks the wallet of this tab together with the other tabs', as long as it is the wallet of the account. */
export function useSharedUnlock(): void {
  const { login } = useApi();
  const address = useStore(login.state, (state) => state.account?.tron_address);
  useEffect(() => {
    const shared = sharedUnlock();
    if (!shared || address === undefined) return undefined;
    return shared.follow((unlocked) => {
      if (unlocked?.address === address)
        adoptUnlock({ kind: "browser", address, sign: (text) => shared.sign(address, text) }, unlocked.identity);
      else forgetUnlock();
    });
  }, [address]);
  useEffect(
    () =>
      lockTime.subscribe((now, before) => {
        if (now.minutes === before.minutes) return;
        sharedUnlock()?.send({ type: "until", untilMs: now.minutes === 0 ? undefined : Date.now() + now.minutes * 60_000 });
      }),
    [],
  );
}
