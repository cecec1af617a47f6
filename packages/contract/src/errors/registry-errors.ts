import { entry, type ErrorEntry } from './entry.ts'

/** What can go wrong with an account's logins at registries. */
export const registryErrors = {
  'registry-invalid': entry(
    400,
    [
      '「{registry}」はレジストリの名前ではありません',
      'イメージ名の先頭にあるホスト名(例: docker.io、registry.example.ac.jp:5050)を入力してください。',
    ],
    [
      '“{registry}” is not a registry',
      'Give the host that image names begin with, such as docker.io or registry.example.edu:5050.',
    ],
  ),
  'push-failed': entry(
    502,
    [
      'イメージをレジストリに置けませんでした',
      '自動でもう一度試します。続くときは次の言葉を管理者に知らせてください: {message}',
    ],
    [
      'The image could not be put into the registry',
      'It is tried again by itself; if it goes on, tell an administrator: {message}',
    ],
  ),
  'registries-exceeded': entry(
    409,
    ['レジストリのログインは {max} 件までです', '使っていないものを削除してください。'],
    ['You may have logins for {max} registries', 'Delete those that you no longer use.'],
  ),
} as const satisfies Record<string, ErrorEntry>
