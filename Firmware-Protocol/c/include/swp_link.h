/* Byte streams: the check, the stuffing, and frames out of bytes as they come. */
#ifndef SWP_LINK_H
#define SWP_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "swp_constants.h"

/* CRC-32 of zlib over `length` bytes more; `crc` is 0 at first and the result so far afterwards. */
uint32_t swp_crc32(uint32_t crc, const uint8_t *bytes, size_t length);

/* The most bytes that a frame of `length` takes when stuffed, with the zero that closes it. */
#define SWP_STUFFED_MOST(length) ((length) + (length) / 254u + 2u)

/* Stuffs `length` bytes by COBS and closes them with a zero; `out` holds SWP_STUFFED_MOST(length) and does not overlap.
   Gives the number of bytes written. */
size_t swp_stuff(const uint8_t *bytes, size_t length, uint8_t *out);

/* Unstuffs what stands between two zeros; may work in place. Gives the length, or SIZE_MAX where it is no COBS. */
size_t swp_unstuff(const uint8_t *bytes, size_t length, uint8_t *out);

/* Frames out of a byte stream, in memory of the caller's. */
typedef struct swp_deframer {
  uint8_t *buffer;
  size_t capacity; /* SWP_STUFFED_MOST(SWP_MOST_FRAME) takes every frame */
  size_t length;
} swp_deframer;

/* Takes one byte. Gives SIZE_MAX while no frame has ended; else the length of the stuffed bytes in the buffer, which
   are gone with the next byte: 0 between two zeros, and more than `capacity` where they did not fit. */
size_t swp_deframer_take(swp_deframer *deframer, uint8_t byte);

#endif
