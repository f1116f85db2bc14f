import { type TorStatus, torErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { OpenSettings } from "../configuration/index.ts";
import type { TorSwitch } from "./create-switch.ts";
import { healthOfTor } from "./health-of-tor.ts";
import type { ClientRepository } from "./onion/client-repository.ts";
import type { OnionSeed } from "./onion/onion-seed.ts";
import { tryAddress } from "./try-address.ts";

export interface TorServiceDeps {
  readonly clock: Clock;
  readonly tor: TorSwitch;
  readonly clients: ClientRepository;
  readonly seed: OnionSeed;
  readonly settings: Pick<OpenSettings, "set">;
  readonly status: () => TorStatus;
}

/** What was asked for through the onion service is answered before the way of the answer is cut. */
export const ANSWER_MS = 1_000;

export function createTorService({ clock, tor, clients, seed, settings, status }: TorServiceDeps): Services["tor"] {
  /** Waits for what cuts the way through the onion service, unless it is the way of the answer. */
  async function cutting(caller: Caller, work: () => Promise<void>): Promise<void> {
    if (caller.circuit === undefined) await work();
    else clock.after(ANSWER_MS, () => void work());
  }

  /** The setting says what holds after a restart of the node as well. */
  async function turn(on: boolean, caller: Caller): Promise<void> {
    settings.set({ tor: on }, requirePrincipal(caller).userId);
    if (caller.circuit === undefined) await tor.set(on);
  }

  /** Who may reach the service is read at the start of tor; whoever has its descriptor of before finds nobody there any more. */
  async function restartIfOn(caller: Caller): Promise<void> {
    if (tor.view().state !== "off") await cutting(caller, () => tor.restart());
  }

  const list = () => ({ clients: clients.list() });

  return {
    status,
    async start(_input, caller) {
      const failedBefore = tor.view().state === "failed";
      await turn(true, caller);
      if (failedBefore) await tor.restart();
      return status();
    },
    async stop(_input, caller) {
      await turn(false, caller);
      return status();
    },
    async restart(_input, caller) {
      if (!status().wanted) throw torErrors.TOR_OFF();
      await cutting(caller, () => tor.restart());
      return status();
    },
    async testConnection() {
      if (!status().wanted) throw torErrors.TOR_OFF();
      const life = tor.process();
      const address = seed.address();
      if (!life || address === undefined || tor.view().state !== "connected") throw torErrors.TOR_NOT_CONNECTED();
      return await tryAddress(life, address, clock);
    },
    healthCheck() {
      const { ok, detail, last_success } = healthOfTor(tor.view());
      return { ok, detail, last_success };
    },
    async renewAddress(_input, caller) {
      await cutting(caller, async () => {
        seed.remove();
        await seed.open();
        if (tor.view().state !== "off") await tor.restart();
      });
      return status();
    },
    async removeAddress(_input, caller) {
      await turn(false, caller);
      await cutting(caller, async () => seed.remove());
      return status();
    },
    clients: list,
    async addClient(input, caller) {
      caller.identify({ target: input.name });
      clients.add(input, clock.now());
      await restartIfOn(caller);
      return list();
    },
    async removeClient({ name }, caller) {
      caller.identify({ target: name });
      clients.remove(name);
      await restartIfOn(caller);
      return list();
    },
  };
}
