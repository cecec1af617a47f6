import { Button, Stack, Switch } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlugConnectedX } from '@tabler/icons-react'
import type { Backend } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useBackendActions } from './use-backend-actions.ts'

/** Draining, lending without protection, and disconnecting what was connected on this page. */
export function BackendControls({ backend }: { backend: Backend }) {
  const { t } = useTranslation('administration')
  const [allowing, allow] = useDisclosure()
  const [deleting, remove] = useDisclosure()
  const { update, disconnect, pending } = useBackendActions(backend.name)
  return (
    <Stack gap="sm">
      <Switch
        label={t('backends.lend')}
        description={t('backends.lend.description')}
        checked={backend.lending}
        disabled={pending}
        onChange={(event) => update({ lending: event.currentTarget.checked })}
      />
      <Switch
        label={t('backends.allow')}
        description={t('backends.allow.description')}
        color="red"
        checked={backend.allowUnhardened ?? false}
        disabled={pending}
        onChange={(event) =>
          event.currentTarget.checked ? allow.open() : update({ allowUnhardened: false })
        }
      />
      {backend.managed === 'page' && (
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlugConnectedX size={16} aria-hidden />}
            onClick={remove.open}
          >
            {t('backends.delete')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={allowing}
        onClose={allow.close}
        title={t('backends.allow.title', { backend: backend.name })}
        text={t('backends.allow.text')}
        action={t('backends.allow.confirm')}
        word={backend.name}
        onConfirm={() => update({ allowUnhardened: true })}
      />
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        title={t('backends.delete.title', { backend: backend.name })}
        text={t('backends.delete.text')}
        action={t('backends.delete')}
        word={backend.name}
        onConfirm={disconnect}
      />
    </Stack>
  )
}
