import { Button, Group, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog.tsx'
import { SingularityDialog } from './singularity-dialog.tsx'

/** Takes an image of any registry away as one file. */
export function SingularityRegistryButton() {
  const { t } = useTranslation('images')
  const [asking, question] = useDisclosure()
  const [making, dialog] = useDisclosure()
  const [typed, setTyped] = useState('')
  const reference = typed.trim()
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileDownload size={16} aria-hidden />}
        onClick={question.open}
      >
        {t('singularity.registry')}
      </Button>
      <Dialog opened={asking} onClose={question.close} title={t('singularity.registry')}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            question.close()
            dialog.open()
          }}
        >
          <TextInput
            label={t('singularity.reference')}
            description={t('singularity.reference-help')}
            placeholder="ghcr.io/owner/tool:1.2"
            value={typed}
            maxLength={1_000}
            data-autofocus
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="md">
            <Button type="submit" disabled={reference === ''}>
              {t('singularity.make')}
            </Button>
          </Group>
        </form>
      </Dialog>
      <SingularityDialog image={{ name: reference, reference }} opened={making} onClose={dialog.close} />
    </>
  )
}
