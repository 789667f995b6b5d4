#include "swp_link.h"

size_t swp_stuff(const uint8_t *bytes, size_t length, uint8_t *out) {
  const uint8_t *end = bytes + length;
  uint8_t *to = out;
  for (;;) {
    uint8_t *code = to++;
    const uint8_t *block_end = end - bytes > 254 ? bytes + 254 : end;
    while (bytes < block_end && *bytes != 0) *to++ = *bytes++;
    *code = (uint8_t)(to - code);
    if (bytes == end) break;
    /* A full block needs no zero after it; any other ends at one. */
    if (*code != 0xFF && *bytes++ == 0 && bytes == end) {
      *to++ = 1;
      break;
    }
  }
  *to++ = 0;
  return (size_t)(to - out);
}

size_t swp_unstuff(const uint8_t *bytes, size_t length, uint8_t *out) {
  size_t written = 0;
  size_t n = 0;
  while (n < length) {
    uint8_t code = bytes[n++];
    if (code == 0 || (size_t)code - 1U > length - n) return SIZE_MAX;
    for (uint8_t left = (uint8_t)(code - 1U); left > 0; left--) {
      if (bytes[n] == 0) return SIZE_MAX;
      out[written++] = bytes[n++];
    }
    if (code != 0xFF && n < length) out[written++] = 0;
  }
  return written;
}

size_t swp_deframer_take(swp_deframer *deframer, uint8_t byte) {
  if (byte != 0) {
    /* What does not fit is counted and let go: the frame is told to be too long when it ends. */
    if (deframer->length < deframer->capacity) deframer->buffer[deframer->length] = byte;
    if (deframer->length <= deframer->capacity) deframer->length++;
    return SIZE_MAX;
  }
  size_t length = deframer->length;
  deframer->length = 0;
  return length;
}
