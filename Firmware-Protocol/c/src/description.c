#include "swp_description.h"

#include "bytes.h"

enum { FIXED = 34, MOST_LABEL = 16, MOST_TEXT = 32 };

/* Whether bytes are UTF-8 (RFC 3629): no surrogates, no overlong forms, nothing above U+10FFFF. */
static int is_utf8(const uint8_t *bytes, size_t length) {
  size_t n = 0;
  while (n < length) {
    uint8_t head = bytes[n++];
    if (head < 0x80) continue;
    unsigned more = head >= 0xC2 && head <= 0xDF ? 1 : (head & 0xF0) == 0xE0 ? 2 : head >= 0xF0 && head <= 0xF4 ? 3 : 0;
    if (more == 0 || more > length - n) return 0;
    uint8_t next = bytes[n];
    if ((head == 0xE0 && next < 0xA0) || (head == 0xED && next > 0x9F) || (head == 0xF0 && next < 0x90)
        || (head == 0xF4 && next > 0x8F)) {
      return 0;
    }
    for (; more > 0; more--, n++) {
      if ((bytes[n] & 0xC0) != 0x80) return 0;
    }
  }
  return 1;
}

size_t swp_read_text(const uint8_t *bytes, size_t length, swp_text *text) {
  if (length == 0 || bytes[0] > length - 1U || !is_utf8(bytes + 1, bytes[0])) return 0;
  text->bytes = (const char *)bytes + 1;
  text->length = bytes[0];
  return (size_t)text->length + 1U;
}

/* Whether the fixed fields keep the rules of streams.md. */
static int is_sound(const swp_description *description) {
  int has_kind = (description->kind >= SWP_EMG && description->kind <= SWP_ORIENTATION) || description->kind == SWP_OTHER;
  unsigned known = 1U << SWP_I16 | 1U << SWP_I24 | 1U << SWP_I32 | 1U << SWP_PACKED;
  return has_kind && description->unit <= SWP_ONE && description->encodings != 0
         && (description->encodings & ~known) == 0 && description->channel_count != 0
         && description->channel_count <= SWP_MOST_CHANNELS && description->rate_count != 0
         && description->rate_count <= SWP_MOST_RATES && description->numerator != 0 && description->denominator != 0
         && description->lowest < description->highest;
}

static int is_label(swp_text text) { return text.length >= 1 && text.length <= MOST_LABEL; }

size_t swp_describe(const swp_description *description, uint8_t *out, size_t capacity) {
  if (!is_sound(description)) return 0;
  size_t length = FIXED + 8U * description->rate_count;
  for (unsigned n = 0; n < description->channel_count; n++) {
    const swp_channel *channel = &description->channels[n];
    if (!is_label(channel->label) || channel->site.length > MOST_TEXT || channel->muscle.length > MOST_TEXT) return 0;
    length += 4U + channel->label.length + channel->site.length + channel->muscle.length;
  }
  if (length > capacity) return 0;
  out[0] = description->kind;
  out[1] = description->unit;
  out[2] = description->encodings;
  out[3] = description->channel_count;
  swp_put32(out + 4, (uint32_t)description->numerator);
  swp_put32(out + 8, description->denominator);
  swp_put32(out + 12, (uint32_t)description->zero);
  swp_put32(out + 16, (uint32_t)description->lowest);
  swp_put32(out + 20, (uint32_t)description->highest);
  swp_put32(out + 24, description->high_pass);
  swp_put32(out + 28, description->low_pass);
  out[32] = description->notch;
  out[33] = description->rate_count;
  uint8_t *next = out + FIXED;
  for (unsigned n = 0; n < description->rate_count; n++, next += 8) {
    swp_put32(next, description->rates[n].numerator);
    swp_put32(next + 4, description->rates[n].denominator);
  }
  for (unsigned n = 0; n < description->channel_count; n++) {
    const swp_channel *channel = &description->channels[n];
    *next++ = channel->side;
    const swp_text texts[3] = {channel->label, channel->site, channel->muscle};
    for (unsigned part = 0; part < 3; part++) {
      *next++ = texts[part].length;
      for (unsigned byte = 0; byte < texts[part].length; byte++) *next++ = (uint8_t)texts[part].bytes[byte];
    }
  }
  return length;
}

/* Reads the channels after the rates. */
static enum swp_error read_channels(
    const uint8_t *bytes, size_t length, unsigned count, swp_channel channels[SWP_MOST_CHANNELS]) {
  for (unsigned n = 0; n < count; n++) {
    if (length == 0) return SWP_BAD_PAYLOAD;
    swp_channel channel;
    channel.side = bytes[0];
    if (channel.side > SWP_MIDLINE) return SWP_BAD_VALUE;
    bytes++;
    length--;
    swp_text *texts[3] = {&channel.label, &channel.site, &channel.muscle};
    for (unsigned part = 0; part < 3; part++) {
      size_t taken = swp_read_text(bytes, length, texts[part]);
      if (taken == 0 || texts[part]->length > MOST_TEXT) return SWP_BAD_STRING;
      bytes += taken;
      length -= taken;
    }
    if (!is_label(channel.label)) return SWP_BAD_STRING;
    if (channels) channels[n] = channel;
  }
  return SWP_NO_ERROR;
}

enum swp_error swp_read_description(
    const uint8_t *bytes, size_t length, swp_description *description, swp_rate rates[SWP_MOST_RATES],
    swp_channel channels[SWP_MOST_CHANNELS]) {
  if (length < FIXED) return SWP_BAD_PAYLOAD;
  description->kind = bytes[0];
  description->unit = bytes[1];
  description->encodings = bytes[2];
  description->channel_count = bytes[3];
  description->numerator = swp_signed(swp_get32(bytes + 4));
  description->denominator = swp_get32(bytes + 8);
  description->zero = swp_signed(swp_get32(bytes + 12));
  description->lowest = swp_signed(swp_get32(bytes + 16));
  description->highest = swp_signed(swp_get32(bytes + 20));
  description->high_pass = swp_get32(bytes + 24);
  description->low_pass = swp_get32(bytes + 28);
  description->notch = bytes[32];
  description->rate_count = bytes[33];
  description->rates = rates;
  description->channels = channels;
  if (!is_sound(description)) return SWP_BAD_VALUE;
  if (length - FIXED < 8U * description->rate_count) return SWP_BAD_PAYLOAD;
  const uint8_t *next = bytes + FIXED;
  for (unsigned n = 0; n < description->rate_count; n++, next += 8) {
    swp_rate rate = {swp_get32(next), swp_get32(next + 4)};
    if (rate.numerator == 0 || rate.denominator == 0) return SWP_BAD_VALUE;
    if (rates) rates[n] = rate;
  }
  return read_channels(next, length - (size_t)(next - bytes), description->channel_count, channels);
}
