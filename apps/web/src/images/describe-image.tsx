import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import type { Image } from '@berth/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { ImageDescription } from './image-description.tsx'
import { useImageActions } from './use-image-actions.ts'

interface Props {
  readonly image: Image
  readonly opened: boolean
  readonly onClose: () => void
}

/** Says what an image is for, in Markdown that is shown as it is written. */
export function DescribeImage(props: Props) {
  const { t } = useTranslation('images')
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={t('describe.title', { image: props.image.name })}
    >
      <Form {...props} />
    </Dialog>
  )
}

function Form({ image, onClose }: Props) {
  const { t } = useTranslation('images')
  const { t: common } = useTranslation()
  const [description, setDescription] = useState(image.description)
  const { update, pending } = useImageActions(image)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        update({ description }, { onSuccess: onClose })
      }}
    >
      <Stack>
        <Textarea
          label={t('describe.label')}
          description={t('describe.description')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          maxLength={20_000}
          rows={6}
          data-autofocus
        />
        {description.trim() !== '' && (
          <div>
            <Text size="sm" fw={600} mb={4}>
              {t('describe.preview')}
            </Text>
            <ImageDescription text={description} />
          </div>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={pending}>
            {t('describe.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
