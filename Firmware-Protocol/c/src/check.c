#include "check.h"

#include "swp_description.h"

/* Types whose payload is a list of streams and indices, five bytes each. */
static int has_positions(uint8_t type) {
  return type == SWP_STATUS || type == SWP_START_REPLY || type == SWP_STOP_REPLY;
}

static enum swp_error check_positions(const swp_frame *frame) {
  for (size_t n = 0; n < frame->payload_length; n += 5) {
    if (frame->payload[n] >= SWP_MOST_STREAMS) return SWP_BAD_VALUE;
  }
  return SWP_NO_ERROR;
}

static enum swp_error check_names(const swp_frame *frame) {
  swp_text text;
  size_t firmware = swp_read_text(frame->payload, frame->payload_length, &text);
  if (firmware == 0) return SWP_BAD_STRING;
  size_t hardware = swp_read_text(frame->payload + firmware, frame->payload_length - firmware, &text);
  return hardware == 0 ? SWP_BAD_STRING : SWP_NO_ERROR;
}

static enum swp_error check_description(const swp_frame *frame) {
  swp_description description;
  return swp_read_description(frame->payload, frame->payload_length, &description, NULL, NULL);
}

static int is_lease(uint16_t lease) { return lease >= SWP_LEASE_LEAST && lease <= SWP_LEASE_MOST; }

/* Values outside their tables; fields that a type does not have are 0 and pass. */
static int has_bad_value(const swp_frame *frame) {
  if (frame->result > SWP_WRONG_VERSION || frame->state > SWP_LOGGING || frame->stream >= SWP_MOST_STREAMS) return 1;
  switch (frame->type) {
    case SWP_STATUS: return frame->battery > 100 && frame->battery != 255;
    case SWP_FRAGMENT: return frame->total == 0 || frame->total > SWP_MOST_FRAME;
    case SWP_HELLO: return frame->max_frame < 20;
    case SWP_CONFIGURE: return frame->encoding > SWP_PACKED || frame->channel_mask == 0;
    case SWP_START:
    case SWP_KEEP: return !is_lease(frame->lease);
    case SWP_RANGE: return frame->range_count == 0;
    case SWP_VIBRATE:
      return frame->pulses == 0 || frame->pulses > 10 || frame->strength == 0 || frame->strength > 100;
    case SWP_HELLO_REPLY:
      return frame->streams == 0 || frame->streams > SWP_MOST_STREAMS || frame->max_frame < 20;
    default: return 0;
  }
}

enum swp_error swp_check(const swp_frame *frame) {
  if (swp_shortest_header(frame->type) == 0) return SWP_UNKNOWN_TYPE;
  int is_request = frame->type >= SWP_HELLO && frame->type <= SWP_VIBRATE;
  if (is_request && frame->payload_length != 0) return SWP_BAD_PAYLOAD;
  /* Of a refused reply nothing but its result is looked at. */
  if (frame->result != SWP_OK && frame->result <= SWP_WRONG_VERSION) return SWP_NO_ERROR;
  if (has_positions(frame->type) && frame->payload_length % 5U != 0) return SWP_BAD_PAYLOAD;
  if (has_bad_value(frame)) return SWP_BAD_VALUE;
  switch (frame->type) {
    case SWP_STATUS:
    case SWP_START_REPLY:
    case SWP_STOP_REPLY: return check_positions(frame);
    case SWP_HELLO_REPLY: return check_names(frame);
    case SWP_DESCRIBE_REPLY: return check_description(frame);
    default: return SWP_NO_ERROR;
  }
}
