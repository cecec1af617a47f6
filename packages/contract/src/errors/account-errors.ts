import { entry, type ErrorEntry } from './entry.ts'

/** What can be wrong with an account. */
export const accountErrors = {
  'account-invalid': entry(
    400,
    [
      'このアカウント名は使えません',
      '小文字の英字・数字・「.」「_」「-」で 1〜32 文字、先頭は英字か数字にしてください。',
    ],
    [
      'This account name cannot be used',
      'Use 1 to 32 lower-case letters, digits, dots, underscores and hyphens, a letter or digit first.',
    ],
  ),
  'account-exists': entry(
    409,
    ['アカウント「{account}」はすでにあります', '別の名前にするか、今のものを変更してください。'],
    ['The account “{account}” already exists', 'Choose another name or change the existing one.'],
  ),
  'account-managed-elsewhere': entry(
    409,
    ['このアカウントは LDAP で管理されています', 'パスワードと役割は学科のディレクトリで変更してください。'],
    ['This account is managed in LDAP', 'Change its password and role in the department’s directory.'],
  ),
  'last-administrator': entry(
    409,
    ['最後の管理者は外せません', '先に別の管理者を作ってください。'],
    ['The last administrator cannot be removed', 'Make another administrator first.'],
  ),
  'password-invalid': entry(
    400,
    ['このパスワードは使えません', '{min} 文字以上 {max} 文字以内にしてください。'],
    ['This password cannot be used', 'Use {min} to {max} characters.'],
  ),
} as const satisfies Record<string, ErrorEntry>
