#include "bytes.h"
#include "swp_frame.h"

/* compression.md: for each channel a predictor of order 0 to 3, and its residuals in a Rice code. */

enum { MOST_ORDER = 3, ESCAPE = 24 };

/* ---- Bits, highest first ---- */

typedef struct bit_writer {
  uint8_t *out;
  size_t capacity;
  size_t length;
  uint32_t waiting; /* its lowest `count` bits, fewer than 8 of them between calls */
  unsigned count;
  int is_full;
} bit_writer;

/* Puts `count` bits, at most 24. */
static void put_bits(bit_writer *writer, uint32_t value, unsigned count) {
  writer->waiting = writer->waiting << count | value;
  writer->count += count;
  while (writer->count >= 8) {
    writer->count -= 8;
    if (writer->length == writer->capacity) {
      writer->is_full = 1;
      return;
    }
    writer->out[writer->length++] = (uint8_t)(writer->waiting >> writer->count);
  }
}

/* Puts `count` bits, at most 32. */
static void put_long(bit_writer *writer, uint32_t value, unsigned count) {
  if (count > 16) put_bits(writer, value >> 16 & (((uint32_t)1 << (count - 16U)) - 1U), count - 16U);
  unsigned low = count > 16 ? 16U : count;
  put_bits(writer, value & (((uint32_t)1 << low) - 1U), low);
}

typedef struct bit_reader {
  const uint8_t *bytes;
  size_t length;
  size_t next;
  uint64_t waiting; /* its lowest `count` bits */
  unsigned count;
} bit_reader;

/* Gives 0 where there are not so many bits left; at most 32 at a time. */
static int get_bits(bit_reader *reader, unsigned count, uint32_t *value) {
  while (reader->count < count) {
    if (reader->next == reader->length) return 0;
    reader->waiting = reader->waiting << 8 | reader->bytes[reader->next++];
    reader->count += 8;
  }
  reader->count -= count;
  *value = (uint32_t)(reader->waiting >> reader->count & (((uint64_t)1 << count) - 1U));
  return 1;
}

/* ---- Prediction, in arithmetic modulo 2^32 ---- */

static uint32_t prediction(unsigned order, uint32_t one, uint32_t two, uint32_t three) {
  switch (order) {
    case 0: return 0;
    case 1: return one;
    case 2: return 2U * one - two;
    default: return 3U * (one - two) + three;
  }
}

static uint32_t folded(uint32_t residual) { return residual << 1 ^ (0U - (residual >> 31)); }

static uint32_t unfolded(uint32_t code) { return code >> 1 ^ (0U - (code & 1U)); }

/* ---- Encoding ---- */

/* What the residuals of each order add up to, in the type of `sums`; residuals of one order are the differences of those of
   the order before, so one pass gives all. The first ones of a higher order are told as they are, and all orders are
   compared over what they share. Gives all bits that were seen. */
#define ADD_UP(samples, stride, count, sums, seen)                               \
  do {                                                                           \
    uint32_t one = 0, two = 0, three = 0;                                        \
    for (size_t n = 0; n < (count); n++) {                                       \
      uint32_t zeroth = (uint32_t)(samples)[n * (stride)];                       \
      uint32_t first = zeroth - one;                                             \
      uint32_t second = first - two;                                             \
      uint32_t third = second - three;                                           \
      one = zeroth;                                                              \
      two = first;                                                               \
      three = second;                                                            \
      if (n < MOST_ORDER && (count) > MOST_ORDER) continue;                      \
      (seen) |= folded(zeroth) | folded(first) | folded(second) | folded(third); \
      (sums)[0] += folded(zeroth);                                               \
      (sums)[1] += folded(first);                                                \
      (sums)[2] += folded(second);                                               \
      (sums)[3] += folded(third);                                                \
    }                                                                            \
  } while (0)

static unsigned best_order(const int32_t *samples, size_t stride, size_t count, uint64_t *least) {
  uint64_t sums[MOST_ORDER + 1];
  uint32_t small[MOST_ORDER + 1] = {0, 0, 0, 0};
  uint32_t seen = 0;
  /* 32 bits are enough nearly always, and much quicker on a small processor. */
  ADD_UP(samples, stride, count, small, seen);
  for (unsigned order = 0; order <= MOST_ORDER; order++) sums[order] = small[order];
  if (count > 0 && seen > 0xFFFFFFFFU / count) {
    for (unsigned order = 0; order <= MOST_ORDER; order++) sums[order] = 0;
    ADD_UP(samples, stride, count, sums, seen);
  }
  unsigned best = 0;
  unsigned most = count <= MOST_ORDER ? 0 : MOST_ORDER;
  for (unsigned order = 1; order <= most; order++) {
    if (sums[order] < sums[best]) best = order;
  }
  *least = sums[best];
  return best;
}

/* The smallest parameter that suits a mean of sum / count, which for the geometric distribution is the best one. */
static unsigned best_parameter(uint64_t sum, size_t count) {
  unsigned k = 0;
  while (k < 31 && (uint64_t)count << k < sum - sum * 5U / 16U) k++;
  return k;
}

static unsigned width_of(uint32_t value) {
  uint32_t magnitude = value ^ (0U - (value >> 31));
  unsigned width = 1;
  while (magnitude != 0) {
    magnitude >>= 1;
    width++;
  }
  return width;
}

static void put_residual(bit_writer *writer, uint32_t code, unsigned k) {
  uint32_t quotient = code >> k;
  uint32_t low = code & (((uint32_t)1 << k) - 1U);
  if (quotient + 1U + k <= 24U && quotient < ESCAPE) {
    put_bits(writer, (uint32_t)1 << k | low, quotient + 1U + k);
  } else if (quotient < ESCAPE) {
    put_bits(writer, 1, quotient + 1U);
    put_long(writer, low, k);
  } else {
    put_bits(writer, 0, ESCAPE);
    put_bits(writer, 1, 1);
    put_long(writer, code, 32);
  }
}

static void pack_channel(bit_writer *writer, const int32_t *samples, size_t stride, size_t count) {
  uint64_t sum = 0;
  unsigned order = best_order(samples, stride, count, &sum);
  size_t compared = count <= MOST_ORDER ? count : count - MOST_ORDER;
  unsigned k = best_parameter(sum, compared);
  unsigned width = 1;
  for (unsigned n = 0; n < order; n++) {
    unsigned own = width_of((uint32_t)samples[n * stride]);
    if (own > width) width = own;
  }
  put_bits(writer, order << 5 | (width - 1U), 7);
  uint32_t past[MOST_ORDER] = {0, 0, 0};
  for (size_t n = 0; n < count; n++) {
    uint32_t value = (uint32_t)samples[n * stride];
    if (n == order) put_bits(writer, k, 5);
    if (n < order) {
      put_long(writer, value, width);
    } else {
      put_residual(writer, folded(value - prediction(order, past[0], past[1], past[2])), k);
    }
    past[2] = past[1];
    past[1] = past[0];
    past[0] = value;
  }
}

size_t swp_pack(const int32_t *samples, size_t channels, size_t count, uint8_t *out, size_t capacity) {
  bit_writer writer = {out, capacity, 0, 0, 0, 0};
  for (size_t channel = 0; channel < channels && !writer.is_full; channel++) {
    pack_channel(&writer, samples + channel, channels, count);
  }
  if (writer.count % 8U != 0) put_bits(&writer, 0, 8U - writer.count % 8U);
  return writer.is_full ? 0 : writer.length;
}

/* ---- Decoding ---- */

static int get_residual(bit_reader *reader, unsigned k, uint32_t *residual) {
  unsigned quotient = 0;
  uint32_t bit = 0;
  for (;;) {
    if (!get_bits(reader, 1, &bit)) return 0;
    if (bit != 0) break;
    if (++quotient > ESCAPE) return 0;
  }
  uint32_t code = 0;
  if (quotient == ESCAPE) {
    if (!get_bits(reader, 32, &code)) return 0;
  } else {
    if (!get_bits(reader, k, &code)) return 0;
    code |= (uint32_t)quotient << k;
  }
  *residual = unfolded(code);
  return 1;
}

static int unpack_channel(bit_reader *reader, size_t stride, size_t count, int32_t *samples) {
  uint32_t head = 0;
  uint32_t k = 0;
  if (!get_bits(reader, 7, &head)) return 0;
  unsigned order = head >> 5;
  unsigned width = (head & 31U) + 1U;
  if (order > count) return 0;
  uint32_t past[MOST_ORDER] = {0, 0, 0};
  for (size_t n = 0; n <= count; n++) {
    uint32_t value = 0;
    if (n == order && !get_bits(reader, 5, &k)) return 0;
    if (n == count) break;
    if (n < order) {
      if (!get_bits(reader, width, &value)) return 0;
      value = (uint32_t)swp_extended(value, width);
    } else {
      if (!get_residual(reader, k, &value)) return 0;
      value += prediction(order, past[0], past[1], past[2]);
    }
    if (samples) samples[n * stride] = swp_signed(value);
    past[2] = past[1];
    past[1] = past[0];
    past[0] = value;
  }
  return 1;
}

int swp_unpack(const uint8_t *bytes, size_t length, size_t channels, size_t count, int32_t *samples) {
  bit_reader reader = {bytes, length, 0, 0, 0};
  for (size_t channel = 0; channel < channels; channel++) {
    if (!unpack_channel(&reader, channels, count, samples ? samples + channel : NULL)) return 0;
  }
  /* Fewer than 8 bits may be left, and they are zeros. */
  return reader.next == length && reader.count < 8U
         && (reader.waiting & (((uint64_t)1 << reader.count) - 1U)) == 0;
}
