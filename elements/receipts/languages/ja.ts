/** Japanese, in the polite form. */

import type { ReceiptsTexts } from '../texts.js';

export const texts: ReceiptsTexts = {
  title: '領収書',
  empty: 'このブラウザーではまだ何も支払われていません。このサイトの領収書はここに表示されます。',
  blocked:
    'このブラウザーはこのサイトのデータを保存しないため、領収書がありません。保存するにはサイトのデータを許可してください。',
  loading: '領収書を探しています…',
  paidOn: '支払日',
  price: '金額',
  payee: '宛先',
  payer: '支払元',
  transaction: 'トランザクション',
  resource: '対象',
  signature: '署名',
  signed: '販売者の署名あり',
  unsigned: '販売者の署名はありません。支払いは公開の台帳に記録されています',
  wrong: '署名がこの支払いと一致しません',
  unknown: 'このブラウザーでは署名を確認できません',
  open: 'ページを開く',
  saveJson: 'JSON で保存',
  savePage: '印刷用に保存',
  cannotRead: '支払ったのに読めません',
  asking: '支払いをもう一度サイトに提示しています。料金はかかりません。',
  letIn: 'サイトが再び利用を許可しました。ページを開くか、再読み込みしてください。',
  waiting: '支払いはまだ処理中です。1 分後にもう一度お試しください。再度請求されることはありません。',
  unreachable: 'サイトに接続できませんでした。支払いは失われていません。後でもう一度試すか、サイトにご連絡ください。',
  refused:
    'サイトが支払いを受け付けませんでした({reason})。サイトにご連絡ください。下のメッセージに必要な内容がすべて含まれています。',
  message: 'サイトへのメッセージ',
  copy: 'メッセージをコピー',
  copied: 'コピーしました。',
  write: 'メールを書く',
  subject: '支払い済みですが読めません: {title}',
  letter:
    'お世話になります。\n\n次のものに支払いましたが、読むことができません。\n\n{title}\n{resource}\n\n金額: {price}({date})\n宛先: {payee}\n支払元: {payer}\nトランザクション: {txid}({network})\nサイトの応答: {answer}\n\n利用できるようにしていただくか、対処方法を教えてください。',
  noAnswer: 'なし',
  details: '詳細',
};
