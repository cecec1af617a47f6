import { Autocomplete, Group, Stack, Text } from '@mantine/core'
import { IconBox } from '@tabler/icons-react'
import type { Image } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../../ui/format.ts'
import type { FieldsProps } from '../section.ts'
import { groupImages } from './group-images.ts'
import { typedImage } from './typed-image.ts'

/** The image: chosen from the list or any reference typed. */
export function ImageFields({
  form,
  context,
  onPicked,
}: FieldsProps & { onPicked: (image: string) => void }) {
  const { t } = useTranslation('containers')
  const { images, session } = context
  const typed = (image: Image) => typedImage(image, images, session.account)
  const byTyped = new Map(images.map((image) => [typed(image), image]))
  const chosen = byTyped.get(form.values.image)
  return (
    <Autocomplete
      {...form.getInputProps('image')}
      label={t('create.image')}
      description={t('create.image-help')}
      required
      spellCheck={false}
      autoCapitalize="none"
      leftSection={<IconBox size={16} aria-hidden />}
      maxDropdownHeight={320}
      comboboxProps={{ shadow: 'md', withinPortal: false }}
      data={groupImages(images, session.account).map(({ group, images: ofGroup }) => ({
        group: t(`create.image-group.${group}`),
        items: ofGroup.map(typed),
      }))}
      renderOption={({ option }) => {
        const image = byTyped.get(option.value)
        return image === undefined ? (
          option.value
        ) : (
          <ImageOption image={image} own={image.owner === session.account} />
        )
      }}
      filter={({ options, search }) => (byTyped.has(search.trim()) ? options : keepMatching(options, search))}
      onChange={(image) => {
        form.setFieldValue('image', image)
        onPicked(image)
      }}
      {...(chosen === undefined || chosen.description === ''
        ? {}
        : { rightSection: null, inputWrapperOrder: ['label', 'description', 'input', 'error'] as const })}
    />
  )
}

type Options = Parameters<NonNullable<React.ComponentProps<typeof Autocomplete>['filter']>>[0]['options']

function keepMatching(options: Options, search: string): Options {
  const wanted = search.trim().toLowerCase()
  return options
    .map((entry) =>
      'items' in entry
        ? { ...entry, items: entry.items.filter((item) => item.label.toLowerCase().includes(wanted)) }
        : entry,
    )
    .filter((entry) => !('items' in entry) || entry.items.length > 0)
}

function ImageOption({ image, own }: { image: Image; own: boolean }) {
  const { t } = useTranslation('containers')
  return (
    <Stack gap={0} flex={1}>
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {image.name}
        </Text>
        <Text size="xs" c="dimmed">
          {formatBytes(image.size)}
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        {image.description === '' && !own ? t('create.image-by', { owner: image.owner }) : image.description}
      </Text>
    </Stack>
  )
}
