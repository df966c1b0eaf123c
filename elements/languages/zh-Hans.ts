/** Chinese, simplified. Addresses the reader as 你, as consumer apps do. */

import type { Language } from './language.js';

export const texts: Language = {
  direction: 'ltr',
  title: '继续阅读',
  description: '支付一次，即可打开本页的其余内容。',
  loading: '正在查询价格…',
  payWith: '支付方式',
  pay: '支付 {price}',
  assurance: '未经你在钱包中确认，不会发送任何款项。',
  access: '可阅读 {access}。',
  once: '可打开一次。',
  notKept: '此浏览器不保存任何内容：付费内容在你离开本页之前保持打开。',
  details: '收款方 {payee}（{network}）',
  signIn: '已付款？用钱包登录',
  failed: '请检查网络连接，或重新加载页面',
  tryAgain: '重试',
  placeholder: '这段文字只在付款后才会载入，页面源代码中并不包含。',
  printed: '其余内容可在此购买：{url}',
  price: '价格',
  paying: '正在支付 {price}',
  stepWallet: '在{wallet}中确认',
  yourWallet: '钱包',
  stepSend: '发送付款',
  stepBlock: '等待确认',
  stepRead: '继续阅读',
  preparing: '正在准备付款。钱包可能会请求显示你的地址。',
  wallet: '请核对钱包显示的金额为 {price}，然后确认。',
  presenting: '已签名的付款正在发送。',
  waiting: '网络正在确认，通常需要半分钟。',
  mayClose: '你可以关闭本页：付款会继续进行，再次打开时即可阅读。',
  mustStay: '请不要关闭本页：此浏览器不保存任何内容。',
  elsewhere: '另一个标签页正在付款。完成后，这里也会打开。',
  cancel: '取消',
  unlocked: '已解锁。以下是付费内容。',
  receipt: '已支付 {price}，谢谢！',
  transaction: '交易 {txid}',
  until: '可阅读至{date}。',
  signingIn: '正在登录',
  signMessage: '请在{wallet}中签署消息，不会产生付款。',
  lookingUp: '网站正在查找此账户的付款记录。',
  choose: '选择钱包',
  otherWallets: '其他钱包…',
  back: '返回',
  checkAgain: '再次检查',
  payAnyway: '仍要支付',
  install: '获取 {wallet}',
  thePrice: '款项',
  more: '一些余额',
  ended: '有效期至{date}。按当前价格付款即可继续阅读。',
  download: '下载付费内容',
  damaged: '有一张图片无法打开。请重新加载页面再试；不会向你收费。',
  open: '打开',
  done: '完成',
  errors: {
    payment_required: {
      title: '此内容尚未付款',
      help: '网站没有找到你的付款记录。你现在可以付款。',
    },
    invalid_payload: {
      title: '网站未接受这笔付款',
      help: '网站检查后拒绝了付款，因此没有发送任何款项。请重试；如果再次发生，请告知网站。',
    },
    invalid_payment_requirements: {
      title: '无法读取价格',
      help: '网站的报价方式有误。没有发生付款。请告知网站。',
    },
    invalid_offer: {
      title: '需要重新查询价格',
      help: '网站已不再识别之前的报价，因此没有发送任何款项。请重新付款，只会扣款一次。',
    },
    offer_expired: {
      title: '报价已过期',
      help: '付款到达网站的时间太晚，因此没有发送任何款项。请重新付款，只会扣款一次。',
    },
    invalid_exact_stacks_payload_signature: {
      title: '签名不匹配',
      help: '钱包可能已切换到其他账户。没有发送任何款项。请在钱包中选择账户后重试。',
    },
    payment_already_used: {
      title: '这笔付款已被使用',
      help: '它只能打开一次。要再次打开，需要重新付款。',
    },
    payment_in_progress: {
      title: '另一个标签页正在付款',
      help: '请在那里完成。不会重复扣款。',
    },
    insufficient_funds: {
      title: '钱包余额不足',
      help: '支付款项和网络费用还差 {missing}。请充值或选择其他币种，然后重试。',
    },
    nonce_conflict: {
      title: '你有另一笔交易在先',
      help: '你的账户有一笔交易正在处理，占用了这笔付款的位置。请等待其确认后重试。不会重复扣款。',
    },
    fee_too_low: {
      title: '网络费用过低',
      help: '费用刚刚上涨，因此没有发送任何款项。请按新的费用重试。',
    },
    broadcast_rejected: {
      title: '网络未接受这笔付款',
      help: '没有扣款。请在一分钟后重试。',
    },
    settlement_pending: {
      title: '付款正在处理中',
      help: '你可以关闭本页，再次打开时即可阅读。',
    },
    transaction_failed: {
      title: '网络撤销了这笔付款',
      help: '没有扣除价款，只收取了少量网络费用。你可以重试。',
    },
    access_expired: {
      title: '你的阅读期限已结束',
      help: '已付费的时间已过。重新付款即可继续阅读。',
    },
    invalid_pass: {
      title: '你的访问凭证已失效',
      help: '网站不再接受它。重新付款即可继续阅读。',
    },
    invalid_dpop_proof: {
      title: '此凭证属于另一个浏览器',
      help: '它与最初获得它的浏览器绑定。付费内容不会丢失，请重试。',
    },
    sign_in_mismatch: {
      title: '登录未被接受',
      help: '没有发生付款。请使用付款时的账户重新登录。',
    },
    sign_in_expired: {
      title: '登录用时过长',
      help: '没有发生付款。请重新登录。',
    },
    sign_in_unpaid: {
      title: '此账户尚未为此付款',
      help: '也可能是期限已过，或付款尚未确认。请使用付款时的账户登录，或现在付款。',
    },
    invalid_receipt: {
      title: '无法验证这张收据',
      help: '它可能被更改过，或此浏览器无法验证。付费内容不会丢失。',
    },
    overloaded: {
      title: '网站繁忙',
      help: '会自动重试，不会丢失任何内容。',
    },
    invalid_configuration: {
      title: '这里出了点问题',
      help: '这不是你的错，没有发送任何款项。请重新载入页面；如果再次发生，请告知网站。',
    },
    no_payable_offer: {
      title: '此处无法支付这个价格',
      help: '网站要求的币种或网络在此不受支持。请告知网站。',
    },
    terms_changed: {
      title: '价格已变更',
      help: '没有发生付款。请在付款前查看新价格。',
    },
    payment_unresolved: {
      title: '你是否已经付款？',
      help: '钱包可能已发出付款，但网站尚未确认。请查看钱包中的活动记录。如果 {price} 已转出，请不要再次付款：一分钟后在此再次检查，或将交易编号告知网站。',
    },
    wallet_missing: {
      title: '你需要一个 Stacks 钱包',
      help: '钱包是一款保管数字货币并用它付款的小软件。免费，几分钟即可设置完成。之后请重新载入本页。',
    },
    wallet_rejected: {
      title: '你拒绝了付款',
      help: '没有发送任何款项。如果改变主意，价格保持不变。',
    },
    wallet_failed: {
      title: '钱包没有给出有效答复',
      help: '请解锁钱包后重试。如果之前的付款已经发出，会被找到并使用，不会重复扣款。',
    },
    policy_refused: {
      title: '你的钱包没有付款',
      help: '它可能已锁定、余额不足，或这笔金额超出了你设定的上限。请在浏览器工具栏中打开它查看。此处没有发生付款。',
    },
    wallet_changed_payment: {
      title: '钱包更改了付款内容',
      help: '签名的内容与网站的要求不符，因此未被使用。请不要修改付款内容并重试，或使用其他钱包。',
    },
    wrong_network: {
      title: '钱包处于其他网络',
      help: '请在钱包的设置中切换到 {network} 后重试。',
    },
    node_unreachable: {
      title: '无法连接 Stacks 网络',
      help: '没有发送任何款项。请检查网络连接，一分钟后重试。',
    },
    invalid_node_answer: {
      title: 'Stacks 网络没有给出有效答复',
      help: '没有发送任何款项。请在一分钟后重试。',
    },
    resource_unreachable: {
      title: '网站没有响应',
      help: '请检查网络连接后重试。你已确认的付款会被保留，绝不会重复支付。',
    },
    content_unreadable: {
      title: '无法打开已购内容',
      help: '本页的副本已损坏或已过期。你的付款会被保留，不会再次扣款。请重新载入页面；如果仍然无效，请告知网站。',
    },
    aborted: { title: '操作已停止', help: '你可以随时重试。' },
  },
};
