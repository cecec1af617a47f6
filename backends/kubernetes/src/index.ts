export * from './credentials/index.ts'
