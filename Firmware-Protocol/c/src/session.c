#include "swp_session.h"

#include "bytes.h"
#include "check.h"
#include "swp_link.h"

enum { MICROSECONDS = 1000000 };

static int has(const swp_session *session, uint32_t feature) { return (session->device->features & feature) != 0; }

static uint8_t flags_of(const swp_session *session) { return session->is_checked ? SWP_FLAG_CRC : 0; }

/* A frame that has no fields yet. */
static void new_frame(swp_frame *frame, uint8_t type, uint8_t flags, uint8_t id) {
  swp_clear(frame, sizeof *frame);
  frame->type = type;
  frame->flags = flags;
  frame->id = id;
}

static uint8_t lowest_encoding(uint8_t encodings) {
  uint8_t encoding = SWP_I16;
  while (encoding < SWP_PACKED && !(encodings >> encoding & 1U)) encoding++;
  return encoding;
}

void swp_session_begin(swp_session *session, const swp_device *device, uint16_t boot, int is_checked) {
  swp_clear(session, sizeof *session);
  session->device = device;
  session->boot = boot;
  session->is_checked = is_checked != 0;
  session->health.battery = 255;
  session->health.temperature = INT16_MIN;
  session->host_max_frame = 20;
  for (uint8_t n = 0; n < device->stream_count; n++) {
    const swp_description *about = &device->streams[n];
    session->streams[n].encoding = lowest_encoding(about->encodings);
    session->streams[n].channel_mask = about->channel_count == 32 ? 0xFFFFFFFFU : (1U << about->channel_count) - 1U;
  }
}

uint8_t swp_session_channels(const swp_session *session, uint8_t stream) {
  uint8_t count = 0;
  for (uint32_t mask = session->streams[stream].channel_mask; mask != 0; mask &= mask - 1U) count++;
  return count;
}

/* ---- Frames out ---- */

/* A frame whose payload is a list of streams and their next indices. */
static size_t send_positions(
    swp_session *session, swp_frame *frame, int tells_begin, uint8_t *out, size_t capacity) {
  uint8_t list[5 * SWP_MOST_STREAMS];
  size_t length = 0;
  for (uint8_t n = 0; n < session->device->stream_count; n++) {
    if (session->streams[n].encoding == 0) continue;
    list[length] = n;
    swp_put32(list + length + 1, tells_begin ? session->streams[n].begin : session->streams[n].next);
    length += 5;
  }
  frame->payload = list;
  frame->payload_length = length;
  return swp_encode(frame, out, capacity);
}

static size_t send_status(swp_session *session, uint64_t now, uint8_t *out, size_t capacity) {
  swp_frame frame;
  new_frame(&frame, SWP_STATUS, flags_of(session), 0);
  frame.boot = session->boot;
  frame.time = now;
  frame.state = session->state;
  frame.battery = session->health.battery;
  frame.millivolts = session->health.millivolts;
  frame.temperature = session->health.temperature;
  frame.conditions = session->health.conditions;
  session->status_due = now + (uint64_t)SWP_STATUS_EVERY * 1000U;
  return send_positions(session, &frame, 0, out, capacity);
}

/* Whether frames of samples are COMPACT. */
static int is_compact(const swp_session *session) { return session->host_max_frame < 24; }

static void samples_frame(
    const swp_session *session, uint8_t stream, uint16_t count, uint64_t time, swp_frame *frame) {
  new_frame(frame, SWP_DATA, flags_of(session), stream);
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
  size_t length = swp_encode_data(&frame, NULL, out, capacity);
  if (length != 0) {
    state->dropped = 0;
    state->anchor_due = now + (uint64_t)SWP_ANCHOR_EVERY * 1000U;
  }
  return length;
}

/* ---- Requests ---- */

/* HELLO: the names are the payload, and the check over all descriptions is made in `out`, which is free until then. */
static size_t greet(swp_session *session, swp_frame *reply, uint8_t *out, size_t capacity) {
  const swp_device *device = session->device;
  uint32_t check = 0;
  for (uint8_t n = 0; n < device->stream_count; n++) {
    check = swp_crc32(check, out, swp_describe(&device->streams[n], out, capacity));
  }
  uint8_t names[2 * 256];
  size_t length = 0;
  const swp_text texts[2] = {device->firmware, device->hardware};
  for (unsigned part = 0; part < 2; part++) {
    names[length++] = texts[part].length;
    for (unsigned n = 0; n < texts[part].length; n++) names[length++] = (uint8_t)texts[part].bytes[n];
  }
  reply->major = SWP_MAJOR;
  reply->minor = SWP_MINOR;
  reply->streams = device->stream_count;
  reply->boot = session->boot;
  reply->max_frame = device->max_frame;
  reply->features = device->features;
  reply->store = device->store;
  reply->description = check;
  for (unsigned n = 0; n < 16; n++) reply->uuid[n] = device->uuid[n];
  reply->payload = names;
  reply->payload_length = length;
  return swp_encode(reply, out, capacity);
}

static size_t describe(swp_session *session, swp_frame *reply, uint8_t *out, size_t capacity) {
  /* Written where it will stand: a payload copied onto itself. */
  size_t header = swp_shortest_header(SWP_DESCRIBE_REPLY);
  reply->payload = out + header;
  reply->payload_length = swp_describe(&session->device->streams[reply->stream], out + header, capacity - header);
  return swp_encode(reply, out, capacity);
}

static enum swp_result configure(swp_session *session, const swp_frame *request) {
  const swp_description *about = &session->device->streams[request->stream];
  uint32_t all = about->channel_count == 32 ? 0xFFFFFFFFU : (1U << about->channel_count) - 1U;
  if (request->encoding != 0 && !(about->encodings >> request->encoding & 1U)) return SWP_REJECTED_VALUE;
  if (request->rate >= about->rate_count || (request->channel_mask & ~all) != 0) return SWP_REJECTED_VALUE;
  swp_stream *stream = &session->streams[request->stream];
  stream->encoding = request->encoding;
  stream->rate = request->rate;
  stream->channel_mask = request->channel_mask;
  /* What is stored has another shape. */
  stream->held = stream->next;
  return SWP_OK;
}

/* Whether a sample of every stream fits the host's frames: at 20 bytes as COMPACT, else as DATA. */
static int fits(const swp_session *session) {
  for (uint8_t n = 0; n < session->device->stream_count; n++) {
    const swp_stream *stream = &session->streams[n];
    size_t width = stream->encoding == SWP_PACKED ? 4U : swp_width(stream->encoding);
    size_t sample = width * swp_session_channels(session, n);
    size_t header = is_compact(session) ? 6U : 20U;
    if (is_compact(session) && stream->encoding == SWP_PACKED) return 0;
    size_t check = session->is_checked ? 4U : 0U;
    if (stream->encoding != 0 && header + sample + check > session->host_max_frame) return 0;
  }
  return 1;
}

static enum swp_result start(swp_session *session, const swp_frame *request, uint64_t now) {
  if (session->state != SWP_STREAMING) {
    if (!fits(session)) return SWP_REJECTED_VALUE;
    if (session->health.conditions & SWP_CONDITION_LOW_BATTERY) return SWP_LOW_BATTERY;
    session->status_due = now;
    for (uint8_t n = 0; n < session->device->stream_count; n++) {
      session->streams[n].anchor_due = 0;
      session->streams[n].begin = session->streams[n].next;
    }
  }
  session->state = SWP_STREAMING;
  session->lease_end = now + (uint64_t)request->lease * MICROSECONDS;
  return SWP_OK;
}

static enum swp_result range(swp_session *session, const swp_frame *request, swp_frame *reply) {
  const swp_stream *stream = &session->streams[request->stream];
  if (is_compact(session)) return SWP_UNSUPPORTED;
  if (request->boot != session->boot) return SWP_WRONG_BOOT;
  /* Indices are compared by their distance to the next one, which is less than half of all. */
  uint32_t age = stream->next - request->first;
  uint32_t kept = stream->next - stream->held;
  if (age == 0 || age > 0x7FFFFFFFU) return SWP_NOT_HELD;
  uint32_t skipped = age > kept ? age - kept : 0;
  if (skipped >= request->range_count) return SWP_NOT_HELD;
  uint32_t count = request->range_count - skipped;
  uint32_t available = age - skipped;
  if (count > available) count = available;
  if (session->range.is_active) return SWP_BUSY;
  reply->first = request->first + skipped;
  reply->range_count = count;
  session->range.stream = request->stream;
  session->range.next = reply->first;
  session->range.end = reply->first + count;
  session->range.dropped = 0;
  session->range.is_active = 1;
  return SWP_OK;
}

static int is_allowed(const swp_session *session, uint8_t type) {
  switch (type) {
    case SWP_HELLO: return 1;
    case SWP_CONFIGURE: return session->state == SWP_READY;
    case SWP_KEEP: return session->state == SWP_STREAMING;
    default: return session->state != SWP_IDLE;
  }
}

static uint32_t feature_of(uint8_t type) {
  return type == SWP_RANGE ? SWP_STORE : type == SWP_TIME ? SWP_TIME_SYNC : type == SWP_IDENTIFY ? SWP_IDENTIFIES : 0;
}

/* The order of session.md, Results; `error` is what decoding said of the request. */
static enum swp_result judge(const swp_session *session, const swp_frame *request, enum swp_error error) {
  uint32_t feature = feature_of(request->type);
  if (feature != 0 && !has(session, feature)) return SWP_UNSUPPORTED;
  if (error == SWP_BAD_HEADER || error == SWP_BAD_PAYLOAD) return SWP_BAD_LENGTH;
  if (request->type == SWP_HELLO && request->major != SWP_MAJOR) return SWP_WRONG_VERSION;
  if (!is_allowed(session, request->type)) return SWP_WRONG_STATE;
  int names_stream =
      request->type == SWP_DESCRIBE || request->type == SWP_CONFIGURE || request->type == SWP_RANGE;
  if (names_stream && request->stream >= session->device->stream_count) return SWP_UNKNOWN_STREAM;
  return error == SWP_NO_ERROR ? SWP_OK : SWP_REJECTED_VALUE;
}

static void begin_session(swp_session *session, const swp_frame *request) {
  session->host_max_frame = request->max_frame;
  session->range.is_active = 0;
  int keeps = session->state == SWP_STREAMING || session->state == SWP_LOGGING;
  session->state = keeps && has(session, SWP_STORE) ? SWP_LOGGING : SWP_READY;
}

/* Carries out a request that is in order; `reply` has its result. */
static size_t carry_out(
    swp_session *session, const swp_frame *request, swp_frame *reply, uint64_t now, uint8_t *out, size_t capacity) {
  reply->stream = request->stream;
  switch (request->type) {
    case SWP_HELLO:
      begin_session(session, request);
      return greet(session, reply, out, capacity);
    case SWP_DESCRIBE: return describe(session, reply, out, capacity);
    case SWP_CONFIGURE:
      reply->result = (uint8_t)configure(session, request);
      reply->index = session->streams[request->stream].next;
      break;
    case SWP_START: reply->result = (uint8_t)start(session, request, now); break;
    case SWP_STOP:
      session->state = SWP_READY;
      break;
    case SWP_KEEP:
      session->lease_end = now + (uint64_t)request->lease * MICROSECONDS;
      reply->state = session->state;
      break;
    case SWP_IDENTIFY: session->identify_until = now + (uint64_t)request->seconds * MICROSECONDS; break;
    case SWP_RANGE: reply->result = (uint8_t)range(session, request, reply); break;
    default: break;
  }
  reply->boot = session->boot;
  reply->time = now;
  int tells_positions = request->type == SWP_START || request->type == SWP_STOP;
  if (tells_positions && reply->result == SWP_OK) {
    return send_positions(session, reply, request->type == SWP_START, out, capacity);
  }
  if (reply->result != SWP_OK) {
    uint8_t result = reply->result;
    new_frame(reply, reply->type, reply->flags, reply->id);
    reply->result = result;
  }
  return swp_encode(reply, out, capacity);
}

size_t swp_session_take(
    swp_session *session, const uint8_t *bytes, size_t length, uint64_t now, uint8_t *out, size_t capacity) {
  swp_frame request;
  enum swp_error error = swp_decode(bytes, length, session->is_checked, &request);
  /* Damage gets no answer; nor does what no host says. */
  if (error != SWP_NO_ERROR && error < SWP_UNKNOWN_TYPE) return 0;
  if (request.type < SWP_HELLO || request.type >= 0x80) return 0;
  swp_frame reply;
  new_frame(&reply, SWP_REFUSED, flags_of(session), request.id);
  if (error == SWP_UNKNOWN_TYPE) {
    reply.result = SWP_UNSUPPORTED;
    reply.request = request.type;
    return swp_encode(&reply, out, capacity);
  }
  reply.type = request.type | 0x80U;
  reply.result = (uint8_t)judge(session, &request, error);
  if (reply.result != SWP_OK) return swp_encode(&reply, out, capacity);
  return carry_out(session, &request, &reply, now, out, capacity);
}

size_t swp_session_poll(swp_session *session, uint64_t now, uint8_t *out, size_t capacity) {
  if (session->state != SWP_STREAMING) return 0;
  if (now >= session->lease_end) {
    session->state = has(session, SWP_STORE) ? SWP_LOGGING : SWP_READY;
    session->range.is_active = 0;
    return 0;
  }
  for (uint8_t n = 0; is_compact(session) && n < session->device->stream_count; n++) {
    int is_due = session->streams[n].encoding != 0 && now >= session->streams[n].anchor_due;
    if (is_due) return send_anchor(session, n, now, out, capacity);
  }
  return now >= session->status_due ? send_status(session, now, out, capacity) : 0;
}

/* ---- Samples ---- */

/* Samples that could not be sent: with a store they may be asked for, without one they exist nowhere. */
static void drop(const swp_session *session, swp_stream *stream, uint32_t count) {
  if (has(session, SWP_STORE)) return;
  stream->dropped += count;
  stream->anchor_due = 0;
}

/* Samples of a stream after its anchor, to a host that takes twenty bytes at a time. */
static size_t send_compact(
    const swp_session *session, swp_frame *frame, const int32_t *samples, uint8_t *out, size_t capacity) {
  uint8_t payload[20];
  size_t values = (size_t)frame->count * frame->channels;
  size_t length = values * swp_width(frame->encoding);
  if (length == 0 || length > sizeof payload) return 0;
  swp_put_samples(samples, values, frame->encoding, payload);
  swp_frame compact;
  new_frame(&compact, SWP_COMPACT, flags_of(session), frame->id);
  compact.payload = payload;
  compact.index_low = (uint16_t)frame->index;
  compact.payload_length = length;
  return swp_encode(&compact, out, capacity);
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
  if (is_compact(session)) {
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
  new_frame(&frame, SWP_MARKER, flags_of(session), 0);
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
    const uint8_t *whole, size_t length, size_t offset, uint8_t id, size_t most, uint8_t *out, size_t capacity) {
  size_t header = swp_shortest_header(SWP_FRAGMENT);
  if (offset >= length || length > SWP_MOST_FRAME || most <= header) return 0;
  swp_frame part;
  new_frame(&part, SWP_FRAGMENT, 0, id);
  part.offset = (uint16_t)offset;
  part.total = (uint16_t)length;
  part.payload = whole + offset;
  part.payload_length = length - offset < most - header ? length - offset : most - header;
  if (offset + part.payload_length == length) part.flags = SWP_FLAG_LAST;
  return swp_encode(&part, out, capacity);
}
