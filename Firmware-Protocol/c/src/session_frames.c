/* What a device sends on its own: samples, anchors, STATUS, MARKER, and what was asked for again. */
#include "bytes.h"
#include "check.h"
#include "session_parts.h"

enum { CHECK = 4, MOST_PACKED_WIDTH = 6 };

void swp_new_frame(const swp_session *session, swp_frame *frame, uint8_t type, uint8_t id) {
  swp_clear(frame, sizeof *frame);
  frame->type = type;
  frame->flags = session->is_checked ? SWP_FLAG_CRC : 0;
  frame->id = id;
}

int swp_fits(const swp_session *session, size_t header, int has_quality) {
  for (uint8_t n = 0; n < session->device->stream_count; n++) {
    uint8_t encoding = session->streams[n].encoding;
    if (encoding == 0) continue;
    if (encoding == SWP_PACKED && !has_quality) return 0; /* no COMPACT */
    size_t width = encoding == SWP_PACKED ? MOST_PACKED_WIDTH : swp_width(encoding);
    size_t length = header + (width + (has_quality ? 1U : 0U)) * swp_session_channels(session, n);
    if (length + (session->is_checked ? CHECK : 0U) > session->host_max_frame) return 0;
  }
  return 1;
}

void swp_end_lease(swp_session *session, uint64_t now) {
  if (session->state != SWP_STREAMING || now < session->lease_end) return;
  session->state = swp_has(session, SWP_STORE) ? SWP_LOGGING : SWP_READY;
  session->range.is_active = 0;
}

size_t swp_send_positions(swp_session *session, swp_frame *frame, int tells_begin, uint8_t *out, size_t capacity) {
  uint8_t list[5 * SWP_MOST_STREAMS];
  size_t length = 0;
  for (uint8_t n = 0; n < session->device->stream_count; n++) {
    const swp_stream *stream = &session->streams[n];
    if (stream->encoding == 0) continue;
    list[length] = n;
    /* What DROPPED has still to tell is not behind it. */
    swp_put32(list + length + 1, tells_begin ? stream->begin : stream->next - stream->dropped);
    length += 5;
  }
  frame->payload = list;
  frame->payload_length = length;
  return swp_encode(frame, out, capacity);
}

static size_t send_status(swp_session *session, uint64_t now, uint8_t *out, size_t capacity) {
  swp_frame frame;
  swp_new_frame(session, &frame, SWP_STATUS, 0);
  frame.boot = session->boot;
  frame.time = now;
  frame.state = session->state;
  frame.battery = session->health.battery;
  frame.millivolts = session->health.millivolts;
  frame.temperature = session->health.temperature;
  frame.conditions = session->health.conditions;
  session->status_due = now + (uint64_t)SWP_STATUS_EVERY * 1000U;
  session->told_conditions = session->health.conditions;
  return swp_send_positions(session, &frame, 0, out, capacity);
}

static void samples_frame(
    const swp_session *session, uint8_t stream, uint16_t count, uint64_t time, swp_frame *frame) {
  swp_new_frame(session, frame, SWP_DATA, stream);
  frame->boot = session->boot;
  frame->time = time;
  frame->encoding = session->streams[stream].encoding;
  frame->channels = swp_session_channels(session, stream);
  frame->count = count;
}

/* The anchor of a stream whose frames are COMPACT. */
static size_t send_anchor(swp_session *session, uint8_t stream, uint64_t now, uint8_t *out, size_t capacity) {
  swp_stream *state = &session->streams[stream];
  swp_frame frame;
  samples_frame(session, stream, 0, now, &frame);
  frame.index = state->next;
  if (state->dropped != 0) {
    frame.flags |= SWP_FLAG_DROPPED;
    frame.dropped = state->dropped;
  }
  for (uint8_t n = 0; n < frame.channels; n++) {
    if (state->quality[n] == 0) continue;
    frame.flags |= SWP_FLAG_QUALITY;
    frame.quality = state->quality;
  }
  size_t length = swp_encode_data(&frame, NULL, out, capacity);
  if (length != 0) {
    state->dropped = 0;
    state->anchor_due = now + (uint64_t)SWP_ANCHOR_EVERY * 1000U;
  }
  return length;
}

size_t swp_session_poll(swp_session *session, uint64_t now, uint8_t *out, size_t capacity) {
  swp_end_lease(session, now);
  if (session->state != SWP_STREAMING) return 0;
  for (uint8_t n = 0; session->is_compact && n < session->device->stream_count; n++) {
    int is_due = session->streams[n].encoding != 0 && now >= session->streams[n].anchor_due;
    if (is_due) return send_anchor(session, n, now, out, capacity);
  }
  int is_due = now >= session->status_due || session->health.conditions != session->told_conditions;
  return is_due ? send_status(session, now, out, capacity) : 0;
}

/* Samples that could not be sent: with a store they may be asked for, without one they exist nowhere. */
static void drop(const swp_session *session, swp_stream *stream, uint32_t count) {
  if (swp_has(session, SWP_STORE)) return;
  stream->dropped += count;
  stream->anchor_due = 0;
}

/* Samples of a stream after its anchor, to a host that takes few bytes at a time. */
static size_t send_compact(
    const swp_session *session, swp_frame *frame, const int32_t *samples, uint8_t *out, size_t capacity) {
  uint8_t payload[256];
  size_t values = (size_t)frame->count * frame->channels;
  size_t length = values * swp_width(frame->encoding);
  if (length == 0 || length > sizeof payload) return 0;
  swp_put_samples(samples, values, frame->encoding, payload);
  swp_frame compact;
  swp_new_frame(session, &compact, SWP_COMPACT, frame->id);
  compact.payload = payload;
  compact.index_low = (uint16_t)frame->index;
  compact.payload_length = length;
  return swp_encode(&compact, out, capacity);
}

/* Keeps the quality of a stream for its next anchor, which is due at once where it is another. */
static void keep_quality(swp_stream *stream, const uint8_t *quality, uint8_t channels) {
  for (uint8_t n = 0; n < channels; n++) {
    uint8_t bits = quality ? quality[n] : 0;
    if (bits == stream->quality[n]) continue;
    stream->quality[n] = bits;
    if (stream->anchor_due != 0) stream->anchor_due = 1;
  }
}

size_t swp_session_samples(
    swp_session *session, uint8_t stream, const int32_t *samples, uint16_t count, uint64_t time, const uint8_t *quality,
    uint8_t *out, size_t capacity) {
  swp_stream *state = &session->streams[stream];
  if (state->encoding == 0 || session->state < SWP_STREAMING) return 0;
  swp_frame frame;
  samples_frame(session, stream, count, time, &frame);
  frame.index = state->next;
  state->next += count;
  if (session->state != SWP_STREAMING) return 0;
  size_t most = capacity < session->host_max_frame ? capacity : session->host_max_frame;
  if (session->is_compact) {
    keep_quality(state, quality, frame.channels);
    int has_anchor = state->anchor_due != 0 && state->dropped == 0;
    size_t sent = has_anchor ? send_compact(session, &frame, samples, out, most) : 0;
    if (sent == 0) drop(session, state, count);
    return sent;
  }
  if (state->dropped != 0) {
    frame.flags |= SWP_FLAG_DROPPED;
    frame.dropped = state->dropped;
  }
  if (quality) {
    frame.flags |= SWP_FLAG_QUALITY;
    frame.quality = quality;
  }
  size_t length = swp_encode_data(&frame, samples, out, most);
  if (length == 0) {
    drop(session, state, count);
  } else {
    state->dropped = 0;
  }
  return length;
}

void swp_session_missed(swp_session *session, uint8_t stream, uint32_t count) {
  swp_stream *state = &session->streams[stream];
  if (state->encoding == 0 || session->state < SWP_STREAMING) return;
  state->next += count;
  if (session->state != SWP_STREAMING) return;
  state->dropped += count;
  state->anchor_due = 0;
}

void swp_session_forgot(swp_session *session, uint8_t stream, uint32_t index) { session->streams[stream].held = index; }

size_t swp_session_press(swp_session *session, uint8_t button, uint64_t time, uint8_t *out, size_t capacity) {
  uint8_t number = session->presses++;
  if (session->state != SWP_STREAMING) return 0;
  swp_frame frame;
  swp_new_frame(session, &frame, SWP_MARKER, 0);
  frame.boot = session->boot;
  frame.time = time;
  frame.button = button;
  frame.number = number;
  return swp_encode(&frame, out, capacity);
}

size_t swp_session_history(
    swp_session *session, const int32_t *samples, uint16_t count, uint32_t missing, uint64_t time, uint8_t *out,
    size_t capacity) {
  if (!session->range.is_active) return 0;
  swp_frame frame;
  samples_frame(session, session->range.stream, count, time, &frame);
  frame.flags |= SWP_FLAG_HISTORIC;
  session->range.dropped += missing;
  frame.index = session->range.next + missing;
  session->range.next = frame.index + count;
  if (session->range.dropped != 0) {
    frame.flags |= SWP_FLAG_DROPPED;
    frame.dropped = session->range.dropped;
  }
  size_t most = capacity < session->host_max_frame ? capacity : session->host_max_frame;
  size_t length = swp_encode_data(&frame, samples, out, most);
  if (length != 0) session->range.dropped = 0;
  return length;
}

size_t swp_session_close_range(swp_session *session, uint64_t time, uint8_t *out, size_t capacity) {
  if (!session->range.is_active) return 0;
  uint32_t missing = session->range.end - session->range.next;
  size_t length = swp_session_history(session, NULL, 0, missing, time, out, capacity);
  session->range.is_active = 0;
  return length;
}

size_t swp_fragment(
    const uint8_t *whole, size_t length, size_t offset, uint8_t id, int is_checked, size_t most, uint8_t *out,
    size_t capacity) {
  size_t around = swp_shortest_header(SWP_FRAGMENT) + (is_checked ? CHECK : 0U);
  if (offset >= length || length > SWP_MOST_FRAME || most <= around) return 0;
  swp_frame part;
  swp_clear(&part, sizeof part);
  part.type = SWP_FRAGMENT;
  part.id = id;
  part.offset = (uint16_t)offset;
  part.total = (uint16_t)length;
  part.payload = whole + offset;
  part.payload_length = length - offset < most - around ? length - offset : most - around;
  if (offset + part.payload_length == length) part.flags = SWP_FLAG_LAST;
  if (is_checked) part.flags |= SWP_FLAG_CRC;
  return swp_encode(&part, out, capacity);
}
