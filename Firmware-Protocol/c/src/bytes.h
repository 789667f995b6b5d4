/* Numbers in bytes, lowest first. */
#ifndef SWP_BYTES_H
#define SWP_BYTES_H

#include <stddef.h>
#include <stdint.h>

static inline uint16_t swp_get16(const uint8_t *bytes) { return (uint16_t)(bytes[0] | bytes[1] << 8); }

static inline uint32_t swp_get32(const uint8_t *bytes) {
  return (uint32_t)swp_get16(bytes) | (uint32_t)swp_get16(bytes + 2) << 16;
}

static inline uint64_t swp_get48(const uint8_t *bytes) {
  return (uint64_t)swp_get32(bytes) | (uint64_t)swp_get16(bytes + 4) << 32;
}

static inline void swp_put16(uint8_t *bytes, uint16_t value) {
  bytes[0] = (uint8_t)value;
  bytes[1] = (uint8_t)(value >> 8);
}

static inline void swp_put32(uint8_t *bytes, uint32_t value) {
  swp_put16(bytes, (uint16_t)value);
  swp_put16(bytes + 2, (uint16_t)(value >> 16));
}

static inline void swp_put48(uint8_t *bytes, uint64_t value) {
  swp_put32(bytes, (uint32_t)value);
  swp_put16(bytes + 4, (uint16_t)(value >> 32));
}

/* Zeros, without the memset that compilers make of anything else; `size` is a multiple of 4, as that of our structures. */
static inline void swp_clear(void *place, size_t size) {
  volatile uint32_t *word = (volatile uint32_t *)place;
  for (size_t n = 0; n < size / 4U; n++) word[n] = 0;
}

/* The two's complement reading of a bit pattern, without what C leaves to the implementation. */
static inline int32_t swp_signed(uint32_t bits) {
  return bits <= 0x7FFFFFFFU ? (int32_t)bits : -(int32_t)(0xFFFFFFFFU - bits) - 1;
}

/* The same of the lowest `width` bits, 1 to 32. */
static inline int32_t swp_extended(uint32_t bits, unsigned width) {
  uint32_t sign = (uint32_t)1 << (width - 1U);
  bits &= sign | (sign - 1U);
  return swp_signed((bits ^ sign) - sign);
}

#endif
