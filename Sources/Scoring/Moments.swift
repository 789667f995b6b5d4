/// For each of `intervals` the number of its moment, from 0: intervals that share time, directly or through
/// others, are of one moment.
///
/// Handed the events of all channels of a recording, it tells which are one event on several channels.
///
/// - Complexity: O(n log n).
func momentNumbers(_ intervals: [some Interval]) -> [Int] {
  var numbers = [Int](repeating: 0, count: intervals.count)
  var (number, end) = (-1, -Double.infinity)
  for place in intervals.indices.sorted(by: { intervals[$0].start < intervals[$1].start }) {
    if number < 0 || intervals[place].start >= end { number += 1 }
    end = max(end, intervals[place].end)
    numbers[place] = number
  }
  return numbers
}

/// How many of `intervals` each moment holds.
func momentSizes(_ intervals: [some Interval]) -> [Int] { sizes(ofGroups: momentNumbers(intervals)) }

/// How often each number is there, by rising number.
func sizes(ofGroups numbers: [Int]) -> [Int] {
  Dictionary(grouping: numbers, by: \.self).sorted { $0.key < $1.key }.map(\.value.count)
}
