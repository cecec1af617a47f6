import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { SingularityDialog } from './singularity-dialog.tsx'
import type { SingularitySource } from './singularity-source.ts'

/** Takes an image away as one file. */
export function SingularityButton({
  image,
  disabled = false,
}: {
  image: SingularitySource
  disabled?: boolean
}) {
  const { t } = useTranslation('images')
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileDownload size={16} aria-hidden />}
        aria-label={`${t('singularity')}: ${image.name}`}
        disabled={disabled}
        onClick={dialog.open}
      >
        {t('singularity')}
      </Button>
      <SingularityDialog image={image} opened={opened} onClose={dialog.close} />
    </>
  )
}
