import { useEffect, useState } from "react";

/** The time in unix ms, renewed every `everyMs` while the component is shown; `undefined` lets it stand. */
export function useNow(everyMs: number | undefined = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
