import { SegmentedControl } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { Dispatch, SetStateAction } from 'react'
import { useTranslation } from 'react-i18next'
import { withFiles, type ContextFiles } from './context-files.ts'
import { ContextFields } from './context-fields.tsx'
import { RepositoryFields } from './repository-fields.tsx'
import type { BuildValues } from './send-build.ts'

/** What is built: files from this machine, or a Git repository. */
export function SourceFields(props: {
  form: UseFormReturnType<BuildValues>
  context: ContextFiles
  onContext: Dispatch<SetStateAction<ContextFiles>>
}) {
  const { form, context, onContext } = props
  const { t } = useTranslation('images')
  return (
    <>
      <SegmentedControl
        {...form.getInputProps('source')}
        aria-label={t('build.source')}
        data={[
          { value: 'files', label: t('build.source-files') },
          { value: 'repository', label: t('build.source-repository') },
        ]}
      />
      {form.values.source === 'repository' ? (
        <RepositoryFields form={form} />
      ) : (
        <ContextFields
          form={form}
          context={context}
          onContext={onContext}
          onFiles={(files) => {
            const next = withFiles(context, files)
            onContext(next)
            const textOf = (wanted: string) => next.files.find(({ path }) => path === wanted)?.file.text()
            void textOf(next.dockerfile)?.then((text) => form.setFieldValue('text', text))
            void textOf('.dockerignore')?.then((ignore) => onContext((now) => ({ ...now, ignore })))
          }}
        />
      )}
    </>
  )
}
