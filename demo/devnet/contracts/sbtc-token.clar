;; sBTC on the embedded chain: the interface, the asset's name and the behaviour of the real token towards users.
;; Only the deployer may mint; on the real chain that is the sBTC protocol.

(define-constant ERR_NOT_OWNER (err u4)) ;; neither tx-sender nor contract-caller is the sender
(define-constant ERR_NOT_PROTOCOL (err u1)) ;; only the deployer mints
(define-constant DEPLOYER tx-sender)

(define-fungible-token sbtc-token)
(define-data-var token-uri (optional (string-utf8 256)) none)

(define-public (transfer (amount uint) (sender principal) (recipient principal) (memo (optional (buff 34))))
  (begin
    (asserts! (or (is-eq tx-sender sender) (is-eq contract-caller sender)) ERR_NOT_OWNER)
    (try! (ft-transfer? sbtc-token amount sender recipient))
    (match memo to-print (print to-print) 0x)
    (ok true)))

(define-public (mint (amount uint) (recipient principal))
  (begin
    (asserts! (is-eq contract-caller DEPLOYER) ERR_NOT_PROTOCOL)
    (ft-mint? sbtc-token amount recipient)))

(define-read-only (get-name) (ok "sBTC"))
(define-read-only (get-symbol) (ok "sBTC"))
(define-read-only (get-decimals) (ok u8))
(define-read-only (get-balance (who principal)) (ok (ft-get-balance sbtc-token who)))
(define-read-only (get-total-supply) (ok (ft-get-supply sbtc-token)))
(define-read-only (get-token-uri) (ok (var-get token-uri)))
