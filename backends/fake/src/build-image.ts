import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { BerthError, toProblem, type BuildEvent, type BuildOptions } from '@berth/contract'
import type { BuildTerms, Builds } from '@berth/backend'
import { fakeImage } from './pull-image.ts'
import type { World } from './world.ts'

/** Builds whose image is known by its FROM alone. */
export function createBuilds(world: World): Builds {
  const open = new Map<string, BuildTerms>()
  return {
    openBuildEndpoint: (account, terms) => {
      open.set(account, terms)
      return Promise.resolve({ socketPath: `/nowhere/${account}` })
    },
    closeBuildEndpoint: (account) => {
      open.delete(account)
      return Promise.resolve()
    },
    buildImage: (account, options, context) =>
      buildImage(world, account, open.get(account), options, context),
    giveLogin: () => Promise.resolve(),
  }
}

async function* buildImage(
  world: World,
  account: string,
  terms: BuildTerms | undefined,
  options: BuildOptions,
  context: Readable,
): AsyncGenerator<BuildEvent> {
  const base = /FROM (\S+)/.exec(await text(context))?.[1] ?? ''
  const error =
    terms === undefined
      ? new BerthError('not-found')
      : terms.allowedImages.includes(base)
        ? undefined
        : new BerthError('build-refused', { reason: `There is no image ${base}` })
  if (error !== undefined) {
    yield { type: 'failed', problem: toProblem(error, 'en') }
    return
  }
  const reference = `berth.internal/${account}/${options.tag}${options.tag.includes(':') ? '' : ':latest'}`
  yield { type: 'output', text: `Step 1/1 : FROM ${base}\n` }
  const made = fakeImage(reference, world.now(), ['sh'], true)
  world.images.set(reference, made)
  world.emit({ type: 'image', time: world.now(), reference })
  yield { type: 'done', reference, id: made.image.id }
}
