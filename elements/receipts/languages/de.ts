/** German. Addresses nobody by *du* or *Sie*. */

import type { ReceiptsTexts } from '../texts.js';

export const texts: ReceiptsTexts = {
  title: 'Belege',
  empty: 'In diesem Browser wurde noch nichts bezahlt. Belege dieser Website erscheinen hier.',
  blocked:
    'Dieser Browser speichert nichts für diese Website, also gibt es keine Belege. Dafür müssen Website-Daten erlaubt sein.',
  loading: 'Belege werden gesucht …',
  paidOn: 'Bezahlt am',
  price: 'Preis',
  payee: 'An',
  payer: 'Von',
  transaction: 'Transaktion',
  resource: 'Für',
  signature: 'Unterschrift',
  signed: 'Vom Anbieter unterschrieben',
  unsigned: 'Nicht vom Anbieter unterschrieben; die Zahlung ist öffentlich verzeichnet',
  wrong: 'Die Unterschrift passt nicht zu dieser Zahlung',
  unknown: 'Dieser Browser kann die Unterschrift nicht prüfen',
  open: 'Seite öffnen',
  saveJson: 'Als JSON speichern',
  savePage: 'Druckseite speichern',
  cannotRead: 'Bezahlt, aber nicht lesbar',
  asking: 'Die Zahlung wird der Website noch einmal gezeigt. Das kostet nichts.',
  letIn: 'Die Website hat den Zugang wieder geöffnet. Die Seite jetzt öffnen oder neu laden.',
  waiting:
    'Die Zahlung ist noch unterwegs. Bitte in einer Minute erneut versuchen; es wird nichts noch einmal abgebucht.',
  unreachable:
    'Die Website war nicht erreichbar. Die Zahlung ist nicht verloren: bitte später erneut versuchen oder der Website schreiben.',
  refused:
    'Die Website hat die Zahlung nicht angenommen ({reason}). Bitte der Website schreiben; die Nachricht unten enthält alles Nötige.',
  message: 'Nachricht an die Website',
  copy: 'Nachricht kopieren',
  copied: 'Kopiert.',
  write: 'E-Mail schreiben',
  subject: 'Bezahlt, aber nicht lesbar: {title}',
  letter:
    'Guten Tag,\n\nich habe hierfür bezahlt und kann es nicht lesen:\n\n{title}\n{resource}\n\nBezahlt: {price} am {date}\nAn: {payee}\nVon: {payer}\nTransaktion: {txid} auf {network}\nAntwort der Website: {answer}\n\nBitte schalten Sie mich frei, oder sagen Sie mir, was zu tun ist.',
  noAnswer: 'keine',
  details: 'Einzelheiten',
};
