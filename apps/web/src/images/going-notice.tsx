import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconClockX } from '@tabler/icons-react'
import type { Image } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/use-session.ts'
import { formatTime } from '../ui/format.ts'
import { useImageActions } from './use-image-actions.ts'

/** When an image is removed by the clean-up rules and why; its owner can say that it is needed. */
export function GoingNotice({ image }: { image: Image }) {
  const { t, i18n } = useTranslation('images')
  const { account } = useSession()
  const { update, pending } = useImageActions(image)
  if (image.going === null || image.removing) return null
  const { at, reason } = image.going
  const own = image.owner === account
  return (
    <Alert color="orange" variant="light" icon={<IconClockX aria-hidden />} p="sm" data-testid="going">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {t(`going.${reason}`)} {t('going.at', { time: formatTime(at, i18n.language) })}{' '}
          {own && t(reason === 'unused' ? 'going.keep-text' : 'going.over-quota-text')}
        </Text>
        {own && reason === 'unused' && (
          <Button size="xs" variant="default" loading={pending} onClick={() => update({ keep: true })}>
            {t('going.keep')}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
