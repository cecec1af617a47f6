import { Readable } from 'node:stream'
import { consoleRoutes } from '@berth/contract'
import { gitlabCi, judgePipeline } from '@berth/lending'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const getGitlabCi: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.getGitlabCi, ({ actor, query, reply }) => {
    const text = gitlabCi(judgePipeline(query, actor.account))
    void reply
      .type('application/yaml; charset=utf-8')
      .header('content-disposition', 'attachment; filename=".gitlab-ci.yml"')
    return Readable.from([text], { objectMode: false })
  })
}
