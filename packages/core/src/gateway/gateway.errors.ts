import { errorCatalog } from "@lucid/contract";
import { z } from "zod";

const address = z.object({ host: z.string(), port: z.number() });

/** Why the gateway could not start. They never travel over the wire. */
export const gatewayErrors = errorCatalog({
  PORT_TAKEN: {
    code: "LUCID_GATEWAY_ERR_5401",
    status: 503,
    retryable: true,
    message: "The gateway's port is in use by another program",
    data: address,
  },
  PORT_FORBIDDEN: {
    code: "LUCID_GATEWAY_ERR_5402",
    status: 503,
    retryable: false,
    message: "The system does not let this program use the gateway's port",
    data: address,
  },
  CERTIFICATE_UNUSABLE: {
    code: "LUCID_GATEWAY_ERR_5404",
    status: 503,
    retryable: false,
    message: "The certificate of the listener with TLS cannot be used",
    data: address,
  },
  ADDRESS_UNKNOWN: {
    code: "LUCID_GATEWAY_ERR_5403",
    status: 503,
    retryable: false,
    message: "This computer does not have the gateway's address",
    data: address,
  },
});
