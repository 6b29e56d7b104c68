extension LaunchContext {
    /// Takes the context out of a token or introspection response (R-191: an absent role is `launch`).
    init(taking members: inout TokenMembers, withholding filter: SecretFilter) {
        self.init()
        patient = members.take("patient") { $0.words(filter) }
        encounter = members.take("encounter") { $0.words(filter) }
        needPatientBanner = members.take("need_patient_banner", \.truth)
        intent = members.take("intent") { $0.words(filter) }
        smartStyleURL = members.take("smart_style_url") { $0.words(filter) }
        tenant = members.take("tenant") { $0.words(filter) }
        fhirContext = members.take("fhirContext") { Reference.list(reading: $0.kept(filter)) } ?? []
        authorizationDetails = members.take("authorization_details") { $0 == .null ? nil : $0.kept(filter) }
    }
}

extension LaunchContext.Reference {
    /// Reads `fhirContext`, also where it is one entry without its list.
    fileprivate static func list(reading value: JSONValue) -> [Self]? {
        let entries = (value.array ?? [value]).compactMap(Self.init(reading:))
        return entries.isEmpty ? nil : entries
    }

    /// An entry, also where a server wrote the bare reference as text.
    private init?(reading value: JSONValue) {
        if let reference = value.string.flatMap({ JSONValue.string($0).words }) {
            self.init(reference: reference)
            return
        }
        let reference = value["reference"]?.words
        let canonical = value["canonical"]?.words
        let identifier = value["identifier"]
        guard reference != nil || canonical != nil || identifier != nil else { return nil }
        self.init(
            reference: reference, canonical: canonical, identifier: identifier, type: value["type"]?.words,
            role: value["role"]?.words ?? "launch")
    }
}

extension JSONValue {
    /// Words as far as they are kept, without secrets.
    func words(_ filter: SecretFilter) -> String? {
        words.map { filter.struck(from: $0.bounded(to: 1_000)) }
    }

    /// This value as far as it is kept, cleaned and without secrets.
    fileprivate func kept(_ filter: SecretFilter) -> JSONValue {
        var bounds = Bounds()
        return bounded(by: &bounds).cleaned.withholding(filter)
    }
}
