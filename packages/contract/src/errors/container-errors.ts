import { entry, type ErrorEntry } from './entry.ts'

/** Why a container is not lent as asked. */
export const containerErrors = {
  'name-taken': entry(
    409,
    ['「{name}」という名前のコンテナがすでにあります', '別の名前にするか、今のコンテナを削除してください。'],
    ['You already have a container named “{name}”', 'Choose another name or delete that container.'],
  ),
  'quota-exceeded': entry(
    409,
    ['借りられる数の上限({max} 個)に達しています', '使っていないコンテナを削除してください。'],
    ['You have reached your limit of {max} containers', 'Delete containers that you no longer use.'],
  ),
  'quota-running-exceeded': entry(
    409,
    [
      '同時に動かせる数の上限({max} 個)に達しています',
      '使っていないコンテナを停止するか、削除してください。',
    ],
    [
      'You have reached your limit of {max} containers that run together',
      'Stop or delete containers that you do not use now.',
    ],
  ),
  'quota-memory-exceeded': entry(
    409,
    [
      'メモリの合計の上限({max} GiB)を超えます',
      '動いているコンテナの上限の合計は {used} GiB です。あと {asked} GiB は足せません。使っていないコンテナを停止するか、メモリの上限を小さくしてください。',
    ],
    [
      'That is past your limit of {max} GiB of memory in all',
      'The limits of your running containers add up to {used} GiB; {asked} GiB more do not fit. Stop containers that you do not use, or ask for less memory.',
    ],
  ),
  'quota-cpus-exceeded': entry(
    409,
    [
      'CPU の合計の上限({max} 個)を超えます',
      '動いているコンテナの上限の合計は {used} 個です。あと {asked} 個は足せません。使っていないコンテナを停止するか、CPU の上限を小さくしてください。',
    ],
    [
      'That is past your limit of {max} CPUs in all',
      'The limits of your running containers add up to {used} CPUs; {asked} more do not fit. Stop containers that you do not use, or ask for fewer CPUs.',
    ],
  ),
  'no-room': entry(
    409,
    [
      'いまは空きがありません',
      'メモリ・CPU・GPU を減らすか、しばらく待って試してください。空いているサーバーがないときは管理者に知らせてください。',
    ],
    [
      'There is no room at the moment',
      'Ask for less memory or CPU or fewer GPUs, or try again later; tell an administrator if no server has room.',
    ],
  ),
  'gpus-lacking': entry(
    409,
    [
      'GPU を {gpus} 枚もつサーバーはありません',
      'いま使えるサーバーがもつのは最大 {most} 枚です。GPU の数を減らしてください。',
    ],
    [
      'No server has as many GPUs as you ask for ({gpus})',
      'The most that a server has for this image is {most}: ask for fewer.',
    ],
  ),
  'gpus-taken': entry(
    409,
    [
      'GPU({gpus} 枚)が空くのを待っています',
      'ほかの人が使っています。返されると、待っている順に自動で始まります。待たないときは削除してください。',
    ],
    [
      'It waits for GPUs to be free ({gpus})',
      'Others are using them. When they are given back it starts by itself, whoever waits longest first. Delete it if you would rather not wait.',
    ],
  ),
  'image-elsewhere': entry(
    409,
    [
      'このイメージはサーバー「{backend}」にありません',
      'サーバーを選ばないか、イメージのあるサーバーを選んでください: {backends}',
    ],
    ['The backend “{backend}” does not have this image', 'Choose no backend, or one that has it: {backends}'],
  ),
  'backend-unknown': entry(
    400,
    ['「{backend}」というサーバーはありません', '一覧から選んでください。'],
    ['There is no backend “{backend}”', 'Choose one from the list.'],
  ),
  'container-not-running': entry(
    409,
    ['コンテナが動いていません', '「開始」を押してから、もう一度試してください。'],
    ['The container is not running', 'Start it and try again.'],
  ),
  'container-not-ready': entry(
    409,
    ['コンテナはまだ準備中です', '準備が終わるまで待ってください。'],
    ['The container is not ready yet', 'Wait until it has been created.'],
  ),
  'container-removing': entry(
    409,
    ['コンテナは削除中です', 'まもなく一覧から消えます。'],
    ['The container is being deleted', 'It will be gone in a moment.'],
  ),
  'image-in-use': entry(
    409,
    [
      'このイメージは使われています(コンテナ: {containers})',
      '使っているコンテナを先に削除してください。ほかの人のコンテナの場合は、共有をやめて、返されるのを待ってください。',
    ],
    [
      'The image is in use (containers: {containers})',
      'Delete the containers that use it first; if they are other people’s, stop sharing it and wait until they are given back.',
    ],
  ),
  'image-recommendation-refused': entry(
    409,
    [
      'このイメージは「おすすめ」にできません',
      '教員か管理者が共有しているイメージだけが対象です。先に共有してください。',
    ],
    [
      'This image cannot be recommended',
      'Only images shared by a teacher or an administrator can be: share it first.',
    ],
  ),
  'build-failed': entry(
    409,
    ['ビルドに失敗しました: {message}', 'ログの最後を確かめ、Dockerfile やファイルを直してください。'],
    ['The build failed: {message}', 'See the last lines of its log, and mend the Dockerfile or the files.'],
  ),
  'build-refused': entry(
    403,
    ['このビルドはできません: {reason}', '指示に従って Dockerfile やオプションを直してください。'],
    ['This build is refused: {reason}', 'Change the Dockerfile or the options accordingly.'],
  ),
  'repository-invalid': entry(
    400,
    [
      'この Git リポジトリの指定は使えません',
      'https:// で始まるアドレスを、ユーザー名やパスワードを含めずに書いてください。ブランチ名やフォルダーも確かめてください。',
    ],
    [
      'This Git repository cannot be used as it is written',
      'Give an address that begins with https:// and has no name or password in it, and check the branch and the folder.',
    ],
  ),
  'repository-refused': entry(
    403,
    [
      '{host} からは取得できません',
      '公開されている Git サーバーか、管理者が許したサーバーだけが使えます。必要なら管理者に頼んでください(BERTH_GIT_HOSTS)。',
    ],
    [
      'Nothing is fetched from {host}',
      'Only public Git servers and those that the administrator allows are used. Ask the administrator (BERTH_GIT_HOSTS).',
    ],
  ),
  'repository-failed': entry(
    502,
    [
      'リポジトリを取得できませんでした: {message}',
      'アドレス、ブランチ、フォルダーを確かめてください。非公開のリポジトリにはアクセストークンが必要です。',
    ],
    [
      'The repository could not be fetched: {message}',
      'Check the address, the branch and the folder. A private repository needs an access token.',
    ],
  ),
  'repository-too-large': entry(
    413,
    [
      'リポジトリが {max} MiB を超えています',
      '大きなファイルを除くか、必要なフォルダーを直接アップロードしてください。',
    ],
    ['The repository is larger than {max} MiB', 'Take large files out, or upload the folder that is needed.'],
  ),
  'git-missing': entry(
    409,
    [
      'ビルドするサーバーに Git 2.37 以上がありません',
      '管理者に知らせるか、フォルダーをアップロードしてください。',
    ],
    ['The build server has no Git from 2.37 on', 'Tell an administrator, or upload the folder.'],
  ),
  'build-interrupted': entry(
    503,
    ['サーバーが再起動したため、ビルドが途中で終わりました', 'もう一度ビルドしてください。'],
    ['The build was ended by a restart of the server', 'Build again.'],
  ),
  'builds-unavailable': entry(
    409,
    [
      'イメージをビルドできるサーバーがありません',
      '管理者に知らせてください。自分のパソコンで作り、レジストリに置いたイメージは使えます。',
    ],
    [
      'No backend can build images',
      'Tell an administrator; images that you build elsewhere and push to a registry can be used.',
    ],
  ),
  'too-many-builds': entry(
    429,
    ['終わっていないビルドが {max} 個あります', '終わるのを待つか、いらないものを取り消してください。'],
    ['{max} of your builds have not ended', 'Wait for them, or cancel those you no longer need.'],
  ),
  'too-many-conversions': entry(
    429,
    [
      'SIF ファイルを {max} 個同時に作っています',
      'どれかが終わるのを待つか、いらないものを取り消してから、もう一度試してください。',
    ],
    [
      '{max} of your SIF files are being made',
      'Wait for one of them, or cancel one you no longer need, and try again.',
    ],
  ),
} as const satisfies Record<string, ErrorEntry>
