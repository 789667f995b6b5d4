/* What any bytes must not do to the codec: read or write where it should not, or say two things of one frame.
   Built with libFuzzer, or with random.c, which feeds seeded mutations of the vectors. */

#include <stdlib.h>
#include <string.h>

#include "swp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(int condition) {
  if (!condition) abort();
}

/* What is decoded can be encoded, and then is decoded to the same. */
static void decode(const uint8_t *bytes, size_t length) {
  static int32_t samples[SWP_MOST_VALUES];
  static uint8_t again[SWP_MOST_FRAME];
  swp_frame frame;
  swp_frame second;
  if (swp_decode(bytes, length, 0, &frame) != SWP_NO_ERROR) return;
  int is_data = frame.type == SWP_DATA;
  if (is_data) swp_samples(&frame, samples);
  size_t size = is_data ? swp_encode_data(&frame, samples, again, sizeof again) : swp_encode(&frame, again, sizeof again);
  /* Compression may need more than a frame holds where another one needed less. */
  if (size == 0 && frame.encoding == SWP_PACKED) return;
  require(size != 0);
  require(swp_decode(again, size, 0, &second) == SWP_NO_ERROR);
  require(second.type == frame.type && second.index == frame.index && second.time == frame.time);
  require(second.count == frame.count && second.dropped == frame.dropped && second.result == frame.result);
  if (!is_data || frame.encoding != SWP_PACKED) require(second.payload_length == frame.payload_length);
}

static void unstuff(const uint8_t *bytes, size_t length) {
  static uint8_t plain[1 << 16];
  static uint8_t stuffed[SWP_STUFFED_MOST(1 << 16)];
  if (length > sizeof plain) return;
  size_t size = swp_unstuff(bytes, length, plain);
  if (size != SIZE_MAX) require(size <= length);
  size = swp_stuff(bytes, length, stuffed);
  require(size <= SWP_STUFFED_MOST(length) && memchr(stuffed, 0, size) == stuffed + size - 1);
  require(swp_unstuff(stuffed, size - 1, plain) == length && memcmp(plain, bytes, length) == 0);
}

static void deframe(const uint8_t *bytes, size_t length) {
  static uint8_t buffer[64];
  swp_deframer deframer = {buffer, sizeof buffer, 0};
  for (size_t n = 0; n < length; n++) {
    size_t size = swp_deframer_take(&deframer, bytes[n]);
    if (size != SIZE_MAX && size <= sizeof buffer) {
      size_t plain = swp_unstuff(buffer, size, buffer);
      swp_frame frame;
      if (plain != SIZE_MAX) (void)swp_decode(buffer, plain, 1, &frame);
    }
  }
}

/* Samples that were packed are the same afterwards. */
static void pack(const uint8_t *bytes, size_t length) {
  static int32_t samples[SWP_MOST_VALUES];
  static int32_t again[SWP_MOST_VALUES];
  static uint8_t packed[8 * SWP_MOST_VALUES];
  if (length < 2) return;
  size_t channels = bytes[0] % SWP_MOST_CHANNELS + 1U;
  size_t count = (length - 1U) / 4U / channels;
  if (count * channels > SWP_MOST_VALUES) count = SWP_MOST_VALUES / channels;
  memcpy(samples, bytes + 1, 4 * count * channels);
  size_t size = swp_pack(samples, channels, count, packed, sizeof packed);
  if (count == 0) return;
  require(size != 0 && swp_unpack(packed, size, channels, count, again));
  require(memcmp(samples, again, 4 * count * channels) == 0);
  (void)swp_unpack(bytes + 1, length - 1, channels, bytes[1], NULL);
}

static const swp_rate rates[] = {{1000, 1}};
static const swp_channel channels[] = {{SWP_LEFT, {"EMG1", 4}, {"", 0}, {"", 0}}};
static const swp_description streams[] = {{.kind = SWP_EMG,
                                           .unit = SWP_VOLT,
                                           .encodings = 0x1E,
                                           .channel_count = 1,
                                           .rate_count = 1,
                                           .numerator = 1,
                                           .denominator = 1000000,
                                           .lowest = -32768,
                                           .highest = 32767,
                                           .rates = rates,
                                           .channels = channels}};

/* A session in which every request comes; what it sends is always a frame. */
static void converse(const uint8_t *bytes, size_t length) {
  static uint8_t out[SWP_MOST_FRAME];
  const swp_device device = {.streams = streams, .stream_count = 1, .max_frame = 244, .features = 0x1F, .store = 9};
  swp_session session;
  swp_session_begin(&session, &device, 7, 0);
  uint64_t now = 0;
  while (length > 1) {
    size_t size = bytes[0] % 24U + 1U;
    if (size > length - 1) size = length - 1;
    now += (uint64_t)bytes[0] * 10000U;
    int32_t sample = bytes[0];
    size_t lengths[3];
    swp_frame frame;
    lengths[0] = swp_session_take(&session, bytes + 1, size, now, out, sizeof out);
    if (lengths[0]) require(swp_decode(out, lengths[0], 0, &frame) == SWP_NO_ERROR);
    lengths[1] = swp_session_poll(&session, now, out, sizeof out);
    if (lengths[1]) require(swp_decode(out, lengths[1], 0, &frame) == SWP_NO_ERROR);
    lengths[2] = swp_session_samples(&session, 0, &sample, 1, now, NULL, out, sizeof out);
    if (lengths[2]) require(swp_decode(out, lengths[2], 0, &frame) == SWP_NO_ERROR);
    if (session.range.is_active) (void)swp_session_close_range(&session, now, out, sizeof out);
    bytes += size + 1;
    length -= size + 1;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  decode(bytes, length);
  unstuff(bytes, length);
  deframe(bytes, length);
  pack(bytes, length);
  converse(bytes, length);
  return 0;
}
