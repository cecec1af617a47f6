import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Image } from '@berth/contract'
import { until } from '@berth/test/fixtures/child'
import type { Caller, Setting } from './bench.ts'

const execute = promisify(execFile)

/** An image of the administrator's with files of this very Debian, up to so many MB. */
export async function debianImage(setting: Setting, size: number): Promise<Image> {
  const { admin, berth } = setting
  const reference = `berth.internal/admin/debian-${size}:1`
  const labels = `LABEL berth.instance=${berth.instance} berth.account=admin`
  const list = `find /usr -xdev -type f -readable -printf '%s\\t%p\\n' | sort -k2 |
    awk -F'\\t' -v most=${size * 1_000_000} '{ sum += $1; if (sum > most) exit; print $2 }'`
  const tar = `${list} | tar -c --files-from=- --absolute-names --transform='s,^/,,'`
  const load = `docker -H unix://${setting.socketPath} import -c '${labels}' -c 'CMD ["sh"]' - ${reference}`
  await execute('bash', ['-c', `${tar} | ${load}`], { maxBuffer: 2 ** 26 })
  let found: Image | undefined
  await until(
    () => 'the image is in the list',
    async () => {
      found = (await admin.call<Image[]>('GET', '/images')).find((image) => image.reference === reference)
      return found !== undefined
    },
  )
  return found as Image
}

/** Has its SIF file made. */
export async function convert({ url, headers }: Caller, { id }: Image): Promise<void> {
  const answer = await fetch(`${url}/api/v1/images/${id}/singularity`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  })
  const said = await answer.text()
  if (!said.includes('"type":"done"')) throw new Error(said)
}
