import { Anchor, Button, Group, Progress, Stack, Switch, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { consoleRoutes, type SingularityCompression, type SingularityFile } from '@berth/contract'
import { requestTarget } from '@berth/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatBytes } from '../../ui/format.ts'
import { useNotifyProblem } from '../../ui/notify.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SingularityCommands } from './singularity-commands.tsx'
import type { SingularitySource } from './singularity-source.ts'
import { useSingularity, type SingularityState } from './use-singularity.ts'

interface Props {
  readonly image: SingularitySource
  readonly opened: boolean
  readonly onClose: () => void
}

/** An image as one file: how its making goes, then the file and how it is used on a server. */
export function SingularityDialog({ image, opened, onClose }: Props) {
  const { t } = useTranslation('images')
  return (
    <Dialog opened={opened} onClose={onClose} size="lg" title={t('singularity.title', { image: image.name })}>
      <Making image={image} onClose={onClose} />
    </Dialog>
  )
}

function Making({ image, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('images')
  const [compression, setCompression] = useState<SingularityCompression>('zstd')
  const [attempt, setAttempt] = useState(0)
  const { latest, problem } = useSingularity(image.reference, compression, attempt)
  const onError = useNotifyProblem()
  const cancel = () => {
    client.cancelReferenceSingularity({ query: { image: image.reference, compression } }).catch(onError)
  }
  if (problem !== null)
    return (
      <Problem
        error={problem}
        onRetry={() => {
          setAttempt(attempt + 1)
        }}
      />
    )
  return (
    <Stack>
      {latest?.type === 'done' ? (
        <Finished image={image} file={latest.file} compression={compression} />
      ) : (
        <Going
          latest={latest}
          onCancel={() => {
            cancel()
            onClose()
          }}
        />
      )}
      <Switch
        label={t('singularity.gzip')}
        checked={compression === 'gzip'}
        onChange={(event) => {
          if (latest?.type !== 'done') cancel()
          setCompression(event.currentTarget.checked ? 'gzip' : 'zstd')
        }}
      />
    </Stack>
  )
}

function Going({ latest, onCancel }: { latest: SingularityState['latest']; onCancel: () => void }) {
  const { t } = useTranslation('images')
  const { t: common } = useTranslation()
  const { text, percent } = told(latest, t)
  return (
    <>
      <Stack gap={6}>
        <Text size="sm" role="status">
          {text}
        </Text>
        <Progress value={percent} animated aria-label={t('singularity.making')} />
        <Text size="xs" c="dimmed">
          {t('singularity.goes-on')}
        </Text>
      </Stack>
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {common('cancel')}
        </Button>
      </Group>
    </>
  )
}

function told(latest: SingularityState['latest'], t: ReturnType<typeof useTranslation<'images'>>['t']) {
  if (latest?.type === 'queued' && latest.position > 0)
    return { text: t('singularity.queued', { position: latest.position }), percent: 0 }
  if (latest?.type !== 'progress' && latest?.type !== 'pulling')
    return { text: t('singularity.making'), percent: 0 }
  const { type, current, total } = latest
  const amounts = { current: formatBytes(current), total: formatBytes(total) }
  return { text: t(`singularity.${type}`, amounts), percent: (100 * current) / Math.max(1, total) }
}

function Finished(props: {
  image: SingularitySource
  file: SingularityFile
  compression: SingularityCompression
}) {
  const { image, file, compression } = props
  const { t } = useTranslation('images')
  const address = requestTarget(consoleRoutes.getReferenceSingularity, {
    query: { image: image.reference, compression },
  })
  return (
    <>
      <Group justify="space-between" align="center">
        <div>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {file.name}
          </Text>
          <Text size="sm" c="dimmed">
            {formatBytes(file.size)}
          </Text>
        </div>
        <Button
          component="a"
          href={address}
          download={file.name}
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t('singularity.download')}
        </Button>
      </Group>
      <div>
        <Text size="sm" fw={600} mb={4}>
          SHA-256
        </Text>
        <CommandLine text={file.sha256} label={t('singularity.copy-checksum')} />
      </div>
      <SingularityCommands image={image} file={file} />
      <Text size="sm">
        {t('singularity.more')}{' '}
        <Anchor href="https://apptainer.org/docs/user/main/" target="_blank" rel="noreferrer" inherit>
          Apptainer
        </Anchor>
      </Text>
    </>
  )
}
