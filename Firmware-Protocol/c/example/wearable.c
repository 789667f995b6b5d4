/* A device's main loop: eight channels of EMG at 2 kHz and 24 bits over a byte stream. Copy it and change what is yours:
   the description, and platform.h. */

#include "wearable.h"

#include "platform.h"
#include "swp.h"

/* What the device is: 24 bits over 4.5 V at a gain of 24. */
static const swp_rate rates[] = {{2000, 1}, {1000, 1}};
#define CHANNEL(name) {SWP_UNKNOWN, {name, 4}, {"", 0}, {"", 0}}
static const swp_channel channels[EMG_CHANNELS] = {
    CHANNEL("EMG1"), CHANNEL("EMG2"), CHANNEL("EMG3"), CHANNEL("EMG4"),
    CHANNEL("EMG5"), CHANNEL("EMG6"), CHANNEL("EMG7"), CHANNEL("EMG8")};
static const swp_description streams[] = {{.kind = SWP_EMG,
                                           .unit = SWP_VOLT,
                                           .encodings = 1U << SWP_I24 | 1U << SWP_PACKED,
                                           .channel_count = EMG_CHANNELS,
                                           .rate_count = 2,
                                           .numerator = 3,
                                           .denominator = 134217712,
                                           .lowest = -8388608,
                                           .highest = 8388607,
                                           .high_pass = 0,
                                           .low_pass = 524000,
                                           .rates = rates,
                                           .channels = channels}};
static const swp_device device = {.streams = streams,
                                  .stream_count = 1,
                                  .uuid = {0x3B, 0x6E, 0x21, 0x90, 0x4C, 0x1D, 0x4F, 0x5A, 0x8B, 0x77, 1, 2, 3, 4, 5, 6},
                                  .max_frame = 64,
                                  .features = SWP_COMPRESSION | SWP_TIME_SYNC,
                                  .firmware = {"example 1.0", 11},
                                  .hardware = {"a board", 7}};

/* A host's requests are short; answers are as long as the description. */
static uint8_t received[SWP_STUFFED_MOST(64)];
static uint8_t frame[600];
static uint8_t stuffed[SWP_STUFFED_MOST(sizeof frame)];
static swp_deframer deframer = {received, sizeof received, 0};
static swp_session session;

static int send(size_t length) {
  if (length == 0) return 1;
  return platform_send(stuffed, swp_stuff(frame, length, stuffed));
}

void wearable_begin(void) {
  swp_session_begin(&session, &device, platform_boot(), 1);
  /* What stood on the line before the reset is no part of the first frame. */
  static const uint8_t zero = 0;
  (void)platform_send(&zero, 1);
}

static void answer(void) {
  uint8_t byte;
  while (platform_receive(&byte)) {
    size_t length = swp_deframer_take(&deframer, byte);
    if (length == SIZE_MAX || length == 0 || length > sizeof received) continue;
    length = swp_unstuff(received, length, received);
    if (length == SIZE_MAX) continue;
    (void)send(swp_session_take(&session, received, length, platform_now(), frame, sizeof frame));
  }
}

static void sample(void) {
  static int32_t samples[EMG_CHANNELS * EMG_SAMPLES];
  uint64_t time;
  uint32_t missed = 0;
  while (platform_emg(samples, &time, &missed)) {
    swp_session_missed(&session, 0, missed);
    size_t length = swp_session_samples(&session, 0, samples, EMG_SAMPLES, time, NULL, frame, sizeof frame);
    /* What the link has no room for is told by the next frame. */
    if (!send(length)) session.streams[0].dropped += EMG_SAMPLES;
  }
}

void wearable_loop(void) {
  answer();
  session.health.battery = platform_battery();
  size_t length;
  while ((length = swp_session_poll(&session, platform_now(), frame, sizeof frame)) != 0) (void)send(length);
  sample();
}
