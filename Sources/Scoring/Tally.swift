/// What scoring counted over some recordings.
///
/// Sums of seconds are kept as lists and added up at the end, so that the tallies of recordings put together
/// give the last digit that one tally of them all would give.
struct Tally {
  /// Hits and misses of one kind.
  struct Counts {
    var hits = 0
    var misses = 0
    /// Claims that match nothing.
    var falseClaims = 0
    /// Those of them that do not lie on a voluntary contraction.
    var falseClaimsLenient = 0
    /// How many of the truths, of the claims and of the claims that count leniently each moment holds.
    var truthMoments: [Int] = []
    var claimMoments: [Int] = []
    var lenientClaimMoments: [Int] = []
  }

  /// What the truths of one kind were called.
  struct Calls: Hashable {
    var spasm = 0
    var twitch = 0
    var none = 0
  }

  /// The kinds of truth whose calls are told, in the order in which they are told.
  static let confusable = ["spasm", "twitch", "voluntary", "hold"]

  var spasm = Counts()
  var twitch = Counts()
  /// Over matched spasms, claimed less true, in seconds.
  var onsetErrors: [Double] = []
  var offsetErrors: [Double] = []
  var lengthErrors: [Double] = []
  /// Over matched spasms, size of the length's error as a share of the length.
  var relativeLengthErrors: [Double] = []
  /// For each true spasm, how many claimed ones touch it.
  var fragments: [Int] = []
  var calls: [String: Calls] = Dictionary(uniqueKeysWithValues: confusable.map { ($0, Calls()) })
  /// For each channel, the seconds of true spasm, those of them that were claimed, and all that were claimed.
  var spasmSeconds: [(truth: Double, found: Double, claimed: Double)] = []
  /// For each recording, its channel-hours.
  var channelHours: [Double] = []
  /// False spasms on recordings without a spasm, and for each of their channels its hours.
  var falseSpasmsWithoutSpasm = 0
  var hoursWithoutSpasm: [Double] = []
  /// For each recording that holds such events, its F1.
  var spasmF1: [Double] = []
  var twitchF1: [Double] = []
  /// For each matched spasm that was called live, the seconds from detectable start to call.
  var callLatencies: [Double] = []
  var liveCalls = 0
  var withdrawnCalls = 0
  /// How many of the live calls, and of the holds, each moment holds.
  var callMoments: [Int] = []
  var holdMoments: [Int] = []
  /// What was found event by event; told for all recordings together, and not added up here.
  var findings = Findings()

  static func += (left: inout Tally, right: Tally) {
    left.spasm += right.spasm
    left.twitch += right.twitch
    left.onsetErrors += right.onsetErrors
    left.offsetErrors += right.offsetErrors
    left.lengthErrors += right.lengthErrors
    left.relativeLengthErrors += right.relativeLengthErrors
    left.fragments += right.fragments
    left.calls.merge(right.calls, uniquingKeysWith: +)
    left.spasmSeconds += right.spasmSeconds
    left.channelHours += right.channelHours
    left.falseSpasmsWithoutSpasm += right.falseSpasmsWithoutSpasm
    left.hoursWithoutSpasm += right.hoursWithoutSpasm
    left.spasmF1 += right.spasmF1
    left.twitchF1 += right.twitchF1
    left.callLatencies += right.callLatencies
    left.liveCalls += right.liveCalls
    left.withdrawnCalls += right.withdrawnCalls
    left.callMoments += right.callMoments
    left.holdMoments += right.holdMoments
  }
}

extension Tally.Counts {
  /// Counts the channels of one recording.
  init(_ channels: [Matched]) {
    hits = channels.reduce(0) { $0 + $1.pairs.count }
    misses = channels.reduce(0) { $0 + $1.missed.count }
    falseClaims = channels.reduce(0) { $0 + $1.wrong.count }
    falseClaimsLenient = channels.reduce(0) { $0 + $1.wrongLeniently.count }
    truthMoments = momentSizes(channels.flatMap(\.sought))
    claimMoments = momentSizes(channels.flatMap { $0.found.map(\.claim) + $0.wrong })
    lenientClaimMoments = momentSizes(channels.flatMap { $0.found.map(\.claim) + $0.wrongLeniently })
  }

  /// F1, where there is a truth to find.
  var f1: Double? {
    hits + misses > 0 ? Double(2 * hits) / Double(2 * hits + misses + falseClaims) : nil
  }

  static func += (left: inout Self, right: Self) {
    left.hits += right.hits
    left.misses += right.misses
    left.falseClaims += right.falseClaims
    left.falseClaimsLenient += right.falseClaimsLenient
    left.truthMoments += right.truthMoments
    left.claimMoments += right.claimMoments
    left.lenientClaimMoments += right.lenientClaimMoments
  }
}

extension Tally.Calls {
  var total: Int { spasm + twitch + none }

  static func + (left: Self, right: Self) -> Self {
    Self(
      spasm: left.spasm + right.spasm, twitch: left.twitch + right.twitch, none: left.none + right.none)
  }
}
