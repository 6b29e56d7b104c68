import Foundation
import Home

/// One file of sealed answers that the vault did not take: appended to, read in order, emptied when the vault has them.
///
/// Each lies sealed behind a mark and its length; what does not open ends the file, so that one cut short by a kill does no
/// harm. The home's keeper alone writes; anybody who has the key may read meanwhile.
struct AnswerFile: Sendable {
    /// “StkA”.
    private static let magic = Data([0x53, 0x74, 0x6B, 0x41])
    /// Bytes of the magic and the length before each answer.
    private static let headerLength = 8
    /// More than an answer can have, so that a damaged length takes no memory.
    private static let longest = 16 << 20

    let url: URL
    private let sealer: CellSealer

    init(at url: URL, sealer: CellSealer) {
        self.url = url
        self.sealer = sealer
    }

    /// What the file holds, and where the next answer goes.
    ///
    /// A file that is not there, or not its owner's alone, holds nothing.
    func contents() -> (answers: [KeptAnswer], end: Int) {
        var answers: [KeptAnswer] = []
        var end = 0
        guard let file = try? OpenFile(url, O_RDONLY | O_NOFOLLOW), (try? Privacy.checkFile(url)) != nil else {
            return ([], 0)
        }
        while let plain = plain(in: file, at: end),
            let answer = try? JSONDecoder().decode(KeptAnswer.self, from: plain.bytes)
        {
            answers.append(answer)
            end += plain.length
        }
        return (answers, end)
    }

    private func plain(in file: borrowing OpenFile, at offset: Int) -> (bytes: Data, length: Int)? {
        let header = file.read(Self.headerLength, at: offset)
        guard header.count == Self.headerLength, header.prefix(4) == Self.magic else { return nil }
        let count = header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
        guard count <= Self.longest else { return nil }
        let sealed = file.read(count, at: offset + Self.headerLength)
        guard sealed.count == count, let plain = sealer.open(sealed, in: .answer(at: offset)) else { return nil }
        return (plain, Self.headerLength + count)
    }

    /// Takes room for everything up to `size` bytes.
    ///
    /// - Throws: ``HomeError``.
    func reserve(_ size: Int) throws(HomeError) {
        try OpenFile(url, O_RDWR | O_CREAT | O_NOFOLLOW).reserve(size)
    }

    /// Appends an answer, durably, in the fullest form that the disk takes.
    ///
    /// - Returns: where the next one goes.
    /// - Throws: ``HomeError``; what was there is then as it was.
    func append(_ answer: KeptAnswer, at offset: Int, within room: Int) throws(HomeError) -> Int {
        var refusal = HomeError(.refused, "the answer cannot be put in a form to be kept in \(url.path)")
        for (index, form) in answer.forms.enumerated() {
            guard let plain = try? JSONEncoder().encode(form),
                let sealed = try? sealer.seal(plain, in: .answer(at: offset))
            else { continue }
            // A fuller form than there is room for may still find some; the last is tried in any case.
            do {
                return try append(sealed, at: offset)
            } catch {
                refusal = error
                if Self.headerLength + sealed.count <= room || index == answer.forms.count - 1 { throw error }
            }
        }
        throw refusal
    }

    private func append(_ sealed: Data, at offset: Int) throws(HomeError) -> Int {
        let length = unsafe withUnsafeBytes(of: UInt32(sealed.count).bigEndian) { unsafe Data($0) }
        let file = try OpenFile(url, O_RDWR | O_CREAT | O_NOFOLLOW)
        // What follows an answer must not look like the next one.
        try file.write(Self.magic + length + sealed, at: offset)
        let end = offset + Self.headerLength + sealed.count
        if file.read(4, at: end) == Self.magic { try file.write(Data(count: 4), at: end) }
        try file.sync()
        try DurableFile.syncFolder(of: url)
        return end
    }

    /// Forgets every answer; the room stays.
    ///
    /// One that comes back after a power cut is older than what the vault holds, and told by that.
    func clear() {
        guard let file = try? OpenFile(url, O_RDWR | O_NOFOLLOW) else { return }
        try? file.write(Data(count: file.read(Self.headerLength, at: 0).count), at: 0)
    }
}

extension Cell {
    fileprivate static func answer(at offset: Int) -> Cell {
        Cell(table: "answers", column: "record", row: "\(offset)")
    }
}
