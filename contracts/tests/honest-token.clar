;; A SIP-010 token that keeps its word, with the checks of the tokens that are paid with. Tests only.

(define-fungible-token coin)

(define-constant ERR_NOT_SENDER (err u4))

(define-public (transfer
    (amount uint)
    (sender principal)
    (recipient principal)
    (memo (optional (buff 34)))
  )
  (begin
    (asserts! (or (is-eq tx-sender sender) (is-eq contract-caller sender)) ERR_NOT_SENDER)
    (try! (ft-transfer? coin amount sender recipient))
    (match memo
      text (print text)
      0x
    )
    (ok true)
  )
)

(define-public (mint
    (amount uint)
    (recipient principal)
  )
  (ft-mint? coin amount recipient)
)

(define-read-only (get-balance (who principal))
  (ok (ft-get-balance coin who))
)
