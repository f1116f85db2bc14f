/** What the reader knows by using this page: the node behind it, that node's network, and who is logged in. */
export interface KnownHere {
  readonly network?: { readonly hash: string; readonly name: string } | undefined;
  readonly node?: string | undefined;
  readonly owner?: string | undefined;
}
