import { entry, type ErrorEntry } from './entry.ts'

/** What can be wrong with a request. */
export const requestErrors = {
  'invalid-input': entry(
    400,
    ['入力に誤りがあります', '印の付いた項目を直して、もう一度送ってください。'],
    ['Something in the request is not valid', 'Correct the marked fields and send it again.'],
  ),
  'field-invalid': entry(400, ['値が正しくありません', '{hint}'], ['The value is not valid', '{hint}']),
  'name-invalid': entry(
    400,
    [
      'この名前は使えません',
      '名前は小文字の英字・数字・ハイフンで 1〜40 文字、先頭と末尾は英字か数字にしてください。',
    ],
    [
      'This name cannot be used',
      'Use 1 to 40 lower-case letters, digits and hyphens, with a letter or digit first and last.',
    ],
  ),
  'image-reference-invalid': entry(
    400,
    [
      'イメージの名前が正しくありません',
      '「名前:タグ」の形で、小文字で書いてください(例: welcome、python:3.13)。ID では指定できません。',
    ],
    [
      'The image reference is not valid',
      'Write it as name:tag in lower case, such as welcome or python:3.13. IDs are not accepted.',
    ],
  ),
  'image-name-invalid': entry(
    400,
    [
      'イメージにこの名前は付けられません',
      '「名前」か「名前:タグ」の形で、小文字の英字・数字と . _ - を使ってください(例: kadai1、kadai1:v2)。',
    ],
    [
      'An image cannot have this name',
      'Write name or name:tag with lower-case letters, digits and . _ - such as report1 or report1:v2.',
    ],
  ),
  'build-arguments-invalid': entry(
    400,
    ['ビルド引数が正しくありません', '「名前=値」の形で、空白で区切って書いてください。'],
    ['The build arguments are not valid', 'Write NAME=value, separated by spaces.'],
  ),
  'environment-invalid': entry(
    400,
    [
      '環境変数「{variable}」が正しくありません',
      '「名前=値」の形で、空白で区切って書いてください。空白を含む値は引用符で囲みます。',
    ],
    [
      'The environment variable “{variable}” is not valid',
      'Write NAME=value, separated by spaces; put quotes around a value that contains spaces.',
    ],
  ),
  'environment-too-large': entry(
    400,
    [
      '環境変数が多すぎるか、長すぎます',
      '全部で {max} バイト、{count} 個以内にしてください。大きなデータはファイルとしてアップロードしてください。',
    ],
    [
      'The environment is too large',
      'Keep it within {max} bytes and {count} variables; upload large data as a file.',
    ],
  ),
  'port-invalid': entry(
    400,
    [
      'ポート「{port}」が正しくありません',
      '1 から 65535 の数字を空白で区切って、重なりなく書いてください(例: 8080 3000)。',
    ],
    [
      'The port “{port}” is not valid',
      'Write different numbers from 1 to 65535 separated by spaces, such as 8080 3000.',
    ],
  ),
  'ports-too-many': entry(
    400,
    ['ポートが多すぎます', '{max} 個以内にしてください。'],
    ['Too many ports', 'Ask for {max} at most.'],
  ),
  'command-invalid': entry(
    400,
    ['コマンドが正しくありません', '引用符の対応を確かめ、{max} バイト以内で書いてください。'],
    ['The command is not valid', 'Check that quotes are closed and keep it within {max} bytes.'],
  ),
  'limit-invalid': entry(
    400,
    ['「{limit}」の値が範囲の外です', '{min} から {max} の間にしてください。'],
    ['The value of “{limit}” is out of range', 'Choose between {min} and {max}.'],
  ),
  'path-invalid': entry(
    400,
    ['このパスは使えません', 'コンテナの中の絶対パス(/ で始まるもの)を指定し、「..」は使わないでください。'],
    [
      'This path cannot be used',
      'Give an absolute path inside the container (starting with /), without “..”.',
    ],
  ),
  'malformed-body': entry(
    400,
    ['本文を読み取れません', '正しい JSON を送ってください。'],
    ['The body could not be read', 'Send valid JSON.'],
  ),
  'payload-too-large': entry(
    413,
    ['送られた内容が大きすぎます', '{max} バイト以内にしてください。'],
    ['The request is too large', 'Keep it within {max} bytes.'],
  ),
  'unsupported-media-type': entry(
    415,
    ['この形式の本文は受け付けていません', 'Content-Type を {expected} にして送ってください。'],
    ['This kind of body is not accepted', 'Send it with Content-Type {expected}.'],
  ),
  'range-invalid': entry(
    416,
    ['ファイルにない範囲です', '全体で {size} バイトです。はじめからダウンロードし直してください。'],
    ['The file has no such range', 'It has {size} bytes in all; download it from the beginning.'],
  ),
  'not-found': entry(
    404,
    [
      '見つかりません',
      '名前や ID を確かめてください。すでに削除されたか、あなたのものではない可能性があります。',
    ],
    ['Not found', 'Check the name or ID: it may have been deleted, or is not yours.'],
  ),
  'method-not-allowed': entry(
    405,
    ['この操作はありません', 'API の説明書を確かめてください。'],
    ['There is no such operation', 'See the API document.'],
  ),
  'rate-limited': entry(
    429,
    ['要求が多すぎます', '{seconds} 秒待ってから、もう一度試してください。'],
    ['Too many requests', 'Wait {seconds} seconds and try again.'],
  ),
} as const satisfies Record<string, ErrorEntry>
