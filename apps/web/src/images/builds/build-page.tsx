import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { BerthError, type ImageBuild } from '@berth/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { client } from '../../api/client.ts'
import { keys } from '../../api/query-keys.ts'
import { ButtonLink } from '../../containers/shared/links.tsx'
import { Loading } from '../../ui/loading.tsx'
import { LogScreen } from '../../ui/log/log-screen.tsx'
import { useNotifyProblem } from '../../ui/notify.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Problem } from '../../ui/problem.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { shownLines } from './build-log.ts'
import { BuildState } from './build-state.tsx'
import { useBuildLog } from './use-build-log.ts'
import { useBuild } from './use-builds.ts'

/** `/images/builds/ID`: how a build goes, what the builder says, and what came of it. */
export function BuildPage() {
  const { id = '' } = useParams({ strict: false })
  const { build, data, error, refetch } = useBuild(id)
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading rows={3} height={80} />
  if (build === undefined) return <Problem error={new BerthError('not-found')} />
  return <Build key={id} build={build} />
}

/** As one types it. */
const nameOf = ({ name }: ImageBuild): string => name.replace(/:latest$/, '')

function Build({ build }: { build: ImageBuild }) {
  const { t } = useTranslation('images')
  const { log, state } = useBuildLog(build.id)
  return (
    <Stack>
      <PageTitle title={t('build.of', { name: nameOf(build) })}>
        <Actions build={build} />
      </PageTitle>
      <Group gap="md">
        <BuildState build={build} />
        <Text size="sm" c="dimmed">
          {t('build.begun')} <RelativeTime time={build.createdAt} /> · {t('on', { backends: build.backend })}
        </Text>
      </Group>
      {build.problem !== null && <Failure problem={build.problem} />}
      {state.kind === 'failed' && <Problem error={state.error} />}
      {state.kind === 'retrying' && (
        <Alert color="yellow" p="xs">
          {t('build.retrying')}
        </Alert>
      )}
      <LogScreen
        logs={shownLines(log)}
        view={{ wrap: true, matchesOnly: false, timestamps: false }}
        search=""
        label={t('build.log')}
      />
      {build.endedAt === null && (
        <Text size="sm" c="dimmed">
          {t('build.may-leave')}
        </Text>
      )}
    </Stack>
  )
}

const Failure = ({ problem }: { problem: NonNullable<ImageBuild['problem']> }) => (
  <Problem error={new BerthError(problem.code, problem.params)} />
)

function Actions({ build }: { build: ImageBuild }) {
  const { t } = useTranslation('images')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const onError = useNotifyProblem()
  const params = { id: build.id }
  const cancel = useMutation({ mutationFn: () => client.cancelBuild({ params }), onError })
  const forget = useMutation({
    mutationFn: () => client.deleteBuild({ params }),
    onError,
    onSuccess: async () => {
      await navigate({ to: '/images' })
      queries.setQueryData<ImageBuild[]>(keys.builds, (list) => list?.filter(({ id }) => id !== build.id))
    },
  })
  if (build.endedAt === null)
    return (
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {t('build.cancel')}
      </Button>
    )
  return (
    <Group gap="xs">
      <Button
        variant="default"
        loading={forget.isPending}
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => forget.mutate()}
      >
        {t('build.forget')}
      </Button>
      {build.state === 'done' ? (
        <ButtonLink
          to="/containers/new"
          search={{ image: nameOf(build) }}
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          {t('use')}
        </ButtonLink>
      ) : (
        <ButtonLink to="/images/builds/new">{t('build.again')}</ButtonLink>
      )}
    </Group>
  )
}
