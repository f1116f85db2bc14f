import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { usePaymentsOn } from "../tron/index.ts";
import type { Viewer } from "./areas.ts";

/** Whose window it is, for what is there for them; undefined while nobody is logged in. */
export function useViewer(): Viewer | undefined {
  const account = useStore(useApi().login.state, (state) => state.account);
  const payments = usePaymentsOn();
  return account && { role: account.role, permissions: account.permissions, payments };
}
