import { readFile, writeFile } from 'node:fs/promises'

/** Keys, and bytes of keys, that one user may have: keyrings(7). Every container joins a session keyring of its own. */
const quotas = { '/proc/sys/kernel/keys/maxkeys': 20_000, '/proc/sys/kernel/keys/maxbytes': 400_000 }

/**
 * Lets a daemon with user-namespace remapping run more than about 200 containers: all of its containers' root is one
 * user of the host, whose keys the kernel counts together. Where this machine may not be changed, it stays as it is.
 */
export async function raiseKeyQuotas(): Promise<void> {
  for (const [file, wanted] of Object.entries(quotas)) {
    try {
      if (Number(await readFile(file, 'utf8')) < wanted) await writeFile(file, String(wanted))
    } catch {
      // A kernel without keys counts none; in a container they are the host's to set.
    }
  }
}
