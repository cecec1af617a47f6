import { BerthError } from '@berth/contract'

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** An agent's URL as it may be stored. Its token would be read by others on the way without TLS: `invalid-input`. */
export function checkAgentUrl(text: string): string {
  if (/^unix:(\/\/)?\/[^\0\n]+$/.test(text)) return text
  const url = URL.canParse(text) ? new URL(text) : null
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.test(url.hostname))
  if (url !== null && safe && url.username === '' && url.pathname === '/' && url.search === '')
    return url.origin
  const hint = 'https://host:port, unix:/path'
  throw new BerthError(
    'invalid-input',
    {},
    { fields: [{ path: 'url', code: 'field-invalid', params: { hint } }] },
  )
}
