import type { Call } from '../answer.ts'

/** `Builder-Version: 1` has clients choose the classic builder. */
export function ping({ request, response }: Call): void {
  response.writeHead(200, {
    'api-version': '1.41',
    'builder-version': '1',
    ostype: 'linux',
    'docker-experimental': 'false',
    'cache-control': 'no-cache, no-store, must-revalidate',
    'content-type': 'text/plain; charset=utf-8',
  })
  response.end(request.method === 'HEAD' ? undefined : 'OK')
}
