internal import Glibc
internal import Synchronization

/// One run of a program: started from an argument list, never through a shell, and killed with all of its group at a time limit.
struct ProgramRun {
  /// How it ended.
  enum Outcome: Hashable {
    /// By itself, with this exit code.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
    /// It was killed at its time limit.
    case timedOut
    /// It was killed since the monitor ended.
    case ended
    /// It did not start, for this error number.
    case notStarted(Int32)
  }

  /// How it ended.
  var outcome: Outcome
  /// The last of what it printed, standard output and standard error together; at most ``mostOutput`` bytes.
  var output: [UInt8] = []

  /// How much of what a program prints is kept.
  static let mostOutput = 4096

  /// One program is started at a time, so that none inherits another's pipes.
  private static let starting = Mutex(())

  /// Runs `program` with further arguments and `input` on its standard input, for `limit` seconds at the most, and no longer than
  /// the monitor.
  ///
  /// - Parameter input: at most what a pipe holds, 64 KiB on Linux.
  init(
    _ program: Program, _ arguments: [String], input: [UInt8] = [], in surroundings: AlertSurroundings,
    limit: Double
  ) {
    let words = [program.path] + program.arguments + arguments
    guard !words.contains(where: { $0.utf8.contains(0) }) else {
      outcome = .notStarted(EINVAL)
      return
    }
    var process: pid_t = 0
    var reading: Int32 = -1
    let failure = Self.starting.withLock { _ in
      Self.start(
        program.path, words, input: input, environment: surroundings.environment, process: &process,
        reading: &reading)
    }
    guard failure == 0 else {
      outcome = .notStarted(failure)
      return
    }
    defer { close(reading) }
    outcome = .timedOut
    let end = Self.now + limit
    // Programs like these are done within milliseconds or take their time.
    var pause: Int32 = 1
    while true {
      var status: Int32 = 0
      let result = waitpid(process, &status, WNOHANG)
      let isOver = result == process || result < 0 && errno != EINTR
      keepOutput(from: reading)
      if isOver {
        outcome = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
        return
      }
      if Self.now >= end || surroundings.end.isOver { break }
      var slot = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      // Where the other end is closed already, the poll would come back at once for ever.
      if poll(&slot, 1, pause) > 0, slot.revents & Int16(POLLIN) == 0 { usleep(useconds_t(pause) * 1000) }
      pause = min(pause * 2, 50)
    }
    if surroundings.end.isOver { outcome = .ended }
    kill(-process, SIGKILL)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
  }

  private mutating func keepOutput(from reading: Int32) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // A program that prints without end must not keep its time limit from being looked at.
    for _ in 0..<32 {
      let count = read(reading, &buffer, buffer.count)
      guard count > 0 else { return }
      output = (output + buffer[..<count]).suffix(Self.mostOutput)
    }
  }

  /// Starts the program in a group of its own; hands back 0 or an error number.
  private static func start(
    _ path: String, _ words: [String], input: [UInt8], environment: [String], process: inout pid_t,
    reading: inout Int32
  ) -> Int32 {
    var (toProgram, fromProgram) = ([Int32](repeating: -1, count: 2), [Int32](repeating: -1, count: 2))
    defer { for end in toProgram + [fromProgram[1]] where end >= 0 { close(end) } }
    guard pipe(&toProgram) == 0, pipe(&fromProgram) == 0 else { return errno }
    reading = fromProgram[0]
    for end in toProgram + fromProgram { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    _ = fcntl(toProgram[1], F_SETFL, O_NONBLOCK)
    // All of the input waits in the pipe before the program is there: nobody has to wait for it to be read.
    guard input.isEmpty || write(toProgram[1], input, input.count) == input.count else {
      close(reading)
      return E2BIG
    }
    close(toProgram[1])
    toProgram[1] = -1
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_adddup2(&files, toProgram[0], 0)
    posix_spawn_file_actions_adddup2(&files, fromProgram[1], 1)
    posix_spawn_file_actions_adddup2(&files, fromProgram[1], 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The monitor ignores and blocks signals that a program expects as they are.
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    let failure = withCStrings(words) { words in
      withCStrings(environment) { posix_spawn(&process, path, &files, &attributes, words, $0) }
    }
    if failure != 0 { close(reading) }
    return failure
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
