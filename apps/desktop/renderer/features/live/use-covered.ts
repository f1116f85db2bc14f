import { useEffect, useState } from "react";

/** Pixels at the foot of the page that lie under a keyboard on the screen. */
export function useCovered(): number {
  const [covered, setCovered] = useState(0);
  useEffect(() => {
    const { visualViewport } = window;
    if (!visualViewport) return undefined;
    const measure = (): void =>
      setCovered(Math.max(0, Math.round(innerHeight - visualViewport.height - visualViewport.offsetTop)));
    measure();
    for (const change of ["resize", "scroll"]) visualViewport.addEventListener(change, measure);
    return () => {
      for (const change of ["resize", "scroll"]) visualViewport.removeEventListener(change, measure);
    };
  }, []);
  return covered;
}
