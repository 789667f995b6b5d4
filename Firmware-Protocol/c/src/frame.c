#include "bytes.h"
#include "check.h"
#include "swp_description.h"
#include "swp_frame.h"
#include "swp_link.h"

/* frames.md as a table: the fields of each header after its first four bytes. */

enum { RESERVED = 0, U8 = 1, U16 = 2, U32 = 4, U48 = 6, UUID = 16 };

typedef struct field {
  uint8_t size; /* 0 ends the list */
  uint8_t is_reserved;
  uint16_t offset; /* in swp_frame */
} field;

#define FIELD(size, name) \
  { size, 0, (uint16_t)offsetof(swp_frame, name) }
#define NOTHING(size) \
  { size, 1, 0 }
#define END \
  { 0, 0, 0 }

static const field none[] = {END};
static const field of_compact[] = {FIELD(U16, index_low), END};
static const field of_status[] = {
    FIELD(U16, boot),       FIELD(U48, time),        FIELD(U8, state),       FIELD(U8, battery),
    FIELD(U16, millivolts), FIELD(U16, temperature), FIELD(U16, conditions), END};
static const field of_marker[] = {FIELD(U16, boot), FIELD(U48, time), FIELD(U8, button), FIELD(U8, number), END};
static const field of_fragment[] = {FIELD(U16, offset), FIELD(U16, total), END};
static const field of_hello[] = {FIELD(U8, major), FIELD(U8, minor), FIELD(U16, max_frame), END};
static const field of_describe[] = {FIELD(U8, stream), NOTHING(U8), END};
static const field of_configure[] = {FIELD(U8, stream), FIELD(U8, encoding),      FIELD(U8, rate),
                                     NOTHING(U8),       FIELD(U32, channel_mask), END};
static const field of_lease[] = {FIELD(U16, lease), END};
static const field of_range[] = {FIELD(U8, stream), NOTHING(U8),
                                 FIELD(U16, boot),  FIELD(U32, first),
                                 FIELD(U32, range_count), END};
static const field of_identify[] = {FIELD(U8, seconds), NOTHING(U8), END};
static const field of_vibrate[] = {FIELD(U8, pulses), FIELD(U8, strength), END};
static const field of_hello_reply[] = {
    FIELD(U8, result),      FIELD(U8, major),     FIELD(U8, minor),  FIELD(U8, streams),
    FIELD(U16, boot),       FIELD(U16, max_frame), FIELD(U32, features), FIELD(U32, store),
    FIELD(U32, description), FIELD(UUID, uuid),   NOTHING(U32),      END};
static const field of_stream_reply[] = {FIELD(U8, result), FIELD(U8, stream), END};
static const field of_configure_reply[] = {FIELD(U8, result), FIELD(U8, stream), FIELD(U32, index), END};
static const field of_moment[] = {FIELD(U8, result), NOTHING(U8), FIELD(U16, boot), FIELD(U48, time), END};
static const field of_keep_reply[] = {FIELD(U8, result), FIELD(U8, state), END};
static const field of_time_reply[] = {FIELD(U8, result), NOTHING(U8),      FIELD(U16, boot),
                                      FIELD(U48, time),  FIELD(U16, held), END};
static const field of_range_reply[] = {
    FIELD(U8, result), FIELD(U8, stream), FIELD(U32, first), FIELD(U32, range_count), END};
static const field of_result[] = {FIELD(U8, result), NOTHING(U8), END};
static const field of_refused[] = {FIELD(U8, result), FIELD(U8, request), END};

static const field *fields_of(uint8_t type) {
  switch (type) {
    case SWP_COMPACT: return of_compact;
    case SWP_STATUS: return of_status;
    case SWP_MARKER: return of_marker;
    case SWP_FRAGMENT: return of_fragment;
    case SWP_HELLO: return of_hello;
    case SWP_DESCRIBE: return of_describe;
    case SWP_CONFIGURE: return of_configure;
    case SWP_START:
    case SWP_KEEP: return of_lease;
    case SWP_STOP:
    case SWP_TIME: return none;
    case SWP_RANGE: return of_range;
    case SWP_IDENTIFY: return of_identify;
    case SWP_VIBRATE: return of_vibrate;
    case SWP_HELLO_REPLY: return of_hello_reply;
    case SWP_DESCRIBE_REPLY: return of_stream_reply;
    case SWP_CONFIGURE_REPLY: return of_configure_reply;
    case SWP_START_REPLY:
    case SWP_STOP_REPLY: return of_moment;
    case SWP_KEEP_REPLY: return of_keep_reply;
    case SWP_TIME_REPLY: return of_time_reply;
    case SWP_RANGE_REPLY: return of_range_reply;
    case SWP_IDENTIFY_REPLY:
    case SWP_VIBRATE_REPLY: return of_result;
    case SWP_REFUSED: return of_refused;
    default: return NULL;
  }
}

enum { HEADER = 4, DATA_HEADER = 20, CHECK = 4 };

size_t swp_shortest_header(uint8_t type) {
  if (type == SWP_DATA) return DATA_HEADER;
  const field *fields = fields_of(type);
  if (!fields) return 0;
  size_t length = HEADER;
  for (; fields->size != 0; fields++) length += fields->size;
  return length;
}

/* What DATA adds to its header by its flags. */
static size_t extension(const swp_frame *frame) {
  return (frame->flags & SWP_FLAG_DROPPED ? 4U : 0U) + (frame->flags & SWP_FLAG_QUALITY ? frame->channels : 0U);
}

static void get_fields(const field *fields, const uint8_t *bytes, swp_frame *frame) {
  for (; fields->size != 0; bytes += fields->size, fields++) {
    if (fields->is_reserved) continue;
    uint8_t *place = (uint8_t *)frame + fields->offset;
    switch (fields->size) {
      case U8: *place = bytes[0]; break;
      case U16: *(uint16_t *)(void *)place = swp_get16(bytes); break;
      case U32: *(uint32_t *)(void *)place = swp_get32(bytes); break;
      case U48: *(uint64_t *)(void *)place = swp_get48(bytes); break;
      default:
        for (unsigned n = 0; n < UUID; n++) place[n] = bytes[n];
    }
  }
}

static uint8_t *put_fields(const field *fields, const swp_frame *frame, uint8_t *bytes) {
  for (; fields->size != 0; bytes += fields->size, fields++) {
    const uint8_t *place = (const uint8_t *)frame + fields->offset;
    if (fields->is_reserved) {
      for (unsigned n = 0; n < fields->size; n++) bytes[n] = 0;
      continue;
    }
    switch (fields->size) {
      case U8: bytes[0] = *place; break;
      case U16: swp_put16(bytes, *(const uint16_t *)(const void *)place); break;
      case U32: swp_put32(bytes, *(const uint32_t *)(const void *)place); break;
      case U48: swp_put48(bytes, *(const uint64_t *)(const void *)place); break;
      default:
        for (unsigned n = 0; n < UUID; n++) bytes[n] = place[n];
    }
  }
  return bytes;
}

/* The header of DATA beyond its first twenty bytes, and its payload. */
static enum swp_error decode_data(const uint8_t *bytes, size_t header_length, swp_frame *frame) {
  frame->index = swp_get32(bytes + 4);
  frame->time = swp_get48(bytes + 8);
  frame->boot = swp_get16(bytes + 14);
  frame->encoding = bytes[16];
  frame->channels = bytes[17];
  frame->count = swp_get16(bytes + 18);
  if (header_length < DATA_HEADER + extension(frame)) return SWP_BAD_HEADER;
  if (frame->channels == 0 || frame->channels > SWP_MOST_CHANNELS) return SWP_BAD_CHANNELS;
  const uint8_t *next = bytes + DATA_HEADER;
  if (frame->flags & SWP_FLAG_DROPPED) {
    frame->dropped = swp_get32(next);
    next += 4;
  }
  if (frame->flags & SWP_FLAG_QUALITY) frame->quality = next;
  return swp_check_samples(frame);
}

enum swp_error swp_decode(const uint8_t *bytes, size_t length, int needs_crc, swp_frame *frame) {
  swp_clear(frame, sizeof *frame);
  if (length > SWP_MOST_FRAME) return SWP_TOO_LONG;
  if (length < HEADER) return SWP_TOO_SHORT;
  frame->type = bytes[0];
  frame->flags = bytes[1];
  frame->id = bytes[2];
  size_t header_length = bytes[3];
  if (frame->flags & SWP_FLAG_CRC) {
    if (length < HEADER + CHECK) return SWP_TOO_SHORT;
    length -= CHECK;
    if (swp_crc32(0, bytes, length) != swp_get32(bytes + length)) return SWP_BAD_CRC;
  } else if (needs_crc) {
    return SWP_MISSING_CRC;
  }
  size_t shortest = swp_shortest_header(frame->type);
  if (shortest == 0) return SWP_UNKNOWN_TYPE;
  if (header_length < shortest || header_length > length) return SWP_BAD_HEADER;
  frame->payload = bytes + header_length;
  frame->payload_length = length - header_length;
  if (frame->type == SWP_DATA) return decode_data(bytes, header_length, frame);
  get_fields(fields_of(frame->type), bytes + HEADER, frame);
  return swp_check(frame);
}

/* Closes a frame of `length` bytes with its check, where it has one. */
static size_t close_frame(const swp_frame *frame, uint8_t *out, size_t length) {
  if (!(frame->flags & SWP_FLAG_CRC)) return length;
  swp_put32(out + length, swp_crc32(0, out, length));
  return length + CHECK;
}

/* The first bytes of a frame; gives where its payload begins, or NULL where so much does not fit. */
static uint8_t *begin_frame(const swp_frame *frame, size_t payload_length, uint8_t *out, size_t capacity) {
  size_t header = swp_shortest_header(frame->type);
  if (header == 0) return NULL;
  if (frame->type == SWP_DATA) {
    if (frame->flags & SWP_FLAG_QUALITY && !frame->quality) return NULL;
    header += extension(frame);
  }
  size_t whole = header + payload_length + (frame->flags & SWP_FLAG_CRC ? (size_t)CHECK : 0U);
  if (whole > capacity || whole > SWP_MOST_FRAME) return NULL;
  out[0] = frame->type;
  out[1] = frame->flags;
  out[2] = frame->id;
  out[3] = (uint8_t)header;
  if (frame->type != SWP_DATA) return put_fields(fields_of(frame->type), frame, out + HEADER);
  swp_put32(out + 4, frame->index);
  swp_put48(out + 8, frame->time);
  swp_put16(out + 14, frame->boot);
  out[16] = frame->encoding;
  out[17] = frame->channels;
  swp_put16(out + 18, frame->count);
  uint8_t *next = out + DATA_HEADER;
  if (frame->flags & SWP_FLAG_DROPPED) {
    swp_put32(next, frame->dropped);
    next += 4;
  }
  if (frame->flags & SWP_FLAG_QUALITY) {
    for (unsigned n = 0; n < frame->channels; n++) *next++ = frame->quality[n];
  }
  return next;
}

size_t swp_encode(const swp_frame *frame, uint8_t *out, size_t capacity) {
  int is_data = frame->type == SWP_DATA;
  if (is_data && (frame->channels == 0 || frame->channels > SWP_MOST_CHANNELS)) return 0;
  if ((is_data ? swp_check_samples(frame) : swp_check(frame)) != SWP_NO_ERROR) return 0;
  uint8_t *next = begin_frame(frame, frame->payload_length, out, capacity);
  if (!next) return 0;
  for (size_t n = 0; n < frame->payload_length; n++) next[n] = frame->payload[n];
  return close_frame(frame, out, (size_t)(next - out) + frame->payload_length);
}

size_t swp_encode_data(const swp_frame *frame, const int32_t *samples, uint8_t *out, size_t capacity) {
  size_t values = (size_t)frame->count * frame->channels;
  size_t width = swp_width(frame->encoding);
  if (frame->type != SWP_DATA || frame->channels == 0 || frame->channels > SWP_MOST_CHANNELS) return 0;
  if (values > SWP_MOST_VALUES || (width == 0 && frame->encoding != SWP_PACKED)) return 0;
  uint8_t *next = begin_frame(frame, values * width, out, capacity);
  if (!next) return 0;
  size_t length = values * width;
  if (frame->encoding != SWP_PACKED) {
    swp_put_samples(samples, values, frame->encoding, next);
  } else if (values > 0) {
    size_t check = frame->flags & SWP_FLAG_CRC ? CHECK : 0U;
    size_t most = capacity < SWP_MOST_FRAME ? capacity : SWP_MOST_FRAME;
    length = swp_pack(samples, frame->channels, frame->count, next, most - (size_t)(next - out) - check);
    if (length == 0) return 0;
  }
  return close_frame(frame, out, (size_t)(next - out) + length);
}
