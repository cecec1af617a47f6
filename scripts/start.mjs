// npm start: everything on this machine.
import { runTypeScript } from './run-typescript.mjs'
import { setup } from './setup.mjs'

runTypeScript(setup(), 'apps/console/src/serve/main.ts', process.argv.slice(2))
