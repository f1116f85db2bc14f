import { useEffect, useState } from "react";

/** The start of the local day of a moment. Unix milliseconds. */
export const dayOf = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

/** The start of today, also when midnight passes while the page is open. */
export function useToday(): number {
  const [today, setToday] = useState(() => dayOf(Date.now()));
  useEffect(() => {
    const tomorrow = new Date(today).setDate(new Date(today).getDate() + 1);
    const timer = setTimeout(() => setToday(dayOf(Date.now())), Math.max(1_000, tomorrow - Date.now()));
    return () => clearTimeout(timer);
  }, [today]);
  return today;
}
