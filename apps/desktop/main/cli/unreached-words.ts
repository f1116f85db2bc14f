/** Why somebody did not answer whom the node asked over the network, by the names that the contract has for it. */
export const UNREACHED = {
  name: "its name leads nowhere",
  connection: "it is not reached",
  tls: "the way to it is not protected as it should be",
  tor: "it is reached through the node's Tor alone, which is not connected",
  timeout: "it gave no answer in time",
  redirect: "it points elsewhere, which is not followed",
  status: "it answers with an error",
} as const;
