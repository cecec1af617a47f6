import { pino, type Logger } from 'pino'

/** Names whose values never reach the log, wherever in it they stand. */
const secret = ['authorization', 'cookie', 'password', 'token', 'passwordHash', 'environments']

/** The process's log: one JSON object a line on standard output, or in a file, secrets left out. */
export function createLog(level: string, file?: string): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: secret.flatMap((name) => [
        name,
        `*.${name}`,
        `*.*.${name}`,
        `["set-cookie"]`,
        `*["set-cookie"]`,
      ]),
      censor: '[secret]',
    },
  }
  return file === undefined ? pino(options) : pino(options, pino.destination({ dest: file, mode: 0o600 }))
}
