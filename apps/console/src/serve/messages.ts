/** What `berth serve` says, in Japanese where the system speaks it, else in English. */
export interface Messages {
  readonly preparing: string
  readonly alreadyRunning: (data: string) => string
  readonly ready: (url: string) => string
  readonly firstAdministrator: (account: string, password: string) => string
  readonly stopping: string
  readonly stopped: string
  readonly failed: string
  readonly howToStop: string
}

const japanese: Messages = {
  preparing: 'Berth を起動しています …',
  alreadyRunning: (data) => `別の Berth がすでに ${data} を使っています。先にそちらを終了してください。`,
  ready: (url) => `Berth が動きました: ${url}`,
  firstAdministrator: (account, password) =>
    `最初の管理者でログインできます(このパスワードは一度しか表示しません)\n  アカウント: ${account}\n  パスワード: ${password}`,
  stopping: '終了しています …',
  stopped: '終了しました。データは残してあります。',
  failed: '起動できませんでした',
  howToStop: '終了するには Ctrl-C を押してください。',
}

const english: Messages = {
  preparing: 'Starting Berth …',
  alreadyRunning: (data) => `Another Berth is already using ${data}. Stop it first.`,
  ready: (url) => `Berth is running: ${url}`,
  firstAdministrator: (account, password) =>
    `Log in as the first administrator (this password is shown only once)\n  Account:  ${account}\n  Password: ${password}`,
  stopping: 'Stopping …',
  stopped: 'Stopped. The data are kept.',
  failed: 'Berth could not be started',
  howToStop: 'Press Ctrl-C to stop it.',
}

/** By the locale's variables, in POSIX's order of precedence. */
export function messagesFor(environment: Readonly<Record<string, string | undefined>>): Messages {
  const { LC_ALL, LC_MESSAGES, LANG } = environment
  return /^ja/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? japanese : english
}
