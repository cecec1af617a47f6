// The `berth` command as one file, made by apps/web/cli-bundle.ts: without the servers, and on Node 20 too.
import './launch/node-20.ts'
import { run } from './run.ts'

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
