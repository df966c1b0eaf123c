"""AES-256-GCM (FIPS 197, NIST SP 800-38D), for reading and not for speed: plain Python, standard library only."""


def _s_box():
    inverse = [0] * 256
    for one in range(1, 256):
        inverse[one] = next(other for other in range(1, 256) if _times(one, other) == 1)
    rotated = lambda byte, by: ((byte << by) | (byte >> (8 - by))) & 0xFF
    return [i ^ rotated(i, 1) ^ rotated(i, 2) ^ rotated(i, 3) ^ rotated(i, 4) ^ 0x63 for i in inverse]


def _times(left, right):
    product = 0
    while right:
        if right & 1:
            product ^= left
        left = (left << 1) ^ (0x11B if left & 0x80 else 0)
        right >>= 1
    return product


S_BOX = _s_box()


def _round_keys(key):
    words = [key[at : at + 4] for at in range(0, 32, 4)]
    constant = 1
    for index in range(8, 60):
        word = words[-1]
        if index % 8 == 0:
            word = bytes(S_BOX[byte] for byte in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = _times(constant, 2)
        elif index % 8 == 4:
            word = bytes(S_BOX[byte] for byte in word)
        words.append(bytes(a ^ b for a, b in zip(words[-8], word)))
    return [b"".join(words[at : at + 4]) for at in range(0, 60, 4)]


def _encrypt_block(round_keys, block):
    state = [a ^ b for a, b in zip(block, round_keys[0])]
    for number, key in enumerate(round_keys[1:], 1):
        state = [S_BOX[state[(at + 4 * (at % 4)) % 16]] for at in range(16)]
        if number < 14:
            columns = [state[at : at + 4] for at in range(0, 16, 4)]
            state = [
                _times(column[row], 2) ^ _times(column[(row + 1) % 4], 3) ^ column[(row + 2) % 4] ^ column[(row + 3) % 4]
                for column in columns
                for row in range(4)
            ]
        state = [a ^ b for a, b in zip(state, key)]
    return bytes(state)


def _ghash(subkey, data):
    result = 0
    for at in range(0, len(data), 16):
        left = result ^ int.from_bytes(data[at : at + 16].ljust(16, b"\0"), "big")
        result, right = 0, subkey
        for bit in range(127, -1, -1):
            if left >> bit & 1:
                result ^= right
            right = (right >> 1) ^ (0xE1 << 120 if right & 1 else 0)
    return result


def open_sealed(key, nonce, sealed, tag, additional_data=b""):
    """The plain bytes, or None where anything was changed."""
    if len(key) != 32 or len(nonce) != 12 or len(tag) != 16:
        return None
    round_keys = _round_keys(key)
    padded = [part + bytes(-len(part) % 16) for part in (additional_data, sealed)]
    lengths = (8 * len(additional_data)).to_bytes(8, "big") + (8 * len(sealed)).to_bytes(8, "big")
    subkey = int.from_bytes(_encrypt_block(round_keys, bytes(16)), "big")
    mask = int.from_bytes(_encrypt_block(round_keys, nonce + b"\0\0\0\1"), "big")
    if _ghash(subkey, b"".join(padded) + lengths) ^ mask != int.from_bytes(tag, "big"):
        return None
    plain = b""
    for at in range(0, len(sealed), 16):
        counter = nonce + (at // 16 + 2).to_bytes(4, "big")
        plain += bytes(a ^ b for a, b in zip(sealed[at : at + 16], _encrypt_block(round_keys, counter)))
    return plain
