import { entry, type ErrorEntry } from './entry.ts'

/** What can go wrong with an account's GitLab Runner. */
export const runnerErrors = {
  'gitlab-missing': entry(
    409,
    ['この Berth には GitLab が設定されていません', '管理者に知らせてください。'],
    ['This Berth has no GitLab', 'Tell an administrator.'],
  ),
  'gitlab-unknown': entry(
    400,
    ['この GitLab は使えません: {url}', '一覧にある GitLab から選んでください。'],
    ['This GitLab cannot be used: {url}', 'Choose one of those that are offered.'],
  ),
  'gitlab-token-refused': entry(
    400,
    [
      'GitLab がこのトークンを受け付けません',
      'GitLab で新しいランナーを作り、表示されたトークン(glrt- で始まるもの)を貼り付けてください。',
    ],
    [
      'GitLab does not accept this token',
      'Make a new runner in GitLab and paste the token that it shows (it begins with glrt-).',
    ],
  ),
  'gitlab-unreachable': entry(
    503,
    [
      'GitLab({url})が応答しません',
      'しばらくしてもう一度試してください。続くときは管理者に知らせてください。',
    ],
    ['GitLab ({url}) does not answer', 'Try again later; tell an administrator if it goes on.'],
  ),
  'gitlab-busy': entry(
    503,
    ['GitLab({url})が混み合っています', '{seconds} 秒ほど待ってから、もう一度試してください。'],
    ['GitLab ({url}) takes no more requests just now', 'Try again in about {seconds} seconds.'],
  ),
  'runner-ended': entry(
    502,
    ['ランナーが動き続けられません', '最後の出力を確かめ、管理者に知らせてください。'],
    ['The runner does not stay up', 'See its last lines, and tell an administrator.'],
  ),
} as const satisfies Record<string, ErrorEntry>
