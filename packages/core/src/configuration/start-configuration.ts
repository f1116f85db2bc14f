import { type SettingChange, SettingChangeId, UserId } from "@lucid/contract";
import { type Area, type Caller, requirePrincipal } from "../calls/index.ts";
import type { Accounts } from "../people/index.ts";
import { createSettingsFinder } from "./create-settings-finder.ts";
import type { OpenSettings } from "./open-settings.ts";
import type { ChangeRow } from "./settings-repository.ts";

export interface ConfigurationDeps {
  readonly settings: Pick<OpenSettings, "all" | "changes" | "set" | "undo">;
  readonly accounts: Pick<Accounts, "find">;
}

/** The settings of this node as they are, and as they are changed while it runs. */
export function startConfiguration({ settings, accounts }: ConfigurationDeps): Area {
  function shown({ change_id, key, before, after, changed_by, changed_at }: ChangeRow): SettingChange {
    const account = accounts.find(changed_by);
    const by = {
      user_id: UserId.parse(changed_by),
      name: account?.username ?? null,
      tron_address: account?.tron_address ?? "",
    };
    return { change_id: SettingChangeId.parse(change_id), key, before, after, by, at: new Date(changed_at).toISOString() };
  }
  const get = () => ({ settings: settings.all(), changes: settings.changes().map(shown) });
  const userOf = (caller: Caller): string => requirePrincipal(caller).userId;

  return {
    services: {
      configuration: {
        get,
        set(input, caller) {
          caller.identify({ target: Object.keys(input.settings).join(",") });
          settings.set(input.settings, userOf(caller));
          // What was refused may be anything; what was taken is a setting that may be shown.
          const taken = Object.entries(input.settings).map(([key, value]) => [key, JSON.stringify(value)] as const);
          caller.identify({ details: Object.fromEntries(taken) });
          return get();
        },
        undo(input, caller) {
          caller.identify({ target: String(input.change_id) });
          settings.undo(input.change_id, userOf(caller));
          return get();
        },
      },
    },
    finder: createSettingsFinder(settings),
    events: {
      configuration: (_id, { principal }) =>
        principal?.permissions.has("access_admin_dashboard") === true ? { type: "configuration" } : undefined,
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
