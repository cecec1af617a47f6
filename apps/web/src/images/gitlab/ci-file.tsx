import { Button, Card, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { Problem } from '../../ui/problem.tsx'
import { saveText } from '../../ui/save-text.ts'

/** Step 2: the `.gitlab-ci.yml` to be put beside the Dockerfile, as the console makes it. */
export function CiFile() {
  const { t } = useTranslation('gitlab')
  const [images, setImages] = useState('app')
  const [tag, setTag] = useState<'latest' | 'git'>('latest')
  const [buildArguments, setBuildArguments] = useState('')
  const query = useDeferredValue({ images, tag, buildArguments })
  const { data: text, error } = useQuery({
    queryKey: ['gitlab-ci', images, tag, buildArguments],
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
        <Group align="flex-start">
          <TextInput
            label={t('images')}
            description={t('images.help')}
            value={images}
            onChange={(event) => setImages(event.currentTarget.value)}
            spellCheck={false}
            autoCapitalize="none"
            flex="1 1 16rem"
          />
          <TextInput
            label={t('arguments')}
            description={t('arguments.help')}
            value={buildArguments}
            onChange={(event) => setBuildArguments(event.currentTarget.value)}
            spellCheck={false}
            autoCapitalize="none"
            flex="1 1 16rem"
          />
        </Group>
        <SegmentedControl
          aria-label={t('tag')}
          value={tag}
          onChange={(value) => setTag(value === 'git' ? 'git' : 'latest')}
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
          </>
        )}
      </Stack>
    </Card>
  )
}
