import { isAddressRange, settingList } from "../ground/index.ts";

export const webhooksSettings = {
  webhook_networks: settingList
    .refine((entries) => entries.every(isAddressRange), "must be addresses or ranges, such as 127.0.0.1,10.0.0.0/8")
    .default([])
    .describe("networks of your own that webhooks may lead into; without one they lead into the Internet only"),
};
