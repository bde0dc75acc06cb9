#include "CSodium.h"

#include <dlfcn.h>
#include <pthread.h>

// The functions as libsodium documents them (stable since 1.0.12).
static struct {
  int (*init)(void);
  int (*derive)(
      unsigned char *key, unsigned long long key_length, const char *passphrase,
      unsigned long long passphrase_length, const unsigned char *salt, unsigned long long passes,
      size_t memory, int algorithm);
  int (*seal)(
      unsigned char *sealed, unsigned long long *sealed_length, const unsigned char *text,
      unsigned long long text_length, const unsigned char *header, unsigned long long header_length,
      const unsigned char *secret_nonce, const unsigned char *nonce, const unsigned char *key);
  int (*open)(
      unsigned char *text, unsigned long long *text_length, unsigned char *secret_nonce,
      const unsigned char *sealed, unsigned long long sealed_length, const unsigned char *header,
      unsigned long long header_length, const unsigned char *nonce, const unsigned char *key);
  void (*forget)(void *bytes, size_t length);
} sodium;

// crypto_pwhash_ALG_ARGON2ID13
static const int argon2id = 2;

static const char *problem;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {
#ifdef __APPLE__
      "/opt/homebrew/lib/libsodium.dylib", "/usr/local/lib/libsodium.dylib", "libsodium.dylib",
#else
      "libsodium.so.23", "libsodium.so.26", "libsodium.so",
#endif
  };
  void *library = NULL;
  for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++)
    library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    problem = "libsodium could not be loaded";
    return;
  }
#define LOOK_UP(member, name)                                                                    \
  *(void **)&sodium.member = dlsym(library, name);                                               \
  if (sodium.member == NULL) {                                                                   \
    problem = "libsodium lacks " name;                                                           \
    return;                                                                                      \
  }
  LOOK_UP(init, "sodium_init")
  LOOK_UP(derive, "crypto_pwhash")
  LOOK_UP(seal, "crypto_aead_xchacha20poly1305_ietf_encrypt")
  LOOK_UP(open, "crypto_aead_xchacha20poly1305_ietf_decrypt")
  LOOK_UP(forget, "sodium_memzero")
  if (sodium.init() < 0) problem = "libsodium could not be set up";
}

const char *csodium_load(void) {
  pthread_once(&once, load);
  return problem;
}

int csodium_derive(
    uint8_t *key, const uint8_t *passphrase, size_t length, const uint8_t *salt, uint64_t passes,
    size_t memory) {
  return sodium.derive(
      key, 32, (const char *)passphrase, length, salt, passes, memory, argon2id);
}

int csodium_seal(
    uint8_t *sealed, const uint8_t *text, size_t length, const uint8_t *header, size_t header_length,
    const uint8_t *nonce, const uint8_t *key) {
  return sodium.seal(sealed, NULL, text, length, header, header_length, NULL, nonce, key);
}

int csodium_open(
    uint8_t *text, const uint8_t *sealed, size_t length, const uint8_t *header, size_t header_length,
    const uint8_t *nonce, const uint8_t *key) {
  return sodium.open(text, NULL, NULL, sealed, length, header, header_length, nonce, key);
}

void csodium_forget(uint8_t *bytes, size_t length) { sodium.forget(bytes, length); }
