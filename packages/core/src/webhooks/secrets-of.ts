import { SECRET_OVERLAP_HOURS } from "@lucid/contract";
import type { SecretName } from "./signing.ts";
import type { WebhookRow } from "./webhook-repository.ts";

type Secrets = Pick<WebhookRow, "webhook_id" | "generation" | "rotated_at">;

/** Until when the secret of before signs as well, by steady time; null where it does not. */
export function oldSecretUntil({ rotated_at }: Pick<WebhookRow, "rotated_at">, now: number): number | null {
  const until = rotated_at === null ? 0 : rotated_at + SECRET_OVERLAP_HOURS * 3_600_000;
  return until > now ? until : null;
}

/** The secrets that sign at a moment, the newest first. */
export function secretsOf(webhook: Secrets, now: number): readonly SecretName[] {
  const { webhook_id, generation } = webhook;
  const newest = { webhook_id, generation };
  return oldSecretUntil(webhook, now) === null ? [newest] : [newest, { webhook_id, generation: generation - 1 }];
}
