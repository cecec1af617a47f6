import { setTimeout as delay } from 'node:timers/promises'
import type { Container } from 'dockerode'

const variable = 'BERTH_EXEC'

/** The environment variable by which processes of one exec are found again: Docker has no call to end them. */
export const markerOf = (marker: string): string => `${variable}=${marker}`

/**
 * Processes put into a container from outside have no parent there (PPid 0), their children have.
 * `$1` the marker, `$2` `leader` to hang up the first process alone, as a terminal does that is closed.
 */
const script = `
for p in /proc/[0-9]*; do
  grep -qs "${variable}=$1" "$p/environ" || continue
  if [ "$2" = leader ]; then
    while read -r key value rest; do [ "$key" = PPid: ] && break; done < "$p/status"
    [ "$value" = 0 ] && kill -HUP "\${p#/proc/}"
  else
    kill -KILL "\${p#/proc/}"
  fi
done 2>/dev/null
exit 0`

/** A shell that never ends is the image's own, and counts against its container's limits. */
const longestMs = 5_000

/** Kills everything that an exec started, or hangs up its first process, as far as the shell in the image does it. */
export async function endProcesses(
  container: Container,
  marker: string,
  which: 'everything' | 'leader',
): Promise<void> {
  const exec = await container.exec({
    Cmd: ['/bin/sh', '-c', script, 'sh', marker, which],
    User: '0:0',
    AttachStdout: true,
    AttachStderr: true,
  })
  const socket = await exec.start({ hijack: true, stdin: false })
  socket.resume()
  const ended = new Promise((resolve) => socket.once('close', resolve).once('end', resolve))
  await Promise.race([ended, delay(longestMs, undefined, { ref: false })])
  socket.destroy()
}
