import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconDots,
  IconLock,
  IconPencil,
  IconShare,
  IconStar,
  IconStarOff,
  IconTrash,
} from '@tabler/icons-react'
import type { Image } from '@berth/contract'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/use-session.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { DescribeImage } from './describe-image.tsx'
import { useImageActions } from './use-image-actions.ts'

/** What an image's owner may do to it. What cannot be undone, or takes it from others, is asked for again. */
export function ImageMenu({ image }: { image: Image }) {
  const { t } = useTranslation('images')
  const { role } = useSession()
  const [describing, describe] = useDisclosure()
  const [withdrawing, withdraw] = useDisclosure()
  const [deleting, remove] = useDisclosure()
  const actions = useImageActions(image)
  const { name } = image
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('actions', { image: name })}
            disabled={image.removing}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={describe.open}>
            {t('describe')}
          </Menu.Item>
          {image.shared ? (
            <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={withdraw.open}>
              {t('withdraw')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconShare size={16} aria-hidden />}
              onClick={() => actions.update({ shared: true })}
            >
              {t('share')}
            </Menu.Item>
          )}
          {image.shared && role !== 'student' && (
            <Menu.Item
              leftSection={
                image.recommended ? <IconStarOff size={16} aria-hidden /> : <IconStar size={16} aria-hidden />
              }
              onClick={() => actions.update({ recommended: !image.recommended })}
            >
              {t(image.recommended ? 'recommend.end' : 'recommend')}
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
            {t('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DescribeImage image={image} opened={describing} onClose={describe.close} />
      <ConfirmDialog
        opened={withdrawing}
        onClose={withdraw.close}
        title={t('withdraw.title', { image: name })}
        text={t('withdraw.text')}
        action={t('withdraw')}
        onConfirm={() => actions.update({ shared: false })}
      />
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        title={t('delete.title', { image: name })}
        text={t(image.registryDigest === null ? 'delete.text' : 'delete.text-registry')}
        action={t('delete')}
        onConfirm={actions.remove}
      />
    </>
  )
}
