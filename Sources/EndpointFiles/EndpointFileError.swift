import Foundation
package import Home

/// What is wrong with an endpoint file: the file, the line, what was found and what was expected.
///
/// It quotes what the person wrote, cleaned, and never what stands behind a key that it does not know: a secret may.
package struct EndpointFileError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The text is not YAML, or not UTF-8, or far too long.
        case notYAML
        /// A key that no endpoint has, such as a misspelt one, or one for a secret.
        case unknownKey
        /// A key that is there twice: which of the two is meant cannot be told.
        case duplicateKey
        /// A key that every endpoint needs, or anything at all in an empty file.
        case missingKey
        /// A list or a mapping where a text belongs, or the other way round; also a text that is empty.
        case wrongType
        /// A text that is not what its key takes: an address, a word of a few, a scope.
        case badValue
        /// The name cannot be that of an endpoint.
        case badName
        /// There is no file of that name.
        case notFound
        /// An endpoint of that name is there and is not overwritten.
        case alreadyExists
        /// The file or the folder cannot be used.
        case file(HomeError.Code)
    }

    package let code: Code
    /// The path of the file, or of the folder where that is at fault.
    package let file: String
    /// Counted from 1; `nil` where the failure is of the whole file.
    package let line: Int?
    /// What was found and what was expected.
    package let message: String

    /// A mistake in a file, worded by whoever found it; the place is added when it is described.
    package init(_ code: Code, file: String, line: Int? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    /// The endpoint's name, which is the file's.
    package var name: String { EndpointFile(at: URL(fileURLWithPath: file)).name }

    /// One line, such as `/…/lab.yaml, line 3: access: “ever” is not one of: …`.
    package var description: String {
        // What the file system refuses names the file already.
        message.contains(file) ? message : "\(file)\(line.map { ", line \($0)" } ?? ""): \(message)"
    }
}

extension EndpointFileError {
    /// What the file system refuses, in the words of the room that deals with it.
    init(_ error: HomeError, file: String) {
        self.init(.file(error.code), file: file, error.message)
    }
}
