import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";

/** Tells a screen reader where a click has led: a page that changes in place says nothing by itself. */
export function RouteAnnouncer() {
  const [title, setTitle] = useState("");
  useEffect(() => {
    // Pages name themselves when they know their name, which may be after they were loaded.
    const observer = new MutationObserver(() => setTitle(document.title));
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, []);
  return <VisuallyHidden role="status">{title}</VisuallyHidden>;
}
