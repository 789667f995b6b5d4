/* The device's side of a session: a value. Requests, samples and time go in, frames come out in memory of the caller's;
   nothing is called back. The owner samples, keeps and sends; the session counts, answers and knows the state. */
#ifndef SWP_SESSION_H
#define SWP_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "swp_constants.h"
#include "swp_description.h"
#include "swp_frame.h"

/* What never changes of a device. */
typedef struct swp_device {
  const swp_description *streams;
  uint8_t stream_count;
  uint8_t uuid[16];
  uint16_t max_frame; /* the longest it takes */
  uint32_t features;
  uint32_t store; /* seconds */
  swp_text firmware;
  swp_text hardware;
} swp_device;

/* One stream as it is configured and counted. */
typedef struct swp_stream {
  uint32_t next; /* index of the next sample */
  uint32_t begin; /* index of the first sample of this stretch of streaming */
  uint32_t held; /* index of the oldest sample that the store holds */
  uint32_t dropped; /* samples that exist nowhere since the last frame */
  uint64_t anchor_due; /* where frames are COMPACT; 0: before any other */
  uint32_t channel_mask;
  uint8_t quality[SWP_MOST_CHANNELS]; /* where frames are COMPACT; an anchor tells it */
  uint8_t encoding; /* 0: switched off */
  uint8_t rate;
} swp_stream;

/* What the owner tells of the device, for STATUS. */
typedef struct swp_health {
  uint8_t battery; /* per cent, 255 unknown */
  uint16_t millivolts;
  int16_t temperature;
  uint16_t conditions;
} swp_health;

typedef struct swp_session {
  const swp_device *device;
  swp_stream streams[SWP_MOST_STREAMS];
  swp_health health;
  uint64_t lease_end; /* device time in microseconds */
  uint64_t status_due;
  uint64_t identify_until; /* the owner blinks until then */
  uint64_t vibrate_since; /* see swp_session_vibration */
  uint16_t boot;
  uint16_t host_max_frame;
  uint16_t told_conditions; /* in the last STATUS: another one makes the next due */
  uint8_t state;
  uint8_t is_checked; /* frames carry their CRC: byte streams and files */
  uint8_t is_compact; /* frames of samples are COMPACT: the host's are too short for DATA */
  uint8_t presses;
  uint8_t vibrate_pulses;
  uint8_t vibrate_strength;
  struct {
    uint32_t next;
    uint32_t end;
    uint32_t dropped;
    uint8_t stream;
    uint8_t is_active;
  } range;
} swp_session;

/* Begins after a reset, in state IDLE; `boot` is another than before, `is_checked` 1 on byte streams. */
void swp_session_begin(swp_session *session, const swp_device *device, uint16_t boot, int is_checked);

/* Takes a frame of the host's, unstuffed. Gives the length of the answer in `out`, which holds 4096 bytes and does not
   overlap; 0 where there is none. After START and STOP the owner looks at `state`, after CONFIGURE at the streams, after RANGE at
   `range`. */
size_t swp_session_take(
    swp_session *session, const uint8_t *bytes, size_t length, uint64_t now, uint8_t *out, size_t capacity);

/* Ends a lease that is over, and gives a STATUS or an anchor where one is due, STATUS also where `health.conditions`
   changed. To be called often, and until it gives 0; an anchor may be longer than the link takes, and then goes out in
   parts. */
size_t swp_session_poll(swp_session *session, uint64_t now, uint8_t *out, size_t capacity);

/* Counts samples that were taken, the first at `time`, and gives their frame while STREAMING; 0 otherwise, and where the
   frame does not fit: then they have been dropped, unless the store has them. `quality` has a byte a channel that is on, or is
   NULL. Where `is_compact` the frame is COMPACT, and another quality makes an anchor due that tells it. */
size_t swp_session_samples(
    swp_session *session, uint8_t stream, const int32_t *samples, uint16_t count, uint64_t time, const uint8_t *quality,
    uint8_t *out, size_t capacity);

/* Counts samples that should have been taken and were not, or were and could not be sent or kept. */
void swp_session_missed(swp_session *session, uint8_t stream, uint32_t count);

/* Says that the store has let go of all samples of a stream before `index`. */
void swp_session_forgot(swp_session *session, uint8_t stream, uint32_t index);

/* A MARKER: the button was pressed. 0 while nothing is sent. */
size_t swp_session_press(swp_session *session, uint8_t button, uint64_t time, uint8_t *out, size_t capacity);

/* Stored samples from range.next on, as `count` of them at `time`; `missing` samples before them are not in the store.
   Call it while range.is_active, with no more than up to range.end; the closing anchor comes from swp_session_close_range. */
size_t swp_session_history(
    swp_session *session, const int32_t *samples, uint16_t count, uint32_t missing, uint64_t time, uint8_t *out,
    size_t capacity);

/* The anchor that ends a range, once nothing more of it will come. */
size_t swp_session_close_range(swp_session *session, uint64_t time, uint8_t *out, size_t capacity);

/* How strongly the owner's motor is to run at this moment, in per cent; 0 for not at all. */
uint8_t swp_session_vibration(const swp_session *session, uint64_t now);

/* How many channels of a stream are on. */
uint8_t swp_session_channels(const swp_session *session, uint8_t stream);

/* One part of a frame that is longer than the link takes: from `offset` on, in at most `most` bytes (at least 13), with a
   CRC of its own where `is_checked`. Gives the length of the part; the next offset is 8 less (12 with the CRC), on top of
   this one. */
size_t swp_fragment(
    const uint8_t *whole, size_t length, size_t offset, uint8_t id, int is_checked, size_t most, uint8_t *out,
    size_t capacity);

#endif
