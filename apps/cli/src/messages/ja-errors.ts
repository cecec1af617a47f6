import type { Messages } from './messages.ts'

/** What `berth` says in Japanese when something is wrong. */
export const jaErrors: Messages['errors'] = {
  notLoggedIn: ['ログインしていません', '「berth login アドレス」を実行してください。'],
  unreachable: ['サーバーに接続できません', '{message}。アドレスとネットワークを確かめてください。'],
  unexpected: ['相手は対応する版の Berth サーバーではないようです', '{message}'],
  interrupted: ['中断しました', ''],
  unknownContainer: ['「{name}」というコンテナはありません', '一覧は「berth ps」で見られます。'],
  unknownImage: ['「{name}」というイメージはありません', '使えるものの一覧は「berth images」で見られます。'],
  noDescription: ['説明を 1 つだけ書いてください', '文章を書くか、--stdin を使ってください。'],
  noDockerfile: ['Dockerfile がありません: {path}', '--file で指定してください。'],
  dockerfileOutside: [
    '{path} は {folder} の中にありません',
    'Dockerfile は送るフォルダーの中に置いてください。',
  ],
  noServers: ['このコマンドにサーバーは含まれていません', 'Berth のチェックアウトで npm start を使います。'],
  goneAgain: ['ファイルが届く前に何度もなくなりました', 'しばらくしてから試してください: {name}'],
  damaged: ['届いたファイルが元と違います', '削除しました。もう一度試してください: {path}'],
  unknownToken: ['「{name}」というトークンはありません', '一覧は「berth token list」で見られます。'],
  noTerminal: ['端末が必要です', 'スクリプトでは --token-stdin、--password-stdin、--yes を使ってください。'],
  notTty: ['シェルには端末が必要です', 'コマンドを書いてください: berth exec 名前 -- コマンド'],
  passwordsDiffer: ['2 つのパスワードが違います', 'もう一度試してください。'],
  badUrl: ['「{value}」はアドレスではありません', 'https://ホスト:ポート のように書いてください。'],
  badNumber: ['「{value}」は数ではありません', '数字で書いてください。'],
  badMemory: ['「{value}」はメモリの量ではありません', '512m や 2g のように書いてください。'],
  badCopy: [
    '片方はコンテナの中のパスにしてください',
    'berth cp ファイル 名前:パス、または berth cp 名前:パス ファイル',
  ],
  badConfig: ['{file} を読めません', '直すか削除して、もう一度ログインしてください。'],
  badChoice: ['「{value}」は指定できません', '次のどれかにしてください: {choices}'],
  tarFailed: ['ダウンロードを展開できませんでした', '{message}'],
  exists: ['{path} はすでにあります', '別のコピー先を指定してください。'],
  file: ['ファイルを使えません', '{message}'],
  internal: ['問題が起きました', '{message}'],
}
