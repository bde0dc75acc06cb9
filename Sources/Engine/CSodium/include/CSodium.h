// libsodium behind plain functions. The library is loaded on first use, so that commands which seal
// nothing do not pay for it and a machine without it can still run them. Its few functions are declared
// here: building needs no header of its own.
#ifndef CSODIUM_H
#define CSODIUM_H

#include <stddef.h>
#include <stdint.h>

/// Loads the library, once for the process. Returns NULL, or why that failed.
const char *csodium_load(void);

// Everything below may be called only after csodium_load returned NULL; each returns 0, or -1.

/// Derives a key of 32 bytes from a passphrase (Argon2id 1.3) with a salt of 16 bytes.
int csodium_derive(
    uint8_t *key, const uint8_t *passphrase, size_t length, const uint8_t *salt, uint64_t passes,
    size_t memory);
/// Seals a text (XChaCha20-Poly1305) with a nonce of 24 bytes; the result is 16 bytes longer. The header
/// is not stored, and has to be the same when the text is opened.
int csodium_seal(
    uint8_t *sealed, const uint8_t *text, size_t length, const uint8_t *header, size_t header_length,
    const uint8_t *nonce, const uint8_t *key);
/// Opens what was sealed; -1 if the key is another or anything was changed.
int csodium_open(
    uint8_t *text, const uint8_t *sealed, size_t length, const uint8_t *header, size_t header_length,
    const uint8_t *nonce, const uint8_t *key);
/// Overwrites memory in a way that no optimiser takes out.
void csodium_forget(uint8_t *bytes, size_t length);

#endif
