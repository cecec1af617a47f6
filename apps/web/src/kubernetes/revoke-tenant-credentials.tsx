import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../api/client.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { notifyDone, useNotifyProblem } from '../ui/notify.tsx'

/** Makes every kubeconfig of the account worthless, wherever it lies, after asking. */
export function RevokeCredentials({ onRevoked }: { onRevoked: () => void }) {
  const { t } = useTranslation('kubernetes')
  const notifyProblem = useNotifyProblem()
  const [asked, setAsked] = useState(false)
  const revoke = useMutation({
    mutationFn: () => client.revokeTenantCredentials({}),
    onError: notifyProblem,
    onSuccess: () => {
      notifyDone(t('revoked'))
      onRevoked()
    },
  })
  return (
    <>
      <Button variant="default" loading={revoke.isPending} onClick={() => setAsked(true)}>
        {t('revoke')}
      </Button>
      <ConfirmDialog
        opened={asked}
        title={t('revoke.title')}
        text={t('revoke.text')}
        action={t('revoke')}
        onClose={() => setAsked(false)}
        onConfirm={() => revoke.mutate()}
      />
    </>
  )
}
