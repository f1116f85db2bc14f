import { z } from "zod";
import type { NewSessionValues } from "./use-new-session-form.ts";

const CHOICES_AS = "lucid.new-session";
const DRAFT_AS = "lucid.new-session.draft";

const Choices = z.object({
  template: z.string(),
  policy: z.string(),
  resolution: z.enum(["1280x720", "1600x900", "1920x1080"]),
  frameRate: z.int().min(1).max(30),
  compression: z.enum(["zstd", "gzip", "none"]),
  encryption: z.enum(["xchacha20-poly1305", "aes-256-gcm"]),
  retentionDays: z.int().min(1).max(365),
});
/** A number field that is being filled in may hold a text: it begins with the usual again. */
const Draft = Choices.extend({
  account: z.string(),
  name: z.string(),
  consent: z.string(),
  frameRate: z.number().catch(10),
  retentionDays: z.number().catch(30),
  reason: z.string().catch(""),
  ticket: z.string().catch(""),
});

function read<Kept extends z.ZodType>(storage: Storage, key: string, kept: Kept): z.infer<Kept> | undefined {
  try {
    return kept.safeParse(JSON.parse(storage.getItem(key) ?? "null")).data;
  } catch {
    return undefined;
  }
}

/** What the last session of this browser was made of: the start of the next one. */
export const lastChoices = {
  read: () => read(localStorage, CHOICES_AS, Choices),
  write: (values: NewSessionValues) => localStorage.setItem(CHOICES_AS, JSON.stringify(Choices.parse(values))),
};

/** What an account filled in and did not send, in this tab: it survives Back. Consent is given anew each time. */
export const draftOf = (account: string | undefined) => ({
  read() {
    const kept = read(sessionStorage, DRAFT_AS, Draft);
    if (!kept || kept.account !== account) return undefined;
    const { account: _own, ...values } = kept;
    return values;
  },
  write: ({ accepted: _given, ...values }: NewSessionValues) =>
    sessionStorage.setItem(DRAFT_AS, JSON.stringify({ ...values, account })),
  clear: () => sessionStorage.removeItem(DRAFT_AS),
});
