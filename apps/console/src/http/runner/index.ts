import type { Registrar } from '../app.ts'
import { deleteRunner } from './delete-runner.ts'
import { getGitlabCi } from './get-gitlab-ci.ts'
import { getRunner } from './get-runner.ts'
import { setRunner } from './set-runner.ts'

export const runnerRoutes: Registrar = (app, context) => {
  for (const route of [deleteRunner, getGitlabCi, getRunner, setRunner]) route(app, context)
}
