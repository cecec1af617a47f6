export const login = {
  title: 'ログイン',
  lead: '学科のサーバーに、自分だけのコンテナを借りる',
  account: 'アカウント',
  'account.description': '学科のアカウント名',
  password: 'パスワード',
  submit: 'ログイン',
  expired: 'ログインの期限が切れました。もう一度ログインしてください。',
  wait: '{{seconds}} 秒後にもう一度試せます',
  insecure: 'この接続は暗号化されていません。https:// のアドレスで開いてください。',
}
