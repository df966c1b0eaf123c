/** Spanish. Addresses readers by *tú*. */

import type { ReceiptsTexts } from '../texts.js';

export const texts: ReceiptsTexts = {
  title: 'Tus recibos',
  empty: 'Todavía no se ha pagado nada en este navegador. Aquí aparecerán los recibos de este sitio.',
  blocked:
    'Este navegador no guarda nada de este sitio, así que no hay recibos. Permite los datos del sitio para guardarlos.',
  loading: 'Buscando tus recibos…',
  paidOn: 'Pagado el',
  price: 'Precio',
  payee: 'Para',
  payer: 'De',
  transaction: 'Transacción',
  resource: 'Por',
  signature: 'Firma',
  signed: 'Firmado por el vendedor',
  unsigned: 'Sin firma del vendedor; el pago consta en el registro público',
  wrong: 'La firma no corresponde a este pago',
  unknown: 'Este navegador no puede comprobar la firma',
  open: 'Abrir la página',
  saveJson: 'Guardar como JSON',
  savePage: 'Guardar para imprimir',
  cannotRead: 'Pagué pero no puedo leerlo',
  asking: 'Mostrando tu pago otra vez al sitio. No se te cobra.',
  letIn: 'El sitio te ha dejado entrar de nuevo. Abre la página o recárgala.',
  waiting: 'El pago aún está en camino. Inténtalo de nuevo en un minuto; no se te cobra otra vez.',
  unreachable: 'No se pudo contactar con el sitio. Tu pago no se ha perdido: inténtalo más tarde o escribe al sitio.',
  refused: 'El sitio no aceptó el pago ({reason}). Escribe al sitio; el mensaje de abajo contiene todo lo necesario.',
  message: 'Mensaje para el sitio',
  copy: 'Copiar el mensaje',
  copied: 'Copiado.',
  write: 'Escribir un correo',
  subject: 'Pagado, pero no puedo leerlo: {title}',
  letter:
    'Hola:\n\nHe pagado por esto y no puedo leerlo:\n\n{title}\n{resource}\n\nPagado: {price} el {date}\nPara: {payee}\nDe: {payer}\nTransacción: {txid} en {network}\nRespuesta del sitio: {answer}\n\nPor favor, dame acceso o dime qué hacer.',
  noAnswer: 'ninguna',
  details: 'Detalles',
};
