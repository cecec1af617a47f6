import { Readable } from 'node:stream'
import type { Container } from 'dockerode'
import { pack } from 'tar-stream'
import type { Runners } from '@berth/backend'
import { BerthError, type RunnerSpec } from '@berth/contract'
import type { DockerBuilds } from '../build-endpoint/create-builds.ts'
import type { DockerContext } from '../context.ts'
import { isGone } from '../lookup.ts'
import { statusOf, toBerthError } from '../translate/docker-error.ts'
import { labels, runnerName } from '../translate/names.ts'
import { observeRunner } from './observe-runner.ts'
import { runnerBody } from './runner-body.ts'
import { configPath, runnerConfig } from './runner-config.ts'

/** The GitLab Runners of this daemon; see the port. */
export function createRunners(context: DockerContext, builds: DockerBuilds): Runners {
  const change = <T>(account: string, image: string | undefined, work: () => Promise<T>): Promise<T> =>
    context.changes.run(`runner ${account}`, async () => {
      try {
        return await work()
      } catch (error) {
        throw toBerthError(error, { image })
      }
    })
  return {
    startRunner: (account, spec) =>
      change(account, spec.image, async () => {
        const { socketPath } = await builds.openBuildEndpoint(account, spec.terms)
        await context.networks.ensure(account)
        const container =
          (await present(context, account, spec)) ?? (await create(context, account, spec, socketPath))
        return observeRunner(container, builds)
      }),
    stopRunner: (account) => change(account, undefined, () => remove(context, account)),
    listRunners: async () => {
      try {
        return await listed(context, builds)
      } catch (error) {
        throw toBerthError(error)
      }
    },
  }
}

/**
 * The account's runner if it is of this token and image and was started; any other is removed, and so is one whose own
 * files (clones, caches) have become more than a build may write: it begins anew.
 */
async function present(
  context: DockerContext,
  account: string,
  spec: RunnerSpec,
): Promise<Container | undefined> {
  const container = context.docker.getContainer(runnerName(account, context.instance))
  try {
    const info = await container.inspect({ size: true } as object)
    const { Config, State } = info
    const { SizeRw = 0 } = info as { SizeRw?: number }
    const same = Config.Labels[labels.runner] === spec.id && Config.Image === spec.image
    const { disk } = spec.terms.limits ?? context.settings.buildLimits
    if (same && SizeRw <= disk && (State.Running || State.Restarting)) return container
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
  await remove(context, account)
  return undefined
}

/** The token goes into a file of the container that is not started yet: no environment and no label shows it. */
async function create(
  context: DockerContext,
  account: string,
  spec: RunnerSpec,
  socketPath: string,
): Promise<Container> {
  const { docker, instance, settings, engine } = context
  const facts = { instance, allUlimits: await engine.wantsAllUlimits() }
  const container = await docker.createContainer(runnerBody(account, spec, socketPath, settings, facts))
  const tar = pack()
  tar.entry({ name: configPath, mode: 0o600 }, runnerConfig(spec))
  tar.finalize()
  await container.putArchive(Readable.from(tar), { path: '/' })
  await container.start()
  return container
}

async function remove({ docker, instance }: DockerContext, account: string): Promise<void> {
  const container = docker.getContainer(runnerName(account, instance))
  try {
    const { Config } = await container.inspect()
    if (Config.Labels[labels.instance] !== instance || Config.Labels[labels.runner] === undefined)
      throw new BerthError('name-taken', { name: runnerName(account, instance) })
    await container.remove({ force: true, v: true })
  } catch (error) {
    if (isGone(error)) return
    if (statusOf(error) !== 409) throw error
    await container.wait({ condition: 'removed' })
  }
}

async function listed({ docker, instance }: DockerContext, builds: DockerBuilds) {
  const rows = await docker.listContainers({
    all: true,
    filters: { label: [`${labels.instance}=${instance}`, labels.runner] },
  })
  const mine = rows.filter(({ Names, Labels }) =>
    Names.includes(`/${runnerName(Labels[labels.account] ?? '', instance)}`),
  )
  const observed = await Promise.all(
    mine.map(async ({ Id }) => {
      try {
        return await observeRunner(docker.getContainer(Id), builds)
      } catch (error) {
        if (isGone(error)) return undefined
        throw error
      }
    }),
  )
  return observed.filter((one) => one !== undefined)
}
