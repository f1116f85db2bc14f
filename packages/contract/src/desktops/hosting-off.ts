/** Stands among the programs that hosting lacks where the node's settings switch it off. */
export const HOSTING_OFF = "switched off by the setting hosting";
