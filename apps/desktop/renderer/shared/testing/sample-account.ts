import { type Account, UserId } from "@lucid/contract";

export const sampleAccount: Account = {
  user_id: UserId.parse("0b6c8ad0-7f0e-4a53-9d3c-0d3b8c5a1f10"),
  tron_address: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
  username: null,
  role: "SUPER_ADMIN",
  admin_label: "super_admin",
  permissions: [],
  kyc_status: "none",
  status: "active",
  recipient: null,
  created_at: "2026-11-17T08:00:00.000Z",
  updated_at: "2026-11-17T08:00:00.000Z",
  last_login: null,
};
