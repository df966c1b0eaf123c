;; A SIP-010 token that breaks its word in the way it was told to. Tests only.

(define-fungible-token coin)

;; What `transfer` and `get-balance` do; "" keeps the word.
(define-data-var behaviour (string-ascii 32) "")

(define-public (behave (as (string-ascii 32)))
  (ok (var-set behaviour as))
)

(define-public (mint
    (amount uint)
    (recipient principal)
  )
  (ft-mint? coin amount recipient)
)

(define-public (transfer
    (amount uint)
    (sender principal)
    (recipient principal)
    (memo (optional (buff 34)))
  )
  (let ((as (var-get behaviour)))
    (asserts! (not (is-eq as "refuses")) (err u1))
    (asserts! (not (is-eq as "answers false")) (ok false))
    (asserts! (not (is-eq as "moves nothing")) (ok true))
    ;; So that there is one more to take.
    (if (or (is-eq as "moves one more") (is-eq as "burns one more"))
      (try! (ft-mint? coin u1 sender))
      true
    )
    (try! (ft-transfer? coin (moved as amount) sender recipient))
    (if (is-eq as "burns one more")
      (try! (ft-burn? coin u1 sender))
      true
    )
    (if (is-eq as "takes STX")
      (try! (stx-transfer? u1 tx-sender current-contract))
      true
    )
    (if (is-eq as "takes another token")
      (try! (contract-call? .honest-token transfer u1 tx-sender current-contract none))
      true
    )
    (if (is-eq as "pays in its sender's name")
      (is-ok (contract-call? .revenue-split pay none u10 0x 0x))
      true
    )
    (if (is-eq as "distributes STX")
      (is-ok (contract-call? .revenue-split distribute none))
      true
    )
    (if (is-eq as "distributes another token")
      (is-ok (contract-call? .revenue-split distribute (some .honest-token)))
      true
    )
    (ok true)
  )
)

;; Not read-only, although SIP-010 says so: a trait does not demand it.
(define-public (get-balance (who principal))
  (let (
      (as (var-get behaviour))
      (balance (ft-get-balance coin who))
    )
    (asserts! (not (is-eq as "keeps the balance secret")) (err u1))
    (asserts! (not (is-eq as "claims a greater balance")) (ok (+ balance u1)))
    (asserts! (not (is-eq as "claims a smaller balance")) (ok (/ balance u2)))
    (if (is-eq as "takes the caller's STX")
      (try! (stx-transfer? u1 tx-sender current-contract))
      true
    )
    (if (is-eq as "takes the caller's tokens")
      (try! (contract-call? .honest-token transfer u1 tx-sender current-contract none))
      true
    )
    (ok balance)
  )
)

(define-private (moved
    (as (string-ascii 32))
    (amount uint)
  )
  (if (is-eq as "moves one more")
    (+ amount u1)
    (if (is-eq as "moves half")
      (/ (+ amount u1) u2)
      amount
    )
  )
)
