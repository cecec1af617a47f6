import { PasswordInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { BuildValues } from './send-build.ts'

const plain = { spellCheck: false, autoComplete: 'off', autoCapitalize: 'none' } as const

/** Which folder of which Git repository is built. */
export function RepositoryFields({ form }: { form: UseFormReturnType<BuildValues> }) {
  const { t } = useTranslation('images')
  return (
    <Stack gap="md">
      <TextInput
        {...form.getInputProps('repository.url')}
        {...plain}
        label={t('build.repository')}
        description={t('build.repository-help')}
        placeholder="https://gitlab.example.ac.jp/taro/kadai1.git"
        type="url"
        required
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          {...form.getInputProps('repository.ref')}
          {...plain}
          label={t('build.ref')}
          description={t('build.ref-help')}
          placeholder="main"
        />
        <TextInput
          {...form.getInputProps('repository.path')}
          {...plain}
          label={t('build.path')}
          description={t('build.path-help')}
          placeholder="kadai/1"
        />
      </SimpleGrid>
      <TextInput
        {...form.getInputProps('dockerfile')}
        {...plain}
        label={t('build.dockerfile-path')}
        description={t('build.dockerfile-in-path')}
        placeholder="Dockerfile"
      />
      <PasswordInput
        {...form.getInputProps('repository.token')}
        label={t('build.token')}
        description={t('build.token-help')}
        autoComplete="new-password"
      />
    </Stack>
  )
}
