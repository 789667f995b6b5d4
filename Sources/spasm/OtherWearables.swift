import EpisodeRecorder

extension SessionFolder {
  /// That there are further wearables, and how each is played; nil where there are none.
  var othersText: String? {
    let companions = companions
    guard let first = companions.first, let last = companions.last else { return nil }
    let names = first == last ? first.path : "\(first.path) to \(last.path)"
    return "this is the first of \(companions.count + 1) wearables; for the others play \(names)"
  }
}
