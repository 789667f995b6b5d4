/// The one of `words` that a person may have meant by `word`; the first of those that are equally near.
public func nearestWord(to word: String, of words: some Sequence<String>) -> String? {
  words.min { distance($0, word) < distance($1, word) }
}

/// How many letters must change to make one word of the other (Levenshtein).
private func distance(_ left: String, _ right: String) -> Int {
  let (left, right) = (Array(left.utf8), Array(right.utf8.prefix(60)))
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var previous = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let substituted = previous + (a == b ? 0 : 1)
      previous = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, previous + 1)
    }
  }
  return row[right.count]
}
