export * from './connection.ts'
export * from './open-terminal.ts'
export * from './send-bytes.ts'
