/** Spanish. *Tú*, as consumer apps have it, in words of every country. */

import type { Language } from './language.js';

export const texts: Language = {
  direction: 'ltr',
  title: 'Sigue leyendo',
  description: 'El resto de esta página se abre con un pago.',
  loading: 'Consultando el precio…',
  payWith: 'Pagar con',
  pay: 'Pagar {price}',
  assurance: 'Nada se envía sin que lo apruebes en tu billetera.',
  access: 'Acceso por {access}.',
  once: 'Se abre una vez.',
  notKept: 'Este navegador no guarda nada: lo que pagues seguirá abierto hasta que salgas de esta página.',
  details: 'Para {payee} en {network}',
  signIn: '¿Ya pagaste? Entra con tu billetera',
  failed: 'Revisa tu conexión o recarga la página',
  tryAgain: 'Reintentar',
  placeholder: 'Este texto solo llega a la página después del pago. ',
  printed: 'El resto de este texto está a la venta en {url}',
  price: 'el precio',
  paying: 'Pago de {price}',
  stepWallet: 'Aprobar en {wallet}',
  yourWallet: 'tu billetera',
  stepSend: 'Enviar el pago',
  stepBlock: 'Esperar la confirmación',
  stepRead: 'Seguir leyendo',
  preparing: 'Preparando el pago. Puede que tu billetera pida permiso para mostrar tu dirección.',
  wallet: 'Comprueba que tu billetera muestra {price} y aprueba.',
  presenting: 'El pago firmado está en camino.',
  waiting: 'La red lo está confirmando; suele tardar medio minuto.',
  mayClose: 'Puedes cerrar esta página: el pago sigue su curso y todo estará abierto cuando vuelvas.',
  mustStay: 'Deja esta página abierta: este navegador no guarda nada.',
  elsewhere: 'Se está pagando en otra pestaña. Al terminar, también se abrirá aquí.',
  cancel: 'Cancelar',
  unlocked: 'Desbloqueado. A continuación está lo que pagaste.',
  receipt: 'Pagaste {price}. ¡Gracias!',
  transaction: 'Transacción {txid}',
  until: 'Acceso hasta el {date}.',
  signingIn: 'Iniciando sesión',
  signMessage: 'Firma el mensaje en {wallet}. No se paga nada.',
  lookingUp: 'El sitio busca lo que esta cuenta ha pagado.',
  choose: 'Elige tu billetera',
  otherWallets: 'Otras billeteras…',
  back: 'Volver',
  checkAgain: 'Comprobar',
  payAnyway: 'Pagar igualmente',
  install: 'Instalar {wallet}',
  thePrice: 'el precio',
  more: 'fondos',
  ended: 'Duró hasta el {date}. Paga el precio de hoy para seguir leyendo.',
  download: 'Descargar lo que pagaste',
  damaged: 'No se pudo abrir una imagen. Recarga la página para intentarlo de nuevo; no se te cobra nada.',
  open: 'Abrir',
  done: 'Listo',
  errors: {
    payment_required: {
      title: 'Esto todavía no está pagado',
      help: 'El sitio no tiene constancia de ningún pago tuyo. Puedes pagar ahora.',
    },
    invalid_payload: {
      title: 'El sitio no aceptó el pago',
      help: 'Lo revisó y lo rechazó, así que no se envió nada. Inténtalo de nuevo y, si vuelve a ocurrir, avisa al sitio.',
    },
    invalid_payment_requirements: {
      title: 'No se pudo leer el precio',
      help: 'Hay un error en la forma en que el sitio indica su precio. No se pagó nada. Avisa al sitio, por favor.',
    },
    invalid_offer: {
      title: 'Hubo que volver a pedir el precio',
      help: 'El sitio ya no reconocía la oferta que estabas pagando y no se envió nada. Paga otra vez; se cobra una sola vez.',
    },
    offer_expired: {
      title: 'La oferta había caducado',
      help: 'El pago tardó demasiado en llegar al sitio y no se envió nada. Paga otra vez; se cobra una sola vez.',
    },
    invalid_exact_stacks_payload_signature: {
      title: 'La firma no coincide',
      help: 'Puede que tu billetera esté ahora en otra cuenta. No se envió nada. Elige la cuenta en tu billetera e inténtalo de nuevo.',
    },
    payment_already_used: {
      title: 'Este pago ya se usó',
      help: 'Servía para abrir esto una vez. Para abrirlo de nuevo hace falta otro pago.',
    },
    payment_in_progress: {
      title: 'Otra pestaña está pagando esto',
      help: 'Termina allí. No se te cobra dos veces.',
    },
    insufficient_funds: {
      title: 'No tienes saldo suficiente',
      help: 'Para el pago y la comisión de red faltan {missing} en tu cuenta. Añade saldo o elige otra moneda e inténtalo de nuevo.',
    },
    nonce_conflict: {
      title: 'Otra transacción tuya va primero',
      help: 'Tu cuenta tiene una en camino que ocupa el lugar de este pago. Espera a que se confirme e inténtalo de nuevo. No se te cobra dos veces.',
    },
    fee_too_low: {
      title: 'La comisión de red era demasiado baja',
      help: 'Las comisiones acaban de subir, así que no se envió nada. Inténtalo de nuevo con la nueva comisión.',
    },
    broadcast_rejected: {
      title: 'La red no aceptó el pago',
      help: 'No se cobró nada. Inténtalo de nuevo en un minuto.',
    },
    settlement_pending: {
      title: 'Tu pago está en camino',
      help: 'Puedes cerrar esta página. Estará abierta cuando vuelvas.',
    },
    transaction_failed: {
      title: 'La red deshizo el pago',
      help: 'No se cobró el precio, solo la pequeña comisión de red. Puedes intentarlo de nuevo.',
    },
    access_expired: {
      title: 'Tu acceso terminó',
      help: 'El tiempo que pagaste se acabó. Paga de nuevo para seguir leyendo.',
    },
    invalid_pass: {
      title: 'Tu acceso ya no es válido',
      help: 'El sitio ya no lo acepta. Paga de nuevo para seguir leyendo.',
    },
    invalid_dpop_proof: {
      title: 'Tu acceso es de otro navegador',
      help: 'Está ligado al navegador que lo recibió. Lo que pagaste no se pierde: inténtalo de nuevo.',
    },
    sign_in_mismatch: {
      title: 'No se aceptó el inicio de sesión',
      help: 'No se pagó nada. Inicia sesión otra vez con la cuenta con la que pagaste.',
    },
    sign_in_expired: {
      title: 'El inicio de sesión tardó demasiado',
      help: 'No se pagó nada. Inicia sesión otra vez.',
    },
    sign_in_unpaid: {
      title: 'Esta cuenta no ha pagado por esto',
      help: 'O lo que pagó ya terminó o aún no está confirmado. Inicia sesión con la cuenta con la que pagaste o paga ahora.',
    },
    invalid_receipt: {
      title: 'No se pudo comprobar este recibo',
      help: 'Puede que se haya modificado o que este navegador no sepa comprobarlo. Lo que pagaste no se pierde.',
    },
    overloaded: {
      title: 'El sitio está muy ocupado',
      help: 'Se vuelve a intentar automáticamente. No se pierde nada.',
    },
    invalid_configuration: {
      title: 'Algo salió mal aquí',
      help: 'No es culpa tuya y no se envió nada. Recarga la página y, si vuelve a ocurrir, avisa al sitio.',
    },
    no_payable_offer: {
      title: 'Este precio no se puede pagar aquí',
      help: 'El sitio pide una moneda o una red que aquí no se conoce. Avisa al sitio, por favor.',
    },
    terms_changed: {
      title: 'El precio cambió',
      help: 'No se pagó nada. Mira el nuevo precio antes de pagar.',
    },
    payment_unresolved: {
      title: '¿Ya pagaste?',
      help: 'Tu billetera pudo haber enviado un pago que el sitio aún no confirmó. Mira la actividad en tu billetera. Si salió {price}, no pagues otra vez: vuelve a comprobarlo aquí en un minuto o escribe al sitio con el número de la transacción.',
    },
    wallet_missing: {
      title: 'Necesitas una billetera de Stacks',
      help: 'Una billetera es un pequeño programa que guarda tu dinero digital y paga con él. Es gratis y se configura en pocos minutos. Después, recarga esta página.',
    },
    wallet_rejected: {
      title: 'Rechazaste el pago',
      help: 'No se envió nada. El precio sigue siendo el mismo si cambias de idea.',
    },
    wallet_failed: {
      title: 'Tu billetera no respondió como se esperaba',
      help: 'Desbloquéala e inténtalo de nuevo. Si un pago anterior llegó a salir, se encuentra y se usa: no se te cobra dos veces.',
    },
    policy_refused: {
      title: 'Tu billetera no pagó',
      help: 'Puede que esté bloqueada, que le falte dinero o que esto supere un límite que pusiste. Ábrela en la barra del navegador para verlo. Aquí no se pagó nada.',
    },
    wallet_changed_payment: {
      title: 'Tu billetera modificó el pago',
      help: 'Lo que firmó no es lo que pidió el sitio, así que no se usó. Inténtalo de nuevo sin modificar el pago o usa otra billetera.',
    },
    wrong_network: {
      title: 'Tu billetera está en otra red',
      help: 'Cámbiala a {network} en sus ajustes e inténtalo de nuevo.',
    },
    node_unreachable: {
      title: 'No se puede conectar con la red Stacks',
      help: 'No se envió nada. Revisa tu conexión e inténtalo de nuevo en un minuto.',
    },
    invalid_node_answer: {
      title: 'La red Stacks respondió con un error',
      help: 'No se envió nada. Inténtalo de nuevo en un minuto.',
    },
    resource_unreachable: {
      title: 'El sitio no responde',
      help: 'Revisa tu conexión e inténtalo de nuevo. Un pago que ya aprobaste se conserva y nunca se hace dos veces.',
    },
    content_unreadable: {
      title: 'No se puede abrir lo que compraste',
      help: 'Esta copia de la página está dañada o desactualizada. Tu pago se conserva y no se te cobra otra vez. Recarga la página y, si no ayuda, avisa al sitio.',
    },
    aborted: { title: 'Operación detenida', help: 'Puedes intentarlo de nuevo cuando quieras.' },
  },
};
