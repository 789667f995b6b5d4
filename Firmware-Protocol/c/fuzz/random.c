/* random N SEED FILE...: N inputs, seeded: mutations of the files, and some bytes of chance alone. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "swp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* xorshift64* (Vigna 2016, doi:10.1145/2845077). */
static uint64_t state;

static uint32_t chance(uint32_t below) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t)((state * 0x2545F4914F6CDD1DULL >> 32) * below >> 32);
}

static size_t mutate(uint8_t *bytes, size_t length, size_t capacity) {
  for (uint32_t times = chance(4); times > 0 && length > 0; times--) {
    size_t place = chance((uint32_t)length);
    switch (chance(6)) {
      case 0: bytes[place] ^= (uint8_t)(1U << chance(8)); break;
      case 1: bytes[place] = (uint8_t)chance(256); break;
      case 2: bytes[place] = chance(2) ? 0xFF : 0; break;
      case 3: length = place; break;
      case 4:
        memmove(bytes + place, bytes + place + 1, length - place - 1);
        length--;
        break;
      default:
        if (length < capacity) {
          memmove(bytes + place + 1, bytes + place, length - place);
          bytes[place] = (uint8_t)chance(256);
          length++;
        }
    }
  }
  /* A check that fits lets the mutation through to what lies behind it. */
  if (length > 8 && chance(2)) {
    bytes[1] |= SWP_FLAG_CRC;
    uint32_t check = swp_crc32(0, bytes, length - 4);
    for (unsigned n = 0; n < 4; n++) bytes[length - 4 + n] = (uint8_t)(check >> 8 * n);
  }
  return length;
}

int main(int count, char **arguments) {
  enum { MOST = 5000 };
  if (count < 4) return 64;
  unsigned long long inputs = strtoull(arguments[1], NULL, 10);
  state = strtoull(arguments[2], NULL, 10) * 2U + 1U;
  int files = count - 3;
  uint8_t **seeds = calloc((size_t)files, sizeof *seeds);
  size_t *lengths = calloc((size_t)files, sizeof *lengths);
  if (!seeds || !lengths) return 74;
  for (int n = 0; n < files; n++) {
    FILE *file = fopen(arguments[n + 3], "rb");
    seeds[n] = malloc(MOST);
    if (!file || !seeds[n]) return 66;
    lengths[n] = fread(seeds[n], 1, MOST, file);
    fclose(file);
  }
  for (unsigned long long n = 0; n < inputs; n++) {
    uint8_t work[MOST];
    size_t length;
    if (chance(16) == 0) {
      length = chance(80);
      for (size_t at = 0; at < length; at++) work[at] = (uint8_t)chance(256);
    } else {
      int seed = (int)chance((uint32_t)files);
      length = lengths[seed];
      memcpy(work, seeds[seed], length);
      length = mutate(work, length, MOST);
    }
    /* Memory of exactly that size, so that the sanitizer sees each byte beyond. */
    uint8_t *exact = malloc(length ? length : 1);
    if (!exact) return 74;
    memcpy(exact, work, length);
    LLVMFuzzerTestOneInput(exact, length);
    free(exact);
  }
  for (int n = 0; n < files; n++) free(seeds[n]);
  free(seeds);
  free(lengths);
  printf("%llu inputs, no fault\n", inputs);
  return 0;
}
