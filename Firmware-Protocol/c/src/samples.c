#include "bytes.h"
#include "check.h"

/* Samples from and to the payload, sample by sample. */

void swp_put_samples(const int32_t *samples, size_t values, uint8_t encoding, uint8_t *out) {
  switch (encoding) {
    case SWP_I16:
      for (size_t n = 0; n < values; n++, out += 2) swp_put16(out, (uint16_t)(uint32_t)samples[n]);
      break;
    case SWP_I24:
      for (size_t n = 0; n < values; n++, out += 3) {
        uint32_t value = (uint32_t)samples[n];
        out[0] = (uint8_t)value;
        out[1] = (uint8_t)(value >> 8);
        out[2] = (uint8_t)(value >> 16);
      }
      break;
    default:
      for (size_t n = 0; n < values; n++, out += 4) swp_put32(out, (uint32_t)samples[n]);
  }
}

static void get_samples(const uint8_t *bytes, size_t values, uint8_t encoding, int32_t *samples) {
  switch (encoding) {
    case SWP_I16:
      for (size_t n = 0; n < values; n++, bytes += 2) samples[n] = swp_extended(swp_get16(bytes), 16);
      break;
    case SWP_I24:
      for (size_t n = 0; n < values; n++, bytes += 3) {
        samples[n] = swp_extended((uint32_t)swp_get16(bytes) | (uint32_t)bytes[2] << 16, 24);
      }
      break;
    default:
      for (size_t n = 0; n < values; n++, bytes += 4) samples[n] = swp_signed(swp_get32(bytes));
  }
}

void swp_samples(const swp_frame *frame, int32_t *samples) {
  if (frame->encoding == SWP_PACKED) {
    (void)swp_unpack(frame->payload, frame->payload_length, frame->channels, frame->count, samples);
  } else {
    get_samples(frame->payload, (size_t)frame->count * frame->channels, frame->encoding, samples);
  }
}

enum swp_error swp_check_samples(const swp_frame *frame) {
  size_t width = swp_width(frame->encoding);
  size_t values = (size_t)frame->count * frame->channels;
  if (width == 0 && frame->encoding != SWP_PACKED) return SWP_BAD_ENCODING;
  if (values > SWP_MOST_VALUES) return SWP_BAD_COUNT;
  if (width != 0 || values == 0) return frame->payload_length == values * width ? SWP_NO_ERROR : SWP_BAD_PAYLOAD;
  int is_packed = swp_unpack(frame->payload, frame->payload_length, frame->channels, frame->count, NULL);
  return is_packed ? SWP_NO_ERROR : SWP_BAD_PACKED;
}

enum swp_error swp_compact_samples(
    const swp_frame *frame, uint8_t encoding, uint8_t channels, int32_t *samples, size_t *values) {
  size_t width = swp_width(encoding);
  if (width == 0) return SWP_BAD_ENCODING;
  if (channels == 0 || channels > SWP_MOST_CHANNELS) return SWP_BAD_CHANNELS;
  if (frame->payload_length == 0 || frame->payload_length > SWP_MOST_VALUES * width) return SWP_BAD_COUNT;
  if (frame->payload_length % (width * channels) != 0) return SWP_BAD_PAYLOAD;
  *values = frame->payload_length / width;
  get_samples(frame->payload, *values, encoding, samples);
  return SWP_NO_ERROR;
}
