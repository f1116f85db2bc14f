import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { droppedFiles } from "./dropped-files.ts";

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** A file dropped on any page is taken to the verify page, instead of replacing this page as browsers do. */
export function DropAnywhere() {
  const navigate = useNavigate();
  useEffect(() => {
    function onDragOver(event: DragEvent): void {
      if (carriesFiles(event)) event.preventDefault();
    }
    function onDrop(event: DragEvent): void {
      if (event.defaultPrevented || !carriesFiles(event)) return;
      event.preventDefault();
      droppedFiles.setState({ files: [...(event.dataTransfer?.files ?? [])] });
      void navigate({ to: "/proofs" });
    }
    document.addEventListener("dragover", onDragOver);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("dragover", onDragOver);
      document.removeEventListener("drop", onDrop);
    };
  }, [navigate]);
  return null;
}
