/** Portuguese of Brazil. *Você*. */

import type { Language } from './language.js';

export const texts: Language = {
  direction: 'ltr',
  title: 'Continue lendo',
  description: 'O restante desta página abre com um pagamento.',
  loading: 'Consultando o preço…',
  payWith: 'Pagar com',
  pay: 'Pagar {price}',
  assurance: 'Nada é enviado sem a sua aprovação na carteira.',
  access: 'Acesso por {access}.',
  once: 'Abre uma vez.',
  notKept: 'Este navegador não guarda nada: o que você pagar fica aberto até você sair desta página.',
  details: 'Para {payee} em {network}',
  signIn: 'Já pagou? Entre com sua carteira',
  failed: 'Verifique sua conexão ou recarregue a página',
  tryAgain: 'Tentar de novo',
  placeholder: 'Este texto só chega à página depois do pagamento. ',
  printed: 'O restante deste texto está à venda em {url}',
  price: 'o preço',
  paying: 'Pagamento de {price}',
  stepWallet: 'Aprovar: {wallet}',
  yourWallet: 'sua carteira',
  stepSend: 'Enviar o pagamento',
  stepBlock: 'Aguardar a confirmação',
  stepRead: 'Continuar lendo',
  preparing: 'Preparando o pagamento. Sua carteira pode pedir para mostrar seu endereço.',
  wallet: 'Confira se a carteira mostra {price} e aprove.',
  presenting: 'O pagamento assinado está a caminho.',
  waiting: 'A rede está confirmando; costuma levar meio minuto.',
  mayClose: 'Você pode fechar esta página: o pagamento continua e tudo estará aberto quando você voltar.',
  mustStay: 'Deixe esta página aberta: este navegador não guarda nada.',
  elsewhere: 'Outra aba está fazendo o pagamento. Depois disso, abre aqui também.',
  cancel: 'Cancelar',
  unlocked: 'Desbloqueado. A seguir, o que você pagou.',
  receipt: 'Você pagou {price}. Obrigado!',
  transaction: 'Transação {txid}',
  until: 'Acesso até {date}.',
  signingIn: 'Entrando',
  signMessage: 'Assine a mensagem em {wallet}. Nada é pago.',
  lookingUp: 'O site está procurando o que esta conta pagou.',
  choose: 'Escolha sua carteira',
  otherWallets: 'Outras carteiras…',
  back: 'Voltar',
  checkAgain: 'Verificar',
  payAnyway: 'Pagar mesmo assim',
  install: 'Instalar {wallet}',
  thePrice: 'o preço',
  more: 'fundos',
  ended: 'Durou até {date}. Pague o preço de hoje para continuar lendo.',
  download: 'Baixar o que você pagou',
  damaged: 'Não foi possível abrir uma imagem. Recarregue a página para tentar de novo; nada é cobrado.',
  open: 'Abrir',
  done: 'Pronto',
  errors: {
    payment_required: {
      title: 'Isto ainda não foi pago',
      help: 'O site não encontrou nenhum pagamento seu. Você pode pagar agora.',
    },
    invalid_payload: {
      title: 'O site não aceitou o pagamento',
      help: 'Ele analisou e recusou o pagamento, então nada foi enviado. Tente de novo e, se acontecer outra vez, avise o site.',
    },
    invalid_payment_requirements: {
      title: 'Não foi possível ler o preço',
      help: 'Há um erro na forma como o site informa o preço. Nada foi pago. Por favor, avise o site.',
    },
    invalid_offer: {
      title: 'Foi preciso pedir o preço de novo',
      help: 'O site não reconhecia mais a oferta que você estava pagando, então nada foi enviado. Pague de novo; a cobrança é única.',
    },
    offer_expired: {
      title: 'A oferta tinha expirado',
      help: 'O pagamento demorou demais para chegar ao site, então nada foi enviado. Pague de novo; a cobrança é única.',
    },
    invalid_exact_stacks_payload_signature: {
      title: 'A assinatura não confere',
      help: 'Talvez a carteira esteja em outra conta agora. Nada foi enviado. Escolha a conta na carteira e tente de novo.',
    },
    payment_already_used: {
      title: 'Este pagamento já foi usado',
      help: 'Ele valia para abrir uma vez. Para abrir de novo, é preciso outro pagamento.',
    },
    payment_in_progress: {
      title: 'Outra aba está pagando por isto',
      help: 'Conclua por lá. Você não é cobrado duas vezes.',
    },
    insufficient_funds: {
      title: 'Saldo insuficiente',
      help: 'Para o pagamento e a taxa de rede, faltam {missing} na sua conta. Adicione saldo ou escolha outra moeda e tente de novo.',
    },
    nonce_conflict: {
      title: 'Outra transação sua vem antes',
      help: 'Sua conta tem uma a caminho que ocupa o lugar deste pagamento. Espere a confirmação e tente de novo. Você não é cobrado duas vezes.',
    },
    fee_too_low: {
      title: 'A taxa de rede era baixa demais',
      help: 'As taxas acabaram de subir, então nada foi enviado. Tente de novo com a nova taxa.',
    },
    broadcast_rejected: {
      title: 'A rede não aceitou o pagamento',
      help: 'Nada foi cobrado. Tente de novo em um minuto.',
    },
    settlement_pending: {
      title: 'Seu pagamento está a caminho',
      help: 'Você pode fechar esta página. Ela estará aberta quando você voltar.',
    },
    transaction_failed: {
      title: 'A rede desfez o pagamento',
      help: 'O preço não foi cobrado, só a pequena taxa de rede. Você pode tentar de novo.',
    },
    access_expired: {
      title: 'Seu acesso terminou',
      help: 'O tempo que você pagou acabou. Pague de novo para continuar lendo.',
    },
    invalid_pass: {
      title: 'Seu acesso não vale mais',
      help: 'O site não o aceita mais. Pague de novo para continuar lendo.',
    },
    invalid_dpop_proof: {
      title: 'Seu acesso é de outro navegador',
      help: 'Ele está ligado ao navegador que o recebeu. O que você pagou não se perdeu: tente de novo.',
    },
    sign_in_mismatch: {
      title: 'O login não foi aceito',
      help: 'Nada foi pago. Entre de novo com a conta que fez o pagamento.',
    },
    sign_in_expired: {
      title: 'O login demorou demais',
      help: 'Nada foi pago. Entre de novo.',
    },
    sign_in_unpaid: {
      title: 'Esta conta não pagou por isto',
      help: 'Ou o que ela pagou já terminou ou ainda não foi confirmado. Entre com a conta que fez o pagamento ou pague agora.',
    },
    invalid_receipt: {
      title: 'Não foi possível verificar este recibo',
      help: 'Ele pode ter sido alterado, ou este navegador não sabe verificá-lo. O que você pagou não se perdeu.',
    },
    overloaded: {
      title: 'O site está sobrecarregado',
      help: 'Uma nova tentativa é feita automaticamente. Nada se perde.',
    },
    invalid_configuration: {
      title: 'Algo deu errado aqui',
      help: 'A culpa não é sua, e nada foi enviado. Recarregue a página e avise o site se acontecer de novo.',
    },
    no_payable_offer: {
      title: 'Este preço não pode ser pago aqui',
      help: 'O site pede uma moeda ou rede desconhecida aqui. Por favor, avise o site.',
    },
    terms_changed: {
      title: 'O preço mudou',
      help: 'Nada foi pago. Veja o novo preço antes de pagar.',
    },
    payment_unresolved: {
      title: 'Você já pagou?',
      help: 'Sua carteira pode ter enviado um pagamento que o site ainda não confirmou. Veja a atividade na carteira. Se {price} saiu, não pague de novo: verifique aqui em um minuto ou escreva ao site com o número da transação.',
    },
    wallet_missing: {
      title: 'Você precisa de uma carteira Stacks',
      help: 'Uma carteira é um pequeno programa que guarda seu dinheiro digital e paga com ele. É grátis e fica pronta em poucos minutos. Depois, recarregue esta página.',
    },
    wallet_rejected: {
      title: 'Você recusou o pagamento',
      help: 'Nada foi enviado. O preço continua o mesmo se você mudar de ideia.',
    },
    wallet_failed: {
      title: 'A carteira não respondeu como esperado',
      help: 'Desbloqueie a carteira e tente de novo. Se um pagamento anterior foi enviado, ele é encontrado e usado: você não é cobrado duas vezes.',
    },
    policy_refused: {
      title: 'Sua carteira não pagou',
      help: 'Talvez ela esteja bloqueada, com pouco dinheiro, ou isto passe de um limite que você definiu. Abra-a na barra do navegador para ver. Nada foi pago aqui.',
    },
    wallet_changed_payment: {
      title: 'A carteira alterou o pagamento',
      help: 'O que ela assinou não é o que o site pediu, então não foi usado. Tente de novo sem editar o pagamento ou use outra carteira.',
    },
    wrong_network: {
      title: 'A carteira está em outra rede',
      help: 'Mude para {network} nas configurações dela e tente de novo.',
    },
    node_unreachable: {
      title: 'A rede Stacks está fora de alcance',
      help: 'Nada foi enviado. Verifique sua conexão e tente de novo em um minuto.',
    },
    invalid_node_answer: {
      title: 'A rede Stacks respondeu com erro',
      help: 'Nada foi enviado. Tente de novo em um minuto.',
    },
    resource_unreachable: {
      title: 'O site não responde',
      help: 'Verifique sua conexão e tente de novo. Um pagamento que você aprovou fica guardado e nunca é feito duas vezes.',
    },
    content_unreadable: {
      title: 'Não foi possível abrir o que você comprou',
      help: 'Esta cópia da página está danificada ou desatualizada. Seu pagamento fica guardado e você não é cobrado de novo. Recarregue a página e, se não ajudar, avise o site.',
    },
    aborted: { title: 'Interrompido', help: 'Você pode tentar de novo quando quiser.' },
  },
};
