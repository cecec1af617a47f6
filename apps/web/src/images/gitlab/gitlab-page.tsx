import { Stack } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../containers/shared/links.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Problem } from '../../ui/problem.tsx'
import { CiFile } from './ci-file.tsx'
import { PushStep } from './push-step.tsx'
import { RunnerCard } from './runner-card.tsx'
import { SetRunner } from './set-runner.tsx'
import { useRunner } from './use-runner.ts'

/** `/images/gitlab`: three steps to images that are built by a push to GitLab. */
export function GitlabPage() {
  const { t } = useTranslation('gitlab')
  const { data: runner, error, refetch } = useRunner()
  return (
    <Stack>
      <PageTitle title={t('title')} lead={t('lead')} />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && runner === undefined && <Loading rows={3} height={140} />}
      {runner?.available === false && (
        <EmptyState icon={IconGitMerge} title={t('none.title')} text={t('none.text')}>
          <ButtonLink to="/images/builds/new">{t('none.build')}</ButtonLink>
        </EmptyState>
      )}
      {runner?.available === true && (
        <>
          {runner.state !== 'none' && <RunnerCard runner={runner} />}
          <SetRunner runner={runner} />
          <CiFile />
          <PushStep />
        </>
      )}
    </Stack>
  )
}
