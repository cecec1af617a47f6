import { Center, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** Where there is nothing yet: what would be here, and the button for the next step. */
export function EmptyState(props: {
  icon: Icon
  title: string
  text: string
  /** 1 where this is the whole page. */
  order?: 1 | 2
  children?: ReactNode
}) {
  const { icon: StateIcon, title, text, order = 2, children } = props
  return (
    <Center py={56}>
      <Stack align="center" gap="sm" maw={440} ta="center">
        <ThemeIcon size={64} radius="xl" variant="light">
          <StateIcon size={34} aria-hidden />
        </ThemeIcon>
        <Title order={order} size="h3">
          {title}
        </Title>
        <Text c="dimmed">{text}</Text>
        {children}
      </Stack>
    </Center>
  )
}
