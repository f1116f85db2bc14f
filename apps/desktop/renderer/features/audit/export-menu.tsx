import { useLingui } from "@lingui/react";
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

export interface ExportMenuProps {
  /** Undefined where the list is not narrowed. */
  readonly filter: Readonly<Record<string, string>> | undefined;
  readonly onExport: (query: Readonly<Record<string, string>>) => void;
}

/** The log as a file: whole, which can be checked anywhere, or what is shown. */
export function ExportMenu({ filter, onExport }: ExportMenuProps) {
  const { i18n } = useLingui();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          {i18n.t("Save as a file")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onExport({ format: "jsonl" })}>
          {i18n.t("The whole log, with its proof (JSON lines)")}
        </Menu.Item>
        <Menu.Item onClick={() => onExport({ format: "csv" })}>{i18n.t("The whole log as a table (CSV)")}</Menu.Item>
        {filter && (
          <>
            <Menu.Item onClick={() => onExport({ ...filter, format: "jsonl" })}>{i18n.t("What is found (JSON lines)")}</Menu.Item>
            <Menu.Item onClick={() => onExport({ ...filter, format: "csv" })}>
              {i18n.t("What is found as a table (CSV)")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
