/** French. *Vous*, as consumer apps have it; narrow no-break spaces before high punctuation are written as `\u202f`. */

import type { Language } from './language.js';

export const texts: Language = {
  direction: 'ltr',
  title: 'Lire la suite',
  description: 'Un paiement suffit pour ouvrir le reste de cette page.',
  loading: 'Demande du prix en cours…',
  payWith: 'Payer avec',
  pay: 'Payer {price}',
  assurance: 'Rien n’est envoyé sans votre accord dans le portefeuille.',
  access: 'Accès pendant {access}.',
  once: 'S’ouvre une fois.',
  notKept:
    'Ce navigateur ne conserve rien\u202f: ce que vous payez reste ouvert tant que vous ne quittez pas cette page.',
  details: 'À {payee} sur {network}',
  signIn: 'Déjà payé ? Se connecter avec le portefeuille',
  failed: 'Vérifiez votre connexion ou rechargez la page',
  tryAgain: 'Réessayer',
  placeholder: 'Ce texte n’arrive dans la page qu’après le paiement. ',
  printed: 'La suite de ce texte est en vente sur {url}',
  price: 'le prix',
  paying: 'Paiement de {price}',
  stepWallet: 'Approuver dans {wallet}',
  yourWallet: 'votre portefeuille',
  stepSend: 'Envoyer le paiement',
  stepBlock: 'Attendre la confirmation',
  stepRead: 'Lire la suite',
  preparing: 'Préparation du paiement. Votre portefeuille peut demander à montrer votre adresse.',
  wallet: 'Vérifiez que votre portefeuille affiche {price}, puis approuvez.',
  presenting: 'Le paiement signé est en route.',
  waiting: 'Le réseau le confirme, en général en une demi-minute.',
  mayClose: 'Vous pouvez fermer cette page\u202f: le paiement continue, et tout sera ouvert à votre retour.',
  mustStay: 'Gardez cette page ouverte\u202f: ce navigateur ne conserve rien.',
  elsewhere: 'Un autre onglet est en train de payer. Ensuite, tout s’ouvrira ici aussi.',
  cancel: 'Annuler',
  unlocked: 'Déverrouillé. Voici ce que vous avez payé.',
  receipt: '{price} payés. Merci\u202f!',
  transaction: 'Transaction {txid}',
  until: 'Accès jusqu’au {date}.',
  signingIn: 'Connexion',
  signMessage: 'Signez le message dans {wallet}. Rien n’est payé.',
  lookingUp: 'Le site cherche ce que ce compte a payé.',
  choose: 'Choisissez votre portefeuille',
  otherWallets: 'Autres…',
  back: 'Retour',
  checkAgain: 'Vérifier',
  payAnyway: 'Payer quand même',
  install: 'Installer {wallet}',
  thePrice: 'le prix',
  more: 'des fonds',
  ended: 'Il a duré jusqu’au {date}. Payez le prix du jour pour continuer à lire.',
  download: 'Télécharger ce que vous avez payé',
  damaged: 'Une image n’a pas pu être ouverte. Rechargez la page pour réessayer ; rien ne vous est débité.',
  open: 'Ouvrir',
  done: 'Terminé',
  errors: {
    payment_required: {
      title: 'Ce contenu n’est pas encore payé',
      help: 'Le site ne trouve aucun paiement de votre part. Vous pouvez payer maintenant.',
    },
    invalid_payload: {
      title: 'Le site n’a pas accepté le paiement',
      help: 'Il l’a examiné puis refusé\u202f: rien n’a été transmis. Réessayez et, si cela se reproduit, prévenez le site.',
    },
    invalid_payment_requirements: {
      title: 'Le prix est illisible',
      help: 'Le site indique mal son prix. Rien n’a été payé. Merci de prévenir le site.',
    },
    invalid_offer: {
      title: 'Il a fallu redemander le prix',
      help: 'Le site ne reconnaissait plus l’offre que vous payiez\u202f: rien n’a été transmis. Payez à nouveau\u202f; vous n’êtes débité qu’une fois.',
    },
    offer_expired: {
      title: 'L’offre avait expiré',
      help: 'Le paiement est arrivé trop tard sur le site\u202f: rien n’a été transmis. Payez à nouveau\u202f; vous n’êtes débité qu’une fois.',
    },
    invalid_exact_stacks_payload_signature: {
      title: 'La signature ne correspond pas',
      help: 'Votre portefeuille utilise peut-être un autre compte. Rien n’a été transmis. Choisissez le bon compte dans le portefeuille et réessayez.',
    },
    payment_already_used: {
      title: 'Ce paiement a déjà servi',
      help: 'Il valait pour une seule ouverture. Pour ouvrir à nouveau, il faut un autre paiement.',
    },
    payment_in_progress: {
      title: 'Un autre onglet est en train de payer',
      help: 'Terminez là-bas. Vous n’êtes pas débité deux fois.',
    },
    insufficient_funds: {
      title: 'Votre solde est insuffisant',
      help: 'Pour le paiement et les frais de réseau, il manque {missing} sur votre compte. Approvisionnez-le ou choisissez une autre monnaie, puis réessayez.',
    },
    nonce_conflict: {
      title: 'Une autre de vos transactions passe avant',
      help: 'Votre compte en a une en route, qui prend la place de ce paiement. Attendez sa confirmation, puis réessayez. Vous n’êtes pas débité deux fois.',
    },
    fee_too_low: {
      title: 'Les frais de réseau étaient trop bas',
      help: 'Les frais viennent d’augmenter\u202f: rien n’a été envoyé. Réessayez avec les nouveaux frais.',
    },
    broadcast_rejected: {
      title: 'Le réseau n’a pas accepté le paiement',
      help: 'Rien n’a été débité. Réessayez dans une minute.',
    },
    settlement_pending: {
      title: 'Votre paiement est en route',
      help: 'Vous pouvez fermer cette page. Elle s’ouvrira à votre retour.',
    },
    transaction_failed: {
      title: 'Le réseau a annulé le paiement',
      help: 'Le prix n’a pas été débité, seuls les petits frais de réseau l’ont été. Vous pouvez réessayer.',
    },
    access_expired: {
      title: 'Votre accès est terminé',
      help: 'La durée que vous aviez payée est écoulée. Payez à nouveau pour continuer à lire.',
    },
    invalid_pass: {
      title: 'Votre accès n’est plus valable',
      help: 'Le site ne l’accepte plus. Payez à nouveau pour continuer à lire.',
    },
    invalid_dpop_proof: {
      title: 'Cet accès appartient à un autre navigateur',
      help: 'Il est lié au navigateur qui l’a reçu. Ce que vous avez payé n’est pas perdu\u202f: réessayez.',
    },
    sign_in_mismatch: {
      title: 'La connexion n’a pas été acceptée',
      help: 'Rien n’a été payé. Connectez-vous à nouveau avec le compte qui a payé.',
    },
    sign_in_expired: {
      title: 'La connexion a pris trop de temps',
      help: 'Rien n’a été payé. Connectez-vous à nouveau.',
    },
    sign_in_unpaid: {
      title: 'Ce compte n’a pas payé pour ce contenu',
      help: 'Ou bien ce qu’il a payé est terminé ou pas encore confirmé. Connectez-vous avec le compte qui a payé ou payez maintenant.',
    },
    invalid_receipt: {
      title: 'Ce reçu n’a pas pu être vérifié',
      help: 'Il a peut-être été modifié, ou ce navigateur ne sait pas le vérifier. Ce que vous avez payé n’est pas perdu.',
    },
    overloaded: {
      title: 'Le site est très sollicité',
      help: 'Une nouvelle tentative se fait automatiquement. Rien n’est perdu.',
    },
    invalid_configuration: {
      title: 'Un problème est survenu ici',
      help: 'Vous n’y êtes pour rien, et rien n’a été envoyé. Rechargez la page et prévenez le site si cela se reproduit.',
    },
    no_payable_offer: {
      title: 'Ce prix ne peut pas être payé ici',
      help: 'Le site demande une monnaie ou un réseau inconnu ici. Merci de prévenir le site.',
    },
    terms_changed: {
      title: 'Le prix a changé',
      help: 'Rien n’a été payé. Regardez le nouveau prix avant de payer.',
    },
    payment_unresolved: {
      title: 'Avez-vous déjà payé\u202f?',
      help: 'Votre portefeuille a peut-être envoyé un paiement que le site n’a pas encore confirmé. Consultez l’activité du portefeuille. Si {price} est parti, ne payez pas à nouveau\u202f: vérifiez ici dans une minute ou envoyez au site le numéro de la transaction.',
    },
    wallet_missing: {
      title: 'Il vous faut un portefeuille Stacks',
      help: 'Un portefeuille est un petit programme qui garde votre argent numérique et paie avec. C’est gratuit et prêt en quelques minutes. Rechargez ensuite cette page.',
    },
    wallet_rejected: {
      title: 'Vous avez refusé le paiement',
      help: 'Rien n’a été envoyé. Le prix reste le même si vous changez d’avis.',
    },
    wallet_failed: {
      title: 'Le portefeuille n’a pas répondu comme prévu',
      help: 'Déverrouillez-le et réessayez. Si un paiement précédent est bien parti, il est retrouvé et utilisé\u202f: vous n’êtes pas débité deux fois.',
    },
    policy_refused: {
      title: 'Votre portefeuille n’a pas payé',
      help: 'Il est peut-être verrouillé, trop peu garni, ou ceci dépasse une limite que vous avez fixée. Ouvrez-le dans la barre du navigateur pour le voir. Rien n’a été payé ici.',
    },
    wallet_changed_payment: {
      title: 'Le portefeuille a modifié le paiement',
      help: 'Ce qu’il a signé n’est pas ce que le site demandait\u202f: cela n’a pas été utilisé. Réessayez sans modifier le paiement ou prenez un autre portefeuille.',
    },
    wrong_network: {
      title: 'Le portefeuille est sur un autre réseau',
      help: 'Passez-le sur {network} dans ses réglages et réessayez.',
    },
    node_unreachable: {
      title: 'Le réseau Stacks est injoignable',
      help: 'Rien n’a été envoyé. Vérifiez votre connexion et réessayez dans une minute.',
    },
    invalid_node_answer: {
      title: 'Le réseau Stacks a mal répondu',
      help: 'Rien n’a été envoyé. Réessayez dans une minute.',
    },
    resource_unreachable: {
      title: 'Le site ne répond pas',
      help: 'Vérifiez votre connexion et réessayez. Un paiement que vous avez approuvé est conservé et n’est jamais fait deux fois.',
    },
    content_unreadable: {
      title: 'Ce que vous avez acheté ne s’ouvre pas',
      help: 'Cette copie de la page est endommagée ou n’est plus à jour. Votre paiement est conservé et vous n’êtes pas débité à nouveau. Rechargez la page et, si cela ne suffit pas, prévenez le site.',
    },
    aborted: { title: 'Interrompu', help: 'Vous pouvez réessayer à tout moment.' },
  },
};
