import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { usePageTitle } from './use-page-title.ts'

/** A page's heading, also the browser tab's title, with what the page is for and its main buttons. */
export function PageTitle({ title, lead, children }: { title: string; lead?: string; children?: ReactNode }) {
  usePageTitle(title)
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <Stack gap={4} flex="1 1 20rem">
        <Title order={1} size="h2">
          {title}
        </Title>
        {lead !== undefined && <Text c="dimmed">{lead}</Text>}
      </Stack>
      {children}
    </Group>
  )
}
