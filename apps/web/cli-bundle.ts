import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * The `berth` command as one file beside the pages, for servers without a checkout. CommonJS: a file that is called
 * `berth`, without an ending, is nothing else to Node 20.
 */
export const cliBundle = (): Plugin => ({
  name: 'berth-cli-bundle',
  apply: 'build',
  closeBundle: async () => {
    await build({
      configFile: false,
      root: place('../cli'),
      logLevel: 'warn',
      ssr: { noExternal: true },
      build: {
        ssr: 'src/standalone.ts',
        target: 'node20',
        outDir: place('dist/cli'),
        emptyOutDir: true,
        minify: true,
        rolldownOptions: {
          output: {
            format: 'cjs',
            entryFileNames: 'berth.cjs',
            codeSplitting: false,
            banner: '#!/usr/bin/env node',
          },
        },
      },
    })
  },
})
