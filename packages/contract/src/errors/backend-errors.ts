import { entry, type ErrorEntry } from './entry.ts'

/** What can go wrong with a backend. */
export const backendErrors = {
  'backend-exists': entry(
    409,
    ['「{backend}」という名前のサーバーはすでに登録されています', '別の名前にしてください。'],
    ['A backend named “{backend}” already exists', 'Choose another name.'],
  ),
  'backend-unreachable': entry(
    503,
    [
      'サーバー「{backend}」に接続できません',
      '復旧すると自動で続きます。続くときは管理者に知らせてください。',
    ],
    [
      'The backend “{backend}” cannot be reached',
      'It continues by itself once the server is back; tell an administrator if it goes on.',
    ],
  ),
  'backend-not-hardened': entry(
    503,
    ['サーバー「{backend}」は安全設定が済んでいないため貸し出していません', '管理者に知らせてください。'],
    ['The backend “{backend}” is not hardened and does not lend', 'Tell an administrator.'],
  ),
  'backend-in-use': entry(
    409,
    ['このサーバーにはコンテナがあります', '先にすべて削除してください。'],
    ['There are containers on this backend', 'Delete them first.'],
  ),
  'capability-missing': entry(
    409,
    ['このサーバーではできない操作です', '別のサーバーを選んでください。'],
    ['This backend cannot do that', 'Choose another backend.'],
  ),
  'runtime-unavailable': entry(
    503,
    [
      'コンテナの実行環境(Docker など)が応答しません',
      '復旧すると自動で続きます。続くときは管理者に知らせてください。',
    ],
    [
      'The container runtime does not answer',
      'It continues by itself once it is back; tell an administrator if it goes on.',
    ],
  ),
  'runtime-error': entry(
    502,
    [
      'コンテナの実行環境がエラーを返しました',
      'しばらくして、もう一度試してください。続くときは次の言葉を管理者に知らせてください: {message}',
    ],
    [
      'The container runtime reported an error',
      'Try again in a while; if it goes on, tell an administrator: {message}',
    ],
  ),
} as const satisfies Record<string, ErrorEntry>
