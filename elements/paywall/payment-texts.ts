/** What a reader gets to read while paying. */

export const PAYMENT_ENGLISH = {
  price: 'the price',
  paying: 'Paying {price}',
  stepWallet: 'Approve in {wallet}',
  yourWallet: 'your wallet',
  stepSend: 'Send the payment',
  stepBlock: 'Wait for confirmation',
  stepRead: 'Read on',
  preparing: 'Preparing the payment. Your wallet may ask to show your address.',
  wallet: 'Check that your wallet shows {price}, then approve.',
  presenting: 'The signed payment is on its way.',
  waiting: 'The network is confirming it, usually within half a minute.',
  mayClose: 'You may close this page: the payment goes on, and this opens when you come back.',
  mustStay: 'Please keep this page open: this browser keeps nothing.',
  elsewhere: 'Another tab is paying for it. It opens here, too, when that is done.',
  cancel: 'Cancel',
  unlocked: 'Unlocked. What you paid for follows.',
  receipt: 'Paid {price}. Thank you.',
  transaction: 'Transaction {txid}',
  until: 'Yours until {date}.',
};

export type PaymentTexts = Readonly<Record<keyof typeof PAYMENT_ENGLISH, string>>;
