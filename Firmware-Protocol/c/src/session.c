/* Requests, and the state that they lead to. */
#include "swp_session.h"

#include "bytes.h"
#include "check.h"
#include "session_parts.h"
#include "swp_link.h"

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
  session->host_max_frame = SHORTEST_MAX_FRAME;
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

/* Whether frames of samples are COMPACT: where a sample of some stream does not fit DATA with all that its header may
   hold. */
static void choose_frames(swp_session *session) { session->is_compact = !swp_fits(session, DATA_MOST, 1); }

static enum swp_result configure(swp_session *session, const swp_frame *request) {
  const swp_description *about = &session->device->streams[request->stream];
  uint32_t all = about->channel_count == 32 ? 0xFFFFFFFFU : (1U << about->channel_count) - 1U;
  if (request->encoding != 0 && !(about->encodings >> request->encoding & 1U)) return SWP_REJECTED_VALUE;
  if (request->rate >= about->rate_count || (request->channel_mask & ~all) != 0) return SWP_REJECTED_VALUE;
  /* What is being sent again keeps its shape. */
  if (session->range.is_active && session->range.stream == request->stream) return SWP_BUSY;
  swp_stream *stream = &session->streams[request->stream];
  stream->encoding = request->encoding;
  stream->rate = request->rate;
  stream->channel_mask = request->channel_mask;
  /* What is stored has another shape. */
  stream->held = stream->next;
  choose_frames(session);
  return SWP_OK;
}

static enum swp_result start(swp_session *session, const swp_frame *request, uint64_t now) {
  if (session->state != SWP_STREAMING) {
    if (session->is_compact && !swp_fits(session, swp_shortest_header(SWP_COMPACT), 0)) return SWP_REJECTED_VALUE;
    int is_beginning = session->state == SWP_READY;
    if (is_beginning && (session->health.conditions & SWP_CONDITION_LOW_BATTERY)) return SWP_LOW_BATTERY;
    session->status_due = now;
    for (uint8_t n = 0; n < session->device->stream_count; n++) {
      swp_stream *stream = &session->streams[n];
      stream->anchor_due = 0;
      stream->begin = stream->next;
      stream->dropped = 0;
      swp_clear(stream->quality, sizeof stream->quality);
    }
  }
  session->state = SWP_STREAMING;
  session->lease_end = now + (uint64_t)request->lease * MICROSECONDS;
  return SWP_OK;
}

static enum swp_result range(swp_session *session, const swp_frame *request, swp_frame *reply) {
  const swp_stream *stream = &session->streams[request->stream];
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
  return type == SWP_RANGE ? SWP_STORE : type == SWP_TIME ? SWP_TIME_SYNC : type == SWP_IDENTIFY ? SWP_IDENTIFIES
       : type == SWP_VIBRATE ? SWP_VIBRATES : 0;
}

/* The order of session.md, Results; `error` is what decoding said of the request. */
static enum swp_result judge(const swp_session *session, const swp_frame *request, enum swp_error error) {
  uint32_t feature = feature_of(request->type);
  if (feature != 0 && !swp_has(session, feature)) return SWP_UNSUPPORTED;
  if (request->type == SWP_RANGE && session->is_compact) return SWP_UNSUPPORTED;
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
  choose_frames(session);
  int keeps = session->state == SWP_STREAMING || session->state == SWP_LOGGING;
  session->state = keeps && swp_has(session, SWP_STORE) ? SWP_LOGGING : SWP_READY;
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
    case SWP_VIBRATE:
      session->vibrate_since = now;
      session->vibrate_pulses = request->pulses;
      session->vibrate_strength = request->strength;
      break;
    case SWP_RANGE: reply->result = (uint8_t)range(session, request, reply); break;
    default: break;
  }
  reply->boot = session->boot;
  reply->time = now;
  int tells_positions = request->type == SWP_START || request->type == SWP_STOP;
  if (tells_positions && reply->result == SWP_OK) {
    return swp_send_positions(session, reply, request->type == SWP_START, out, capacity);
  }
  if (reply->result != SWP_OK) {
    uint8_t result = reply->result;
    swp_new_frame(session, reply, reply->type, reply->id);
    reply->result = result;
  }
  return swp_encode(reply, out, capacity);
}

uint8_t swp_session_vibration(const swp_session *session, uint64_t now) {
  /* Pulses and pauses in turn: the last pulse has no pause after it. */
  uint64_t turn = (now - session->vibrate_since) / PULSE;
  return turn % 2U == 0 && turn / 2U < session->vibrate_pulses ? session->vibrate_strength : 0;
}

size_t swp_session_take(
    swp_session *session, const uint8_t *bytes, size_t length, uint64_t now, uint8_t *out, size_t capacity) {
  swp_frame request;
  enum swp_error error = swp_decode(bytes, length, session->is_checked, &request);
  /* Damage gets no answer; nor does what no host says. */
  if (error != SWP_NO_ERROR && error < SWP_UNKNOWN_TYPE) return 0;
  if (request.type < SWP_HELLO || request.type >= 0x80) return 0;
  swp_end_lease(session, now);
  swp_frame reply;
  swp_new_frame(session, &reply, SWP_REFUSED, request.id);
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
