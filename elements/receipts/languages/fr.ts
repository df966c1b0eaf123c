/** French. Addresses readers by *vous*. */

import type { ReceiptsTexts } from '../texts.js';

export const texts: ReceiptsTexts = {
  title: 'Vos reçus',
  empty: 'Rien n’a encore été payé dans ce navigateur. Les reçus de ce site apparaîtront ici.',
  blocked:
    'Ce navigateur ne conserve rien pour ce site, il n’y a donc pas de reçus. Autorisez les données du site pour les garder.',
  loading: 'Recherche de vos reçus…',
  paidOn: 'Payé le',
  price: 'Prix',
  payee: 'À',
  payer: 'De',
  transaction: 'Transaction',
  resource: 'Pour',
  signature: 'Signature',
  signed: 'Signé par le vendeur',
  unsigned: 'Non signé par le vendeur ; le paiement est inscrit dans le registre public',
  wrong: 'La signature ne correspond pas à ce paiement',
  unknown: 'Ce navigateur ne peut pas vérifier la signature',
  open: 'Ouvrir la page',
  saveJson: 'Enregistrer en JSON',
  savePage: 'Enregistrer pour imprimer',
  cannotRead: 'Payé mais illisible',
  asking: 'Votre paiement est présenté de nouveau au site. Rien n’est débité.',
  letIn: 'Le site vous a de nouveau ouvert l’accès. Ouvrez la page ou rechargez-la.',
  waiting: 'Le paiement est encore en route. Réessayez dans une minute ; rien n’est débité de nouveau.',
  unreachable:
    'Le site n’a pas pu être joint. Votre paiement n’est pas perdu : réessayez plus tard ou écrivez au site.',
  refused:
    'Le site n’a pas accepté le paiement ({reason}). Écrivez au site ; le message ci-dessous contient tout le nécessaire.',
  message: 'Message au site',
  copy: 'Copier le message',
  copied: 'Copié.',
  write: 'Écrire un e-mail',
  subject: 'Payé, mais illisible : {title}',
  letter:
    'Bonjour,\n\nJ’ai payé ceci et je ne peux pas le lire :\n\n{title}\n{resource}\n\nPayé : {price} le {date}\nÀ : {payee}\nDe : {payer}\nTransaction : {txid} sur {network}\nRéponse du site : {answer}\n\nMerci de m’ouvrir l’accès ou de me dire quoi faire.',
  noAnswer: 'aucune',
  details: 'Détails',
};
