/* What a stream carries: the payload of DESCRIBE_REPLY. */
#ifndef SWP_DESCRIPTION_H
#define SWP_DESCRIPTION_H

#include <stddef.h>
#include <stdint.h>

#include "swp_constants.h"

/* Text that is not closed by a zero. */
typedef struct swp_text {
  const char *bytes;
  uint8_t length;
} swp_text;

typedef struct swp_channel {
  uint8_t side;
  swp_text label;
  swp_text site;
  swp_text muscle;
} swp_channel;

typedef struct swp_rate {
  uint32_t numerator;
  uint32_t denominator;
} swp_rate;

/* Physical value = (digital value - zero) x numerator / denominator, in the unit. */
typedef struct swp_description {
  uint8_t kind;
  uint8_t unit;
  uint8_t encodings;
  uint8_t notch;
  uint8_t channel_count;
  uint8_t rate_count;
  int32_t numerator;
  uint32_t denominator;
  int32_t zero;
  int32_t lowest;
  int32_t highest;
  uint32_t high_pass;
  uint32_t low_pass;
  const swp_rate *rates;
  const swp_channel *channels;
} swp_description;

/* Writes a description. Gives its length, or 0 where it does not fit or breaks a rule of streams.md. */
size_t swp_describe(const swp_description *description, uint8_t *out, size_t capacity);

/* Reads a description; its rates and channels go to the arrays, of which either may be NULL where they are not wanted, and texts lead into `bytes`. */
enum swp_error swp_read_description(
    const uint8_t *bytes, size_t length, swp_description *description, swp_rate rates[SWP_MOST_RATES],
    swp_channel channels[SWP_MOST_CHANNELS]);

/* Reads a string of a payload, as HELLO_REPLY has two: gives how many bytes it takes, or 0 where it is none. */
size_t swp_read_text(const uint8_t *bytes, size_t length, swp_text *text);

#endif
