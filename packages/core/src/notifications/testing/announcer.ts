import type { Ground } from "../../ground/index.ts";
import { type Announcer, createAnnouncer, type Fact } from "../create-announcer.ts";
import { createNotificationRepository } from "../notification-repository.ts";
import { notificationTables } from "../notification-tables.ts";

/** The real announcer, with nobody to be told; `told` hears of each fact. */
export function openAnnouncer(ground: Ground, told: (fact: Pick<Fact, "kind">) => void): Announcer {
  ground.db.attach(notificationTables);
  const announcer = createAnnouncer({
    repository: createNotificationRepository(ground.db),
    accounts: { find: () => undefined, holders: () => [] },
    randomness: ground.randomness,
    steadyNow: () => ground.time.steady.now(),
    isMailing: () => false,
  });
  announcer.onFact(told);
  return announcer;
}
