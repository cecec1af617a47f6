import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { pack } from 'tar-stream'
import type { BuildEvent, BuildOptions } from '@berth/contract'
import type { Builds } from '../port.ts'
import type { Bench } from './subject.ts'
import { all, failsWith } from './waiting.ts'

const never = new AbortController().signal
const account = 'builder'

export function buildTests(bench: () => Bench): void {
  const builds = async (): Promise<Builds | undefined> => {
    const { capabilities } = await bench().backend.info()
    return capabilities.builds === true ? bench().backend.builds : undefined
  }
  const options: BuildOptions = {
    tag: 'made',
    dockerfile: 'Dockerfile',
    buildArguments: {},
    noCache: false,
    pull: false,
  }
  const context = (dockerfile: string): Readable => {
    const tar = pack()
    tar.entry({ name: 'Dockerfile' }, dockerfile)
    tar.finalize()
    return Readable.from(tar as AsyncIterable<Buffer>, { objectMode: false })
  }

  describe('builds', () => {
    it('builds on an allowed image, under the account’s own name', async () => {
      const under = await builds()
      if (under === undefined) return
      const { shell } = bench().subject.images
      await under.openBuildEndpoint(account, { allowedImages: [shell] })
      const events = await all(under.buildImage(account, options, context(`FROM ${shell}\nENV A=b\n`), never))
      expect(events.at(-1)).toMatchObject({
        type: 'done',
        reference: `berth.internal/${account}/made:latest`,
      })
      await under.closeBuildEndpoint(account)
    })

    it('takes a login that no build waits for, and does nothing with it', async () => {
      const under = await builds()
      if (under === undefined) return
      await under.giveLogin({ account, reference: 'registry.example/a:1' }, null)
    })

    it('is refused where it is not told', async () => {
      const { capabilities } = await bench().backend.info()
      if (capabilities.builds === true) return
      const opened = bench().backend.builds?.openBuildEndpoint(account, { allowedImages: [] })
      if (opened !== undefined) await failsWith('capability-missing', opened)
    })

    it('refuses an image that is not allowed, and an account whose endpoint is closed', async () => {
      const under = await builds()
      if (under === undefined) return
      const codeOf = (events: BuildEvent[]) => {
        const last = events.at(-1)
        return last?.type === 'failed' ? last.problem.code : last?.type
      }
      await under.openBuildEndpoint(account, { allowedImages: [] })
      const foreign = context('FROM berth.internal/somebody/private\n')
      expect(codeOf(await all(under.buildImage(account, options, foreign, never)))).toBe('build-refused')
      await under.closeBuildEndpoint(account)
      await under.closeBuildEndpoint(account)
      expect(codeOf(await all(under.buildImage(account, options, context('FROM scratch\n'), never)))).toBe(
        'not-found',
      )
    })
  })
}
