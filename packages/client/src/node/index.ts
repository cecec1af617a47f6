export * from './connection.ts'
export * from './open-terminal.ts'
