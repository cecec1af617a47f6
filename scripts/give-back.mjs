// Loaded before each program of Berth's: whenever it has come to rest, memory that a start or a rush left goes back to
// the system. V8 keeps it otherwise: 20 MB a console.

/** Milliseconds. */
const interval = 10_000
/** Microseconds of processor time in that interval: a hundredth. */
const rest = 100_000

let since = process.cpuUsage()
let wasBusy = true

setInterval(() => {
  const { user, system } = process.cpuUsage(since)
  const isBusy = user + system > rest
  if (wasBusy && !isBusy) globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  wasBusy = isBusy
  // After the collection, which is no work of the program's.
  since = process.cpuUsage()
}, interval).unref()
