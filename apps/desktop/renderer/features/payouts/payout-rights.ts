/** What somebody may do with payouts. */
export interface PayoutRights {
  readonly mayManage: boolean;
  readonly mayApprove: boolean;
  readonly userId: string | undefined;
}
