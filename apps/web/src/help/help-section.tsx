import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './help.module.css'
import type { Topic } from './topics.ts'

/** One topic: its heading, its text, and what belongs below it. */
export function HelpSection(props: {
  topic: Topic
  values?: Record<string, string | number>
  children?: ReactNode
}) {
  const { topic, values = {}, children } = props
  const { t } = useTranslation('help')
  return (
    <Stack gap="sm" component="section" aria-labelledby={topic}>
      <Title order={2} size="h4" id={topic} className={classes['heading'] ?? ''}>
        {t(`${topic}.title`)}
      </Title>
      <Text>{t(`${topic}.text`, values)}</Text>
      {children}
    </Stack>
  )
}
