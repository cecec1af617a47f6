// npm run bench [-- NAME …]: ratios against the bare tools.
import { runTypeScript } from './run-typescript.mjs'
import { setup } from './setup.mjs'

runTypeScript(setup(), 'bench/src/main.ts', process.argv.slice(2))
