import { Readable } from 'node:stream'
import { consoleRoutes, type BuildLog } from '@berth/contract'
import { readBuildLog } from '../../builds/build-log.ts'
import type { Registrar } from '../app.ts'
import { untilGone } from '../containers/pass-on.ts'
import { handle } from '../handle.ts'
import { ownBuild } from './own-build.ts'

export const getBuildLog: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.getBuildLog, async (input) => {
    const { id } = await ownBuild(context, input)
    const options = { ...input.query, signal: untilGone(input.reply) }
    return Readable.from(linesOf(readBuildLog(context, id, options)), { objectMode: false })
  })
}

async function* linesOf(pieces: AsyncIterable<BuildLog>): AsyncGenerator<string> {
  for await (const piece of pieces) yield `${JSON.stringify(piece)}\n`
}
