import { Center, Loader, Text } from "@mantine/core";

/** Something is on its way; said in words for those who do not see the circle. */
export function Waiting({ label }: { readonly label: string }) {
  return (
    <Center py={48} role="status" style={{ gap: 12 }}>
      <Loader size="sm" />
      <Text c="dimmed">{label}</Text>
    </Center>
  );
}
