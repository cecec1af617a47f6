import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileDownload } from '@tabler/icons-react'
import type { Image } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { SingularityDialog } from './singularity-dialog.tsx'

/** Takes an image away as one file. */
export function SingularityButton({ image }: { image: Image }) {
  const { t } = useTranslation('images')
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileDownload size={16} aria-hidden />}
        aria-label={`${t('singularity')}: ${image.name}`}
        disabled={image.removing}
        onClick={dialog.open}
      >
        {t('singularity')}
      </Button>
      <SingularityDialog image={image} opened={opened} onClose={dialog.close} />
    </>
  )
}
