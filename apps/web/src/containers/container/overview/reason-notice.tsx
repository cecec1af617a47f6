import { Alert, Code, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { Container } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../shared/links.tsx'
import classes from '../../shared/containers.module.css'
import { useReason } from '../../shared/use-reason.ts'
import { plainText } from '../../../ui/log/ansi.ts'

/** Why it is in its state, in plain words: what happened, what to do, the last lines that it wrote. */
export function ReasonNotice({ container }: { container: Container }) {
  const { t } = useTranslation('containers')
  const reason = useReason(container)
  if (reason === undefined) return null
  const failed = container.state === 'failed'
  return (
    <Alert
      color={failed ? 'red' : 'yellow'}
      icon={failed ? <IconAlertTriangle size={20} aria-hidden /> : <IconInfoCircle size={20} aria-hidden />}
      title={reason.title}
      data-testid="reason"
    >
      <Stack gap="sm">
        <Text size="sm">{reason.detail}</Text>
        {reason.log.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              {t('overview.last-lines')}
            </Text>
            <Code block className={classes['log'] ?? ''} tabIndex={0} aria-label={t('overview.last-lines')}>
              {reason.log.map(plainText).join('\n')}
            </Code>
          </div>
        )}
        {failed && (
          <Group gap="xs">
            {container.startedAt !== undefined && (
              <ButtonLink to="/containers/$id/logs" params={{ id: container.id }} variant="default" size="xs">
                {t('overview.see-logs')}
              </ButtonLink>
            )}
            <ButtonLink to="/containers/new" search={{ image: container.image }} variant="default" size="xs">
              {t('overview.create-again')}
            </ButtonLink>
          </Group>
        )}
      </Stack>
    </Alert>
  )
}
