/** Chinese, simplified characters. */

import type { ReceiptsTexts } from '../texts.js';

export const texts: ReceiptsTexts = {
  title: '收据',
  empty: '此浏览器中尚未支付任何内容。本网站的收据将显示在这里。',
  blocked: '此浏览器不保存本网站的任何数据,因此没有收据。请允许保存网站数据。',
  loading: '正在查找收据…',
  paidOn: '支付时间',
  price: '价格',
  payee: '收款方',
  payer: '付款方',
  transaction: '交易',
  resource: '内容',
  signature: '签名',
  signed: '已由卖家签名',
  unsigned: '卖家未签名；付款已有公开记录',
  wrong: '签名与这笔付款不符',
  unknown: '此浏览器无法验证签名',
  open: '打开页面',
  saveJson: '保存为 JSON',
  savePage: '保存打印页',
  cannotRead: '已付款但无法阅读',
  asking: '正在再次向网站出示您的付款,不会收费。',
  letIn: '网站已重新开放访问。请打开或重新加载页面。',
  waiting: '付款仍在处理中。请一分钟后重试,不会再次收费。',
  unreachable: '无法连接网站。您的付款没有丢失:请稍后重试,或联系网站。',
  refused: '网站未接受这笔付款({reason})。请联系网站,下面的消息包含所需的全部信息。',
  message: '给网站的消息',
  copy: '复制消息',
  copied: '已复制。',
  write: '写电子邮件',
  subject: '已付款但无法阅读:{title}',
  letter:
    '您好,\n\n我已为以下内容付款,但无法阅读:\n\n{title}\n{resource}\n\n金额:{price},{date}\n收款方:{payee}\n付款方:{payer}\n交易:{txid}({network})\n网站的答复:{answer}\n\n请为我开通访问,或告诉我该怎么做。',
  noAnswer: '无',
  details: '详情',
};
