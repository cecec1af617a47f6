import { launch, programOf } from './launch/launch.ts'

const args = process.argv.slice(2)
const program = programOf(args)
// Servers are long-lived: nothing of the command line's own is loaded beside them.
process.exitCode =
  program === undefined
    ? await (await import('./run.ts')).run(args)
    : await launch(program.path, program.rest)
