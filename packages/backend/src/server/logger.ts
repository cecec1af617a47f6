import { pino, type Logger } from 'pino'

/** The agent's log: JSON lines on standard output, in which secrets and users' environments are blotted out. */
export function createLogger(level = 'info'): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: ['token', 'authorization', 'environments', 'Env'].flatMap((key) => [
        key,
        `*.${key}`,
        `*.*.${key}`,
        `*.*.*.${key}`,
      ]),
      censor: '[redacted]',
    },
  })
}
