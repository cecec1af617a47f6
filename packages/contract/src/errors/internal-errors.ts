import { entry, type ErrorEntry } from './entry.ts'

/** What can go wrong with Berth itself. */
export const internalErrors = {
  'database-unavailable': entry(
    503,
    [
      'データベースが応答しません',
      '少し待って、もう一度試してください。動いているコンテナには影響しません。',
    ],
    ['The database does not answer', 'Try again in a moment; running containers are not affected.'],
  ),
  internal: entry(
    500,
    [
      'Berth の内部でエラーが起きました',
      'もう一度試してください。続くときは、要求番号 {requestId} を管理者に知らせてください。',
    ],
    [
      'Something went wrong inside Berth',
      'Try again; if it goes on, give an administrator the request ID {requestId}.',
    ],
  ),
} as const satisfies Record<string, ErrorEntry>
