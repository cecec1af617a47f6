import { entry, type ErrorEntry } from './entry.ts'

/** Who asks, and whether they may. */
export const identityErrors = {
  unauthenticated: entry(
    401,
    ['ログインが必要です', 'ログインしてから、もう一度試してください。'],
    ['You are not logged in', 'Log in and try again.'],
  ),
  'session-expired': entry(
    401,
    ['ログインの期限が切れました', 'もう一度ログインしてください。'],
    ['Your session has ended', 'Log in again.'],
  ),
  'wrong-credentials': entry(
    401,
    [
      'アカウント名またはパスワードが違います',
      '入力を確かめて、もう一度試してください。大文字・小文字にも注意してください。',
    ],
    ['The account or the password is wrong', 'Check both and try again; capitals matter in the password.'],
  ),
  'account-disabled': entry(
    403,
    ['このアカウントは停止されています', '管理者に問い合わせてください。'],
    ['This account is disabled', 'Ask an administrator.'],
  ),
  'too-many-attempts': entry(
    429,
    ['ログインの失敗が続いたため、一時的に止めています', '{seconds} 秒待ってから、もう一度試してください。'],
    ['Too many failed logins', 'Wait {seconds} seconds and try again.'],
  ),
  'directory-unavailable': entry(
    503,
    [
      'アカウントのサーバー(LDAP)が応答しません',
      'しばらく待って、もう一度試してください。続くときは管理者に知らせてください。',
    ],
    [
      'The account directory (LDAP) does not answer',
      'Try again in a moment; tell an administrator if it goes on.',
    ],
  ),
  forbidden: entry(
    403,
    ['この操作は許可されていません', '必要なら管理者に頼んでください。'],
    ['You may not do this', 'Ask an administrator if you need it.'],
  ),
  'origin-refused': entry(
    403,
    ['ほかのサイトからの要求は受け付けません', 'Berth のページから操作してください。'],
    ['A request from another site was refused', 'Use Berth’s own pages.'],
  ),
} as const satisfies Record<string, ErrorEntry>
