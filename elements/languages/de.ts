/** German. Addresses nobody by *du* or *Sie*. */

import type { Language } from './language.js';

export const texts: Language = {
  direction: 'ltr',
  title: 'Weiterlesen',
  description: 'Eine Zahlung öffnet den Rest dieser Seite.',
  loading: 'Der Preis wird abgefragt …',
  payWith: 'Bezahlen mit',
  pay: '{price} bezahlen',
  assurance: 'Ohne Freigabe in der Wallet wird nichts gesendet.',
  access: 'Zugang für {access}.',
  once: 'Öffnet ein Mal.',
  notKept: 'Dieser Browser speichert nichts: Bezahltes bleibt nur offen, bis diese Seite geschlossen wird.',
  details: 'An {payee}, {network}',
  signIn: 'Schon bezahlt? Mit der Wallet anmelden',
  failed: 'Bitte die Verbindung prüfen oder die Seite neu laden',
  tryAgain: 'Erneut versuchen',
  placeholder: 'Dieser Text wird erst nach der Zahlung geladen. ',
  printed: 'Der Rest dieses Textes ist erhältlich unter {url}',
  price: 'den Preis',
  paying: '{price} bezahlen',
  stepWallet: 'Freigeben in {wallet}',
  yourWallet: 'der Wallet',
  stepSend: 'Zahlung senden',
  stepBlock: 'Auf die Bestätigung warten',
  stepRead: 'Weiterlesen',
  preparing: 'Die Zahlung wird vorbereitet. Die Wallet fragt vielleicht, ob sie die Adresse zeigen darf.',
  wallet: 'Bitte prüfen, ob die Wallet {price} anzeigt, und dann freigeben.',
  presenting: 'Die unterschriebene Zahlung ist unterwegs.',
  waiting: 'Das Netzwerk bestätigt sie, meist in einer halben Minute.',
  mayClose: 'Diese Seite darf geschlossen werden: Die Zahlung läuft weiter, und beim nächsten Besuch ist alles offen.',
  mustStay: 'Bitte diese Seite offen lassen: Dieser Browser speichert nichts.',
  elsewhere: 'In einem anderen Tab wird dafür bezahlt. Danach öffnet es sich auch hier.',
  cancel: 'Abbrechen',
  unlocked: 'Freigeschaltet. Das Bezahlte folgt.',
  receipt: '{price} bezahlt. Danke!',
  transaction: 'Transaktion {txid}',
  until: 'Zugang bis {date}.',
  signingIn: 'Anmeldung',
  signMessage: 'Bitte die Nachricht in {wallet} unterschreiben. Es wird nichts bezahlt.',
  lookingUp: 'Die Website sucht, was dieses Konto bezahlt hat.',
  choose: 'Wallet auswählen',
  otherWallets: 'Andere Wallets …',
  back: 'Zurück',
  checkAgain: 'Erneut prüfen',
  payAnyway: 'Trotzdem bezahlen',
  install: '{wallet} holen',
  thePrice: 'der Preis',
  more: 'einige Mittel',
  ended: 'Er galt bis {date}. Weiterlesen geht zum heutigen Preis.',
  download: 'Bezahltes herunterladen',
  damaged: 'Ein Bild ließ sich nicht öffnen. Bitte die Seite neu laden; das kostet nichts.',
  open: 'Öffnen',
  done: 'Fertig',
  errors: {
    payment_required: {
      title: 'Das ist noch nicht bezahlt',
      help: 'Die Website kennt keine Zahlung dafür. Jetzt kann bezahlt werden.',
    },
    invalid_payload: {
      title: 'Die Website hat die Zahlung abgelehnt',
      help: 'Sie hat die Zahlung geprüft und nicht angenommen, es wurde also nichts weitergeleitet. Bitte erneut versuchen und, falls es wieder passiert, der Website Bescheid geben.',
    },
    invalid_payment_requirements: {
      title: 'Der Preis ist nicht lesbar',
      help: 'Die Website nennt ihren Preis fehlerhaft. Es wurde nichts bezahlt. Bitte der Website Bescheid geben.',
    },
    invalid_offer: {
      title: 'Der Preis musste neu abgefragt werden',
      help: 'Die Website kannte das Angebot nicht mehr, es wurde nichts weitergeleitet. Bitte erneut bezahlen; berechnet wird nur einmal.',
    },
    offer_expired: {
      title: 'Das Angebot war abgelaufen',
      help: 'Die Zahlung kam zu spät bei der Website an, es wurde nichts weitergeleitet. Bitte erneut bezahlen; berechnet wird nur einmal.',
    },
    invalid_exact_stacks_payload_signature: {
      title: 'Die Unterschrift passt nicht',
      help: 'Vielleicht ist in der Wallet inzwischen ein anderes Konto aktiv. Es wurde nichts weitergeleitet. Bitte dort das Konto wählen und erneut versuchen.',
    },
    payment_already_used: {
      title: 'Diese Zahlung ist schon eingelöst',
      help: 'Sie galt für ein einmaliges Öffnen. Für ein weiteres Mal braucht es eine neue Zahlung.',
    },
    payment_in_progress: {
      title: 'Ein anderer Tab bezahlt gerade dafür',
      help: 'Bitte dort abschließen. Es wird nicht doppelt berechnet.',
    },
    insufficient_funds: {
      title: 'Das Guthaben reicht nicht',
      help: 'Für Zahlung und Netzwerkgebühr fehlen {missing}. Bitte Guthaben aufladen oder eine andere Währung wählen und erneut versuchen.',
    },
    nonce_conflict: {
      title: 'Eine andere Transaktion kommt zuerst',
      help: 'Von diesem Konto ist noch eine unterwegs, die den Platz dieser Zahlung einnimmt. Bitte die Bestätigung abwarten und dann erneut versuchen. Es wird nicht doppelt berechnet.',
    },
    fee_too_low: {
      title: 'Die Netzwerkgebühr war zu niedrig',
      help: 'Die Gebühren sind gerade gestiegen, es wurde nichts gesendet. Bitte mit der neuen Gebühr erneut versuchen.',
    },
    broadcast_rejected: {
      title: 'Das Netzwerk hat die Zahlung nicht angenommen',
      help: 'Es wurde nichts berechnet. Bitte in einer Minute erneut versuchen.',
    },
    settlement_pending: {
      title: 'Die Zahlung ist unterwegs',
      help: 'Diese Seite darf geschlossen werden. Beim nächsten Besuch ist alles offen.',
    },
    transaction_failed: {
      title: 'Das Netzwerk hat die Zahlung rückgängig gemacht',
      help: 'Der Preis wurde nicht berechnet, nur die kleine Netzwerkgebühr. Ein neuer Versuch ist möglich.',
    },
    access_expired: {
      title: 'Der Zugang ist abgelaufen',
      help: 'Die bezahlte Zeit ist vorbei. Eine neue Zahlung öffnet wieder.',
    },
    invalid_pass: {
      title: 'Der Zugang gilt nicht mehr',
      help: 'Die Website akzeptiert ihn nicht länger. Eine neue Zahlung öffnet wieder.',
    },
    invalid_dpop_proof: {
      title: 'Dieser Zugang gehört zu einem anderen Browser',
      help: 'Er ist an den Browser gebunden, der ihn bekommen hat. Das Bezahlte ist nicht verloren: bitte erneut versuchen.',
    },
    sign_in_mismatch: {
      title: 'Die Anmeldung wurde nicht angenommen',
      help: 'Es wurde nichts bezahlt. Bitte erneut anmelden, mit dem Konto, das bezahlt hat.',
    },
    sign_in_expired: {
      title: 'Die Anmeldung hat zu lange gedauert',
      help: 'Es wurde nichts bezahlt. Bitte erneut anmelden.',
    },
    sign_in_unpaid: {
      title: 'Dieses Konto hat dafür nicht bezahlt',
      help: 'Oder das Bezahlte ist abgelaufen oder noch nicht bestätigt. Bitte mit dem Konto anmelden, das bezahlt hat, oder jetzt bezahlen.',
    },
    invalid_receipt: {
      title: 'Dieser Beleg ließ sich nicht prüfen',
      help: 'Vielleicht wurde er verändert, oder dieser Browser kann ihn nicht prüfen. Das Bezahlte ist nicht verloren.',
    },
    overloaded: {
      title: 'Die Website ist stark ausgelastet',
      help: 'Es wird von selbst erneut versucht. Nichts geht verloren.',
    },
    invalid_configuration: {
      title: 'Hier ist etwas schiefgegangen',
      help: 'Der Fehler liegt bei der Seite, und es wurde nichts gesendet. Bitte neu laden und, falls es wieder passiert, der Website Bescheid geben.',
    },
    no_payable_offer: {
      title: 'Dieser Preis ist hier nicht bezahlbar',
      help: 'Die Website verlangt eine Währung oder ein Netzwerk, das hier unbekannt ist. Bitte der Website Bescheid geben.',
    },
    terms_changed: {
      title: 'Der Preis hat sich geändert',
      help: 'Es wurde nichts bezahlt. Bitte vor dem Bezahlen den neuen Preis ansehen.',
    },
    payment_unresolved: {
      title: 'Schon bezahlt?',
      help: 'Vielleicht hat die Wallet eine Zahlung gesendet, die die Website noch nicht bestätigt hat. Bitte in den Aktivitäten der Wallet nachsehen. Ging {price} hinaus, nicht noch einmal bezahlen: hier in einer Minute erneut prüfen oder der Website die Nummer der Transaktion schicken.',
    },
    wallet_missing: {
      title: 'Dafür braucht es eine Stacks-Wallet',
      help: 'Eine Wallet ist ein kleines Programm, das digitales Geld aufbewahrt und damit bezahlt. Sie ist kostenlos und in wenigen Minuten eingerichtet. Danach diese Seite neu laden.',
    },
    wallet_rejected: {
      title: 'Die Zahlung wurde abgelehnt',
      help: 'Es wurde nichts gesendet. Der Preis bleibt, falls es doch noch weitergehen soll.',
    },
    wallet_failed: {
      title: 'Die Wallet gab keine brauchbare Antwort',
      help: 'Bitte entsperren und erneut versuchen. Ging eine frühere Zahlung doch hinaus, wird sie gefunden und genutzt: Es wird nicht doppelt berechnet.',
    },
    policy_refused: {
      title: 'Die Wallet hat nicht bezahlt',
      help: 'Vielleicht ist sie gesperrt, hat zu wenig Geld, oder es liegt über einer gesetzten Grenze. In der Leiste des Browsers zeigt sie, woran es liegt. Hier wurde nichts bezahlt.',
    },
    wallet_changed_payment: {
      title: 'Die Wallet hat die Zahlung verändert',
      help: 'Unterschrieben wurde etwas anderes als verlangt, darum wurde es nicht verwendet. Bitte ohne Änderungen erneut versuchen oder eine andere Wallet nehmen.',
    },
    wrong_network: {
      title: 'Die Wallet ist in einem anderen Netzwerk',
      help: 'Bitte in ihren Einstellungen zu {network} wechseln und erneut versuchen.',
    },
    node_unreachable: {
      title: 'Das Stacks-Netzwerk ist nicht erreichbar',
      help: 'Es wurde nichts gesendet. Bitte die Verbindung prüfen und in einer Minute erneut versuchen.',
    },
    invalid_node_answer: {
      title: 'Das Stacks-Netzwerk antwortet fehlerhaft',
      help: 'Es wurde nichts gesendet. Bitte in einer Minute erneut versuchen.',
    },
    resource_unreachable: {
      title: 'Die Website antwortet nicht',
      help: 'Bitte die Verbindung prüfen und erneut versuchen. Eine freigegebene Zahlung bleibt erhalten und wird nie doppelt ausgeführt.',
    },
    content_unreadable: {
      title: 'Das Gekaufte lässt sich nicht öffnen',
      help: 'Diese Kopie der Seite ist beschädigt oder veraltet. Die Zahlung bleibt erhalten und wird nicht noch einmal berechnet. Bitte neu laden und, falls das nicht hilft, der Website Bescheid geben.',
    },
    aborted: { title: 'Abgebrochen', help: 'Ein neuer Versuch ist jederzeit möglich.' },
  },
};
