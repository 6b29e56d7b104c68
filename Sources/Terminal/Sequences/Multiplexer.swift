/// The program between Stoke and the terminal, which keeps control sequences to itself unless they are wrapped.
enum Multiplexer {
    /// Those that are known to keep sequences to themselves.
    case none, tmux, screen

    /// The multiplexer that the environment variables `TMUX` and `STY` tell of.
    init(environment: [String: String]) {
        if !(environment["TMUX"] ?? "").isEmpty {
            self = .tmux
        } else if !(environment["STY"] ?? "").isEmpty {
            self = .screen
        } else {
            self = .none
        }
    }

    /// The sequence in a form that reaches the terminal outside.
    func wrap(_ sequence: String) -> String {
        switch self {
        case .none:
            return sequence
        case .tmux:
            return "\u{1B}Ptmux;" + sequence.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\"
        case .screen:
            return Self.pieces(of: sequence).map { "\u{1B}P\($0)\u{1B}\\" }.joined()
        }
    }

    /// GNU screen takes device control strings of fewer than 256 bytes, and hands their contents on one after the other.
    private static func pieces(of sequence: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = sequence[...]
        while !rest.isEmpty {
            pieces.append(rest.prefix(200))
            rest = rest.dropFirst(200)
        }
        return pieces
    }
}
