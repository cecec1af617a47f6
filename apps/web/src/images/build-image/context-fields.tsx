import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DropArea } from '../../ui/drop-area.tsx'
import { formatBytes } from '../../ui/format.ts'
import { UploadButtons } from '../../ui/upload-buttons.tsx'
import type { FileToUpload } from '../../ui/walk-entries.ts'
import { filesToSend, noFiles, totalSize, type ContextFiles } from './context-files.ts'
import type { BuildValues } from './send-build.ts'

/** How many names are shown of the files. */
const shown = 8

/** The files and the Dockerfile's text. */
export function ContextFields(props: {
  form: UseFormReturnType<BuildValues>
  context: ContextFiles
  onContext: (context: ContextFiles) => void
  onFiles: (files: readonly FileToUpload[]) => void
}) {
  const { form, context, onContext, onFiles } = props
  const { t } = useTranslation('images')
  return (
    <DropArea hint={t('build.drop-here')} onFiles={onFiles}>
      <Stack gap="md">
        <div>
          <Text size="sm" fw={600} mb={4}>
            {t('build.files')}
          </Text>
          <Text size="xs" c="dimmed" mb="xs">
            {t('build.files-help')}
          </Text>
          <Group gap="xs">
            <UploadButtons onFiles={onFiles} />
          </Group>
          <Chosen context={context} onClear={() => onContext(noFiles)} />
        </div>
        {context.files.length > 0 && (
          <TextInput
            label={t('build.dockerfile-path')}
            value={context.dockerfile}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onContext({ ...context, dockerfile: event.currentTarget.value })}
          />
        )}
        <Textarea
          {...form.getInputProps('text')}
          label="Dockerfile"
          description={t('build.dockerfile-help')}
          placeholder={'FROM python:3.13\nRUN pip install numpy\nCMD ["python"]'}
          autosize
          minRows={8}
          maxRows={24}
          required
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        />
      </Stack>
    </DropArea>
  )
}

/** A `.dockerignore` that cannot be read leaves nothing out here: the sending tells what is wrong with it. */
function sendable(context: ContextFiles): readonly FileToUpload[] {
  try {
    return filesToSend(context)
  } catch {
    return context.files
  }
}

function Chosen({ context, onClear }: { context: ContextFiles; onClear: () => void }) {
  const { t } = useTranslation('images')
  if (context.files.length === 0) return null
  const files = sendable(context)
  const left = context.files.length - files.length
  const more = files.length - shown
  return (
    <Group mt="xs" gap="xs" align="flex-start" wrap="nowrap" data-testid="context-files">
      <Text size="sm" flex={1} style={{ overflowWrap: 'anywhere' }}>
        {t('build.chosen', { count: files.length, size: formatBytes(totalSize(files)) })}{' '}
        <Text span size="xs" c="dimmed" ff="monospace">
          {files
            .slice(0, shown)
            .map(({ path }) => path)
            .join('  ')}
          {more > 0 && ` … +${more}`}
        </Text>
        {left > 0 && (
          <Text size="xs" c="dimmed" mt={4}>
            {t('build.left-out', { count: left })}
          </Text>
        )}
      </Text>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconX size={14} aria-hidden />}
        onClick={onClear}
      >
        {t('build.clear')}
      </Button>
    </Group>
  )
}
