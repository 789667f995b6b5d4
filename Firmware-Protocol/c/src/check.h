/* What a frame must be beyond its shape. */
#ifndef SWP_CHECK_H
#define SWP_CHECK_H

#include "swp_frame.h"

/* The header of a type at its shortest, 0 of an unknown one. */
size_t swp_shortest_header(uint8_t type);

/* Bytes of a value in an encoding; 0 of PACKED and of none. */
static inline size_t swp_width(uint8_t encoding) {
  return encoding >= SWP_I16 && encoding <= SWP_I32 ? (size_t)encoding + 1U : 0U;
}

/* Values and payload of any frame but DATA. */
enum swp_error swp_check(const swp_frame *frame);

/* Encoding, count and payload of DATA whose channels are right. */
enum swp_error swp_check_samples(const swp_frame *frame);

void swp_put_samples(const int32_t *samples, size_t values, uint8_t encoding, uint8_t *out);

#endif
