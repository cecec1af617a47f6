import { Button, Card, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { Problem } from '../../ui/problem.tsx'
import { saveText } from '../../ui/save-text.ts'

/** Milliseconds. */
const typingPause = 200

interface Pipeline {
  readonly images: string
  readonly tag: 'latest' | 'git'
  readonly buildArguments: string
  readonly runnerTags: string
}

const initial: Pipeline = { images: 'app', tag: 'latest', buildArguments: '', runnerTags: '' }

/** Step 2: the `.gitlab-ci.yml` to be put beside the Dockerfile, as the console makes it. */
export function CiFile() {
  const { t } = useTranslation('gitlab')
  const [pipeline, setPipeline] = useState(initial)
  const change = (part: Partial<Pipeline>) => setPipeline((last) => ({ ...last, ...part }))
  const [query] = useDebouncedValue(pipeline, typingPause)
  const { data: text, error } = useQuery({
    queryKey: ['gitlab-ci', query],
    queryFn: async ({ signal }) => (await client.getGitlabCi({ query, signal })).text(),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <Card withBorder component="section">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('step2')}
        </Title>
        <Text size="sm">{t('step2.text')}</Text>
        <Group align="flex-end">
          <TextInput
            label={t('images')}
            description={t('images.help')}
            value={pipeline.images}
            onChange={(event) => change({ images: event.currentTarget.value })}
            spellCheck={false}
            autoCapitalize="none"
            flex="1 1 16rem"
          />
          <TextInput
            label={t('arguments')}
            description={t('arguments.help')}
            value={pipeline.buildArguments}
            onChange={(event) => change({ buildArguments: event.currentTarget.value })}
            spellCheck={false}
            autoCapitalize="none"
            flex="1 1 16rem"
          />
          <TextInput
            label={t('runner-tags')}
            description={t('runner-tags.help')}
            value={pipeline.runnerTags}
            onChange={(event) => change({ runnerTags: event.currentTarget.value })}
            spellCheck={false}
            autoCapitalize="none"
            flex="1 1 16rem"
          />
        </Group>
        <SegmentedControl
          aria-label={t('tag')}
          value={pipeline.tag}
          onChange={(value) => change({ tag: value === 'git' ? 'git' : 'latest' })}
          data={[
            { value: 'latest', label: t('tag.latest') },
            { value: 'git', label: t('tag.git') },
          ]}
        />
        {error !== null && <Problem error={error} />}
        {error === null && text !== undefined && (
          <>
            <CommandLine text={text} label={t('copy')} />
            <Button
              leftSection={<IconDownload size={18} aria-hidden />}
              onClick={() => saveText('.gitlab-ci.yml', [text])}
              style={{ alignSelf: 'flex-start' }}
            >
              {t('download')}
            </Button>
            <Text size="sm" c="dimmed">
              {t('download.dot')}
            </Text>
          </>
        )}
      </Stack>
    </Card>
  )
}
