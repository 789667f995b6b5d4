// What the wearables of a session tell together, in the time of the first.

extension SessionReading {
  /// The episodes of all wearables, with what the person says of each.
  public var allEpisodes: [LibraryEpisode] {
    companions.reduce(episodes) { all, companion in
      all
        + companion.episodes.map { listed in
          var episode = listed.episode
          episode.onset = time(episode.onset, of: companion)
          episode.offset = time(episode.offset, of: companion)
          return LibraryEpisode(
            session: folder.id, wearable: companion.folder.wearable, at: started?.adding(episode.onset),
            episode: episode, correction: listed.correction)
        }
    }
  }

  /// The bouts of all wearables, with the number of each one's wearable.
  var allBouts: [(wearable: Int, bout: LoggedBout)] {
    log.bouts.map { (1, $0) }
      + companions.flatMap { companion in
        companion.log.bouts.map { bout in
          var bout = bout
          bout.start = time(bout.start, of: companion)
          bout.end = time(bout.end, of: companion)
          return (companion.folder.wearable, bout)
        }
      }
  }

  /// The notes on all wearables.
  ///
  /// A correction of a further wearable's episode stands with the episode alone, since its number means another one here.
  public var allNotes: [Note] {
    companions.reduce(notes.notes) { all, companion in
      all
        + companion.notes.notes.filter { $0.kind != .correction }.map { note in
          var note = note
          note.atSeconds = note.atSeconds.map { time($0, of: companion) }
          return note
        }
    }
  }

  /// How long the session is, to the end of its last wearable.
  var allDuration: Double {
    companions.reduce(duration) { max($0, time($1.duration, of: $1)) }
  }

  /// What is wrong with the files of any wearable.
  var allTrouble: String? {
    let troubles =
      [trouble] + companions.map { companion in companion.trouble.map { "\(companion.folder.id): \($0)" } }
    let told = troubles.compactMap(\.self)
    return told.isEmpty ? nil : told.joined(separator: "; ")
  }

  /// Where a further wearable's time lies: as it was measured, or else by the wall clock at both starts.
  public func clock(of companion: SessionReading) -> SessionClock {
    if let clock = companion.manifest?.clock, abs(clock.offset) <= EventLog.longest { return clock }
    guard let begin = started, let its = companion.started else { return SessionClock(offset: 0) }
    return SessionClock(offset: its.unixSeconds - begin.unixSeconds)
  }

  /// What the first wearable's clock showed at a moment of a further one's, in seconds.
  func time(_ time: Double, of companion: SessionReading) -> Double {
    clock(of: companion).time(time, inThatOf: manifest?.clock)
  }
}
