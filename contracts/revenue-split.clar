;; Revenue split, version 1 (Clarity 5)
;;
;; Shares every payment among two to ten recipients, in STX or in any SIP-010 token. Two ways to be paid:
;;   1. `pay` sends each recipient its share at once, straight from the payer, and prints what was paid for.
;;   2. Anyone may transfer STX or tokens to this contract's principal, as to any payee. They wait here until anyone
;;      calls `distribute`, which sends all of the balance to the recipients.
;;
;; The recipients are constants. There is no owner, no admin key, no pause, no upgrade and no state at all: nobody, the
;; seller and the deployer included, can ever redirect a unit, and there is no key to lose or to steal. A new split is a
;; new contract and a new `payTo`. A change by an owner, even in two steps with a delay, would make every buyer and every
;; recipient watch the chain for it.
;;
;; Rounding: a recipient's share is floor(amount * basis-points / 10000); the units that are left, fewer than there are
;; recipients, go to the first recipient. So the shares always add up to the amount. A share of zero is not sent. No
;; recipient ever loses a whole unit per payment, however often `distribute` is called.
;;
;; What is guaranteed, whatever the token's code does:
;;   - `pay` takes at most `amount`, and of that one asset only, from the payer, also when the payer signed without
;;     post-conditions. An honest token takes exactly `amount`, so one equality post-condition on the payer covers it.
;;   - `distribute` takes at most the balance, and of that one asset only, from this contract, and nothing from its caller.
;;     (In Deny mode its caller needs a post-condition on this contract: "sends at least 0" of the asset will do.)
;;   - A token that calls `pay` or `distribute` while it is being sent aborts the transaction (the VM never enters a function
;;     that it has not left); with no state to catch half-way, there would be nothing to gain by it either.
;; What is not: that a token's answer is true. A print says what the token answered; believe it for tokens that you know.
;; One recipient that a token refuses (a blocked account, say) stops that token for all recipients; other assets go on.
;;
;; A recipient may be a contract; it must have its own way to move what it receives. That is also the seam for royalties:
;; the split of a derived work names the split of the original as one of its recipients. Nothing more is needed here.

;; --- What it needs of SIP-010 ---

;; The part of SIP-010 that is used. Any contract with these two functions will do, on any network.
(define-trait sip-010
  (
    (transfer (uint principal principal (optional (buff 34))) (response bool uint))
    (get-balance (principal) (response uint uint))
  )
)

;; --- Errors ---

;; At deployment only: the recipients are not two to ten different ones of this network, this contract not among them,
;; with positive basis points that add up to 10000. The deployment is undone.
(define-constant ERR_INVALID_SPLIT (err u100))
;; A payment of zero.
(define-constant ERR_ZERO_AMOUNT (err u101))
;; The contract holds nothing of the asset.
(define-constant ERR_NOTHING_TO_DISTRIBUTE (err u102))
;; The asset refused a transfer: the payer holds less than the amount, a token is paused, a recipient is blocked.
(define-constant ERR_TRANSFER_FAILED (err u103))
;; The token did not tell the balance of this contract.
(define-constant ERR_BALANCE_UNKNOWN (err u104))
;; The token moved more than the amount, or something else of the payer, of the caller or of this contract.
(define-constant ERR_ALLOWANCE_EXCEEDED (err u105))

;; --- The split ---

;; Version of this template, also in every print.
(define-constant VERSION u1)
;; Basis points in the whole: 10000 are 100 %.
(define-constant WHOLE u10000)
;; Who receives which part of every payment. The lines between the two marks are the only ones that differ between one
;; deployed split and another. Unrendered, the template refuses to be deployed.
;; recipients: begin
(define-constant RECIPIENTS (list
  { recipient: 'SP000000000000000000002Q6VF78, basis-points: u10000 }
))
;; recipients: end

;; --- Read-only ---

;; The version of the template.
(define-read-only (get-version)
  VERSION
)

;; All recipients in their order, with their basis points.
(define-read-only (get-recipients)
  RECIPIENTS
)

;; What each recipient gets of `amount` units. Adds up to `amount`.
(define-read-only (get-shares (amount uint))
  (get shares
    (fold append-share RECIPIENTS {
      amount: amount,
      remainder: (- amount (get total (fold add-floor RECIPIENTS { amount: amount, total: u0 }))),
      shares: (list),
    })
  )
)

;; The STX, in micro-STX, that `distribute` would send. For a token, ask the token's own `get-balance`.
(define-read-only (get-stx-balance)
  (stx-get-balance current-contract)
)

;; --- Public ---

;; Pays `amount` units of `token` (none: STX) from tx-sender to the recipients, each transfer with `memo`. `content-id`,
;; the SHA-256 of the resource's URL, says what was paid for. A recipient who pays cannot send to himself: his payment
;; goes to this contract as a whole, for `distribute`.
;; Returns (ok true). Prints { topic: "pay" }.
;; Errors: ERR_ZERO_AMOUNT, ERR_TRANSFER_FAILED, ERR_ALLOWANCE_EXCEEDED
(define-public (pay
    (token (optional <sip-010>))
    (amount uint)
    (content-id (buff 32))
    (memo (buff 34))
  )
  (let ((shares (if (is-recipient tx-sender)
      (list { recipient: current-contract, amount: amount })
      (get-shares amount)
    )))
    (asserts! (> amount u0) ERR_ZERO_AMOUNT)
    (unwrap!
      (match token
        ft (restrict-assets? tx-sender ((with-ft (contract-of ft) "*" amount))
          (try! (send-shares token shares (some memo)))
        )
        (restrict-assets? tx-sender ((with-stx amount))
          (try! (send-shares none shares (some memo)))
        )
      )
      ERR_ALLOWANCE_EXCEEDED
    )
    (print {
      topic: "pay",
      version: VERSION,
      content-id: content-id,
      token: (id-of token),
      amount: amount,
      payer: tx-sender,
      memo: memo,
      shares: shares,
    })
    (ok true)
  )
)

;; Sends all of this contract's balance of `token` (none: STX) to the recipients. Anyone may call it.
;; Returns (ok amount), the units that were sent. Prints { topic: "distribute" }.
;; Errors: ERR_NOTHING_TO_DISTRIBUTE, ERR_BALANCE_UNKNOWN, ERR_TRANSFER_FAILED, ERR_ALLOWANCE_EXCEEDED
(define-public (distribute (token (optional <sip-010>)))
  (let (
      (amount (match token
        ft (try! (token-balance ft))
        (get-stx-balance)
      ))
      (shares (get-shares amount))
    )
    (asserts! (> amount u0) ERR_NOTHING_TO_DISTRIBUTE)
    (unwrap!
      (match token
        ft (as-contract? ((with-ft (contract-of ft) "*" amount))
          (try! (send-shares token shares none))
        )
        (as-contract? ((with-stx amount))
          (try! (send-shares none shares none))
        )
      )
      ERR_ALLOWANCE_EXCEEDED
    )
    (print {
      topic: "distribute",
      version: VERSION,
      token: (id-of token),
      amount: amount,
      caller: tx-sender,
      shares: shares,
    })
    (ok amount)
  )
)

;; --- Private: shares ---

;; floor(amount * basis-points / 10000), without the product that could overflow.
(define-private (floor-share
    (amount uint)
    (basis-points uint)
  )
  (+ (* (/ amount WHOLE) basis-points)
    (/ (* (mod amount WHOLE) basis-points) WHOLE)
  )
)

(define-private (add-floor
    (entry { recipient: principal, basis-points: uint })
    (progress { amount: uint, total: uint })
  )
  (merge progress {
    total: (+ (get total progress) (floor-share (get amount progress) (get basis-points entry))),
  })
)

;; The first recipient takes the remainder; after it there is none.
(define-private (append-share
    (entry { recipient: principal, basis-points: uint })
    (progress { amount: uint, remainder: uint, shares: (list 10 { recipient: principal, amount: uint }) })
  )
  (merge progress {
    remainder: u0,
    shares: (unwrap-panic (as-max-len?
      (append (get shares progress) {
        recipient: (get recipient entry),
        amount: (+ (get remainder progress) (floor-share (get amount progress) (get basis-points entry))),
      })
      u10
    )),
  })
)

(define-private (principal-of (entry { recipient: principal, basis-points: uint }))
  (get recipient entry)
)

(define-private (is-recipient (who principal))
  (is-some (index-of? (map principal-of RECIPIENTS) who))
)

;; --- Private: transfers ---

(define-private (id-of (token (optional <sip-010>)))
  (match token
    ft (some (contract-of ft))
    none
  )
)

;; A hostile `get-balance` could write: its caller must not lose anything by it.
(define-private (token-balance (token <sip-010>))
  (ok (unwrap!
    (restrict-assets? tx-sender ()
      (unwrap! (contract-call? token get-balance current-contract) ERR_BALANCE_UNKNOWN)
    )
    ERR_ALLOWANCE_EXCEEDED
  ))
)

;; From tx-sender: the payer, or this contract inside of `as-contract?`. One failure undoes all.
(define-private (send-shares
    (token (optional <sip-010>))
    (shares (list 10 { recipient: principal, amount: uint }))
    (memo (optional (buff 34)))
  )
  (fold send-share shares (ok { token: token, memo: memo }))
)

(define-private (send-share
    (share { recipient: principal, amount: uint })
    (progress (response { token: (optional <sip-010>), memo: (optional (buff 34)) } uint))
  )
  (let ((transfer (try! progress)))
    (asserts! (> (get amount share) u0) progress)
    (asserts!
      (unwrap!
        (match (get token transfer)
          ft (contract-call? ft transfer (get amount share) tx-sender (get recipient share) (get memo transfer))
          (match (get memo transfer)
            memo (stx-transfer-memo? (get amount share) tx-sender (get recipient share) memo)
            (stx-transfer? (get amount share) tx-sender (get recipient share))
          )
        )
        ERR_TRANSFER_FAILED
      )
      ERR_TRANSFER_FAILED
    )
    progress
  )
)

;; --- At deployment: refuse an unsound split ---

(define-private (check-recipient
    (entry { recipient: principal, basis-points: uint })
    (progress (response { total: uint, seen: (list 10 principal) } uint))
  )
  (let (
      (checked (try! progress))
      (recipient (get recipient entry))
    )
    (asserts! (> (get basis-points entry) u0) ERR_INVALID_SPLIT)
    (asserts! (is-standard recipient) ERR_INVALID_SPLIT)
    (asserts! (not (is-eq recipient current-contract)) ERR_INVALID_SPLIT)
    (asserts! (is-none (index-of? (get seen checked) recipient)) ERR_INVALID_SPLIT)
    (ok {
      total: (+ (get total checked) (get basis-points entry)),
      seen: (unwrap! (as-max-len? (append (get seen checked) recipient) u10) ERR_INVALID_SPLIT),
    })
  )
)

(define-private (check-split)
  (let ((checked (try! (fold check-recipient RECIPIENTS (ok { total: u0, seen: (list) })))))
    (asserts! (is-eq (get total checked) WHOLE) ERR_INVALID_SPLIT)
    (asserts! (>= (len (get seen checked)) u2) ERR_INVALID_SPLIT)
    (ok true)
  )
)

(try! (check-split))
