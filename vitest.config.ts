import { defineConfig } from 'vitest/config'

const everywhere = ['packages', 'backends', 'apps', 'test', 'bench'].map((folder) => `${folder}/**`)
const real = everywhere.map((folder) => `${folder}/*.real.test.ts`)

/** Real parts are shared by the whole machine, so their tests run one file after another, in processes of their own. */
const alone = { pool: 'forks', fileParallelism: false, maxWorkers: 1 } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 30_000,
          include: everywhere.map((folder) => `${folder}/*.test.ts`),
          exclude: ['**/node_modules/**', '**/dist/**', ...real],
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'real',
          include: real,
          exclude: ['**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          ...alone,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/src/e2e/**/*.e2e.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          ...alone,
        },
      },
    ],
  },
})
