/** Brazilian Portuguese. Addresses readers by *você*. */

import type { ReceiptsTexts } from '../texts.js';

export const texts: ReceiptsTexts = {
  title: 'Seus recibos',
  empty: 'Nada foi pago neste navegador ainda. Os recibos deste site aparecerão aqui.',
  blocked: 'Este navegador não guarda nada deste site, então não há recibos. Permita os dados do site para guardá-los.',
  loading: 'Procurando seus recibos…',
  paidOn: 'Pago em',
  price: 'Preço',
  payee: 'Para',
  payer: 'De',
  transaction: 'Transação',
  resource: 'Por',
  signature: 'Assinatura',
  signed: 'Assinado pelo vendedor',
  unsigned: 'Sem assinatura do vendedor; o pagamento consta no registro público',
  wrong: 'A assinatura não corresponde a este pagamento',
  unknown: 'Este navegador não consegue verificar a assinatura',
  open: 'Abrir a página',
  saveJson: 'Salvar como JSON',
  savePage: 'Salvar para imprimir',
  cannotRead: 'Paguei, mas não consigo ler',
  asking: 'Mostrando seu pagamento ao site novamente. Nada é cobrado.',
  letIn: 'O site liberou seu acesso novamente. Abra a página ou recarregue-a.',
  waiting: 'O pagamento ainda está a caminho. Tente de novo em um minuto; nada é cobrado outra vez.',
  unreachable: 'Não foi possível acessar o site. Seu pagamento não se perdeu: tente mais tarde ou escreva para o site.',
  refused:
    'O site não aceitou o pagamento ({reason}). Escreva para o site; a mensagem abaixo contém tudo o que é preciso.',
  message: 'Mensagem para o site',
  copy: 'Copiar a mensagem',
  copied: 'Copiado.',
  write: 'Escrever um e-mail',
  subject: 'Pago, mas não consigo ler: {title}',
  letter:
    'Olá,\n\nPaguei por isto e não consigo ler:\n\n{title}\n{resource}\n\nPago: {price} em {date}\nPara: {payee}\nDe: {payer}\nTransação: {txid} em {network}\nResposta do site: {answer}\n\nPor favor, libere meu acesso ou diga o que devo fazer.',
  noAnswer: 'nenhuma',
  details: 'Detalhes',
};
