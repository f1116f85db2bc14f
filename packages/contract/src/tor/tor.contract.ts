import { z } from "zod";
import { configurationErrors } from "../configuration/configuration.errors.ts";
import { PartHealth } from "../node/node.schema.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { torErrors } from "./tor.errors.ts";
import { TorClient, TorClientKey, TorClientName, TorStatus, TorTest } from "./tor.schema.ts";

const tags = ["tor"];
const changes = "tor";
const { TOR_OFF, TOR_NOT_CONNECTED, TOR_CLIENT_EXISTS, TOR_CLIENT_LIMIT, TOR_CLIENT_NOT_FOUND } = torErrors.spec;
const { SETTING_CLOSED } = configurationErrors.spec;

/** Who may change by which ways this node is reached. */
const manage = (errors: Parameters<typeof procedure>[1] = {}) =>
  procedure("manage_system_config", { rate: "admin", changes, fresh: true, ...errors });
const clients = z.object({ clients: z.array(TorClient) });

export const torContract = {
  status: procedure("view_system_metrics")
    .route({ method: "GET", path: "/tor/status", tags, summary: "How this node's Tor is, and the address of its onion service" })
    .input(Nothing)
    .output(TorStatus),
  start: manage({ errors: [SETTING_CLOSED] })
    .route({ method: "POST", path: "/tor/start", tags, summary: "Switch Tor on; it stays on over restarts of the node" })
    .input(Nothing)
    .output(TorStatus),
  stop: manage({ errors: [SETTING_CLOSED] })
    .route({ method: "POST", path: "/tor/stop", tags, summary: "Switch Tor off; the address is kept" })
    .input(Nothing)
    .output(TorStatus),
  restart: manage({ errors: [TOR_OFF] })
    .route({ method: "POST", path: "/tor/restart", tags, summary: "End tor and start it anew, also after it failed" })
    .input(Nothing)
    .output(TorStatus),
  testConnection: procedure("manage_system_config", { rate: "create", isQuestion: true, errors: [TOR_OFF, TOR_NOT_CONNECTED] })
    .route({
      method: "POST",
      path: "/tor/test-connection",
      tags,
      summary: "Reach this node's own address through the Tor network, as somebody else would",
    })
    .input(Nothing)
    .output(TorTest),
  healthCheck: procedure("view_system_metrics")
    .route({ method: "GET", path: "/tor/health-check", tags, summary: "Whether Tor does its work, as /health shows it" })
    .input(Nothing)
    .output(PartHealth),
  renewAddress: manage()
    .route({
      method: "POST",
      path: "/tor/address/renew",
      tags,
      summary: "Give the onion service another key and address, for good",
    })
    .input(Nothing)
    .output(TorStatus),
  removeAddress: manage({ errors: [SETTING_CLOSED] })
    .route({ method: "DELETE", path: "/tor/address", tags, summary: "Switch Tor off and remove the key of the onion service" })
    .input(Nothing)
    .output(TorStatus),
  clients: procedure("manage_system_config")
    .route({
      method: "GET",
      path: "/tor/clients",
      tags,
      summary: "Who alone may reach the onion service; nobody named: everybody",
    })
    .input(Nothing)
    .output(clients),
  addClient: manage({ errors: [TOR_CLIENT_EXISTS, TOR_CLIENT_LIMIT] })
    .route({ method: "POST", path: "/tor/clients", tags, summary: "Let a client reach the onion service, by its public key" })
    .input(z.strictObject({ name: TorClientName, public_key: TorClientKey }))
    .output(clients),
  removeClient: manage({ errors: [TOR_CLIENT_NOT_FOUND] })
    .route({ method: "DELETE", path: "/tor/clients/{name}", tags, summary: "Let a client reach the onion service no more" })
    .input(z.strictObject({ name: TorClientName }))
    .output(clients),
};
