/* Frames as values, and from and to bytes. No call here allocates, keeps a reference to its arguments beyond what is
   said, or reads a byte beyond the length it is given. */
#ifndef SWP_FRAME_H
#define SWP_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "swp_constants.h"

/* One frame; a type uses the fields that frames.md gives it, and the others are 0. */
typedef struct swp_frame {
  uint8_t type;
  uint8_t flags; /* SWP_FLAG_CRC asks for a check when encoding */
  uint8_t id;
  uint8_t result;
  uint8_t stream;
  uint8_t state;
  uint8_t encoding;
  uint8_t channels; /* of DATA: values a sample */
  uint8_t rate;
  uint8_t battery;
  uint8_t button;
  uint8_t number;
  uint8_t major;
  uint8_t minor;
  uint8_t streams;
  uint8_t seconds;
  uint8_t pulses;
  uint8_t strength;
  uint8_t request;
  uint16_t boot;
  uint16_t count; /* of DATA: samples */
  uint16_t index_low;
  uint16_t lease;
  uint16_t max_frame;
  uint16_t millivolts;
  uint16_t conditions;
  uint16_t held;
  uint16_t offset;
  uint16_t total;
  int16_t temperature;
  uint32_t index;
  uint32_t dropped;
  uint32_t channel_mask; /* of CONFIGURE */
  uint32_t first;
  uint32_t range_count; /* of RANGE and its reply */
  uint32_t features;
  uint32_t store;
  uint32_t description;
  uint64_t time; /* of TIME_REPLY: received */
  uint8_t uuid[16];
  const uint8_t *quality; /* `channels` bytes, where SWP_FLAG_QUALITY is set */
  const uint8_t *payload;
  size_t payload_length;
} swp_frame;

/* Decodes a frame; its pointers lead into `bytes`. `needs_crc` is 1 on byte streams and in files.
   Gives SWP_NO_ERROR, or the first error of conformance.md that applies, and then the frame is not to be used. */
enum swp_error swp_decode(const uint8_t *bytes, size_t length, int needs_crc, swp_frame *frame);

/* Encodes a frame whose payload is ready, as of every type but DATA with samples.
   Gives its length, or 0 where it does not fit `capacity` or is none that swp_decode would take. */
size_t swp_encode(const swp_frame *frame, uint8_t *out, size_t capacity);

/* Encodes DATA: `frame` tells everything but the payload, `samples` has count x channels values, sample by sample.
   Values are cut to the width of the encoding. Gives the length, or 0 as swp_encode does. */
size_t swp_encode_data(const swp_frame *frame, const int32_t *samples, uint8_t *out, size_t capacity);

/* The samples of a decoded DATA frame; `samples` holds count x channels values. */
void swp_samples(const swp_frame *frame, int32_t *samples);

/* The samples of a COMPACT frame, whose stream has so many channels in this encoding: writes at most 1024 values and
   gives their number in `values`. */
enum swp_error swp_compact_samples(
    const swp_frame *frame, uint8_t encoding, uint8_t channels, int32_t *samples, size_t *values);

/* Compresses: gives the number of bytes, or 0 where they do not fit. 1 <= channels, count x channels <= 1024. */
size_t swp_pack(const int32_t *samples, size_t channels, size_t count, uint8_t *out, size_t capacity);

/* Decompresses, or with `samples` NULL only looks. Gives 0 where `bytes` are not exactly that. */
int swp_unpack(const uint8_t *bytes, size_t length, size_t channels, size_t count, int32_t *samples);

#endif
