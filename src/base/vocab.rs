//! Every IRI that we use and do not mint, each namespace written once. A test compares `choro` and `term` with
//! `ontology/` in both directions.

/// Declares a module of constants below one namespace.
macro_rules! namespace {
    ($(#[$doc:meta])* $module:ident, $prefix:literal, $iri:literal, $($name:ident = $local:literal),* $(,)?) => {
        $(#[$doc])*
        pub mod $module {
            use oxigraph::model::NamedNodeRef;
            /// The prefix under which queries and Turtle know the namespace.
            pub const PREFIX: &str = $prefix;
            /// The namespace.
            pub const NAMESPACE: &str = $iri;
            $(
                #[doc = concat!("`", $prefix, ":", $local, "`")]
                pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($iri, $local));
            )*
            /// All the terms.
            pub const ALL: &[NamedNodeRef<'static>] = &[$($name),*];
        }
    };
}

namespace! {
    /// The ontology, `ontology/chorograph.ttl`.
    choro, "choro", "https://w3id.org/chorograph/ontology#",
    SOURCE = "Source", FACT_BOX = "FactBox", ARTICLE = "Article", PARAGRAPH = "Paragraph", RECORD = "Record",
    TEXT_SPAN = "TextSpan", MENTION = "Mention", CLAIM = "Claim", CONTROL_CHANGE_CLAIM = "ControlChangeClaim",
    AREA_CLAIM = "AreaClaim", PLACE = "Place", TIME_EXTENT = "TimeExtent", NAME_FORM = "NameForm",
    DISAGREEMENT = "Disagreement",
    REPORTED_IN = "reportedIn", ASSERTED_BY = "assertedBy", ANCHORED_AT = "anchoredAt", FROM_RECORD = "fromRecord",
    IN_SOURCE = "inSource", ABOUT_PLACE = "aboutPlace", CHANGE_TYPE = "changeType", GAINING_PARTY = "gainingParty",
    LOSING_PARTY = "losingParty", TIME = "time", EDTF = "edtf", EARLIEST = "earliest", LATEST = "latest",
    DATE_PRECISION = "datePrecision", VERBATIM = "verbatim", AREA = "area", AREA_KIND = "areaKind",
    BOUNDARY_TIME = "boundaryTime", LEXICAL_FORM = "lexicalForm", SQUARE_KILOMETRES = "squareKilometres",
    RETRIEVED = "retrieved", SHA256 = "sha256", CODE_POINTS = "codePoints", POSITION = "position",
    DENOTES = "denotes", KIND = "kind", NAME = "name", INVOLVES = "involves", ASPECT = "aspect",
    TOLERANCE = "tolerance", ABOUT_PERSON = "aboutPerson",
    NAMED_THING = "NamedThing", TIME_MENTION = "TimeMention", UTTERANCE_CLAIM = "UtteranceClaim",
    ROLE_CLAIM = "RoleClaim", EVENT_CLAIM = "EventClaim", EVENT = "Event",
    REFERS_TO = "refersTo", MENTION_KIND = "mentionKind", USED_FOR = "usedFor", CONFIDENCE = "confidence",
    SIGNAL = "signal",
    TIME_KIND = "timeKind", TIMEX_VALUE = "timexValue", TIMEX_MODIFIER = "timexModifier", EXTENT = "extent",
    RESOLUTION = "resolution", COUNTED_FROM = "countedFrom", UNTIL = "until", PART_OF_INTERVAL = "partOfInterval",
    SAID_IN = "saidIn", SPEECH_KIND = "speechKind", CONTENT = "content", SPEAKS_OF = "speaksOf", CUE_WORDS = "cueWords",
    SPEAKER = "speaker", SPEAKER_WORDS = "speakerWords", ADDRESSEE = "addressee",
    ADDRESSEE_WORDS = "addresseeWords", MEDIUM_WORDS = "mediumWords", MEDIUM_ORGANISATION = "mediumOrganisation",
    HOLDER = "holder", TITLE_WORDS = "titleWords", ROLE_TITLE = "roleTitle", IS_GENERAL = "isGeneral", TENURE = "tenure",
    ROLE_OF = "roleOf", ROLE_OF_WORDS = "roleOfWords",
    ABOUT_EVENT = "aboutEvent", EVENT_KIND = "eventKind", STANDING = "standing", TRIGGER_WORDS = "triggerWords",
    PARTICIPANT = "participant", PARTICIPANT_WORDS = "participantWords", EVENT_PLACE = "eventPlace",
    EVENT_PLACE_WORDS = "eventPlaceWords", TIME_WORDS = "timeWords", OCCASION = "occasion",
    OCCASION_WORDS = "occasionWords", AUSPICES = "auspices", AUSPICES_WORDS = "auspicesWords",
    GAINING_PARTY_WORDS = "gainingPartyWords", LOSING_PARTY_WORDS = "losingPartyWords",
    COPY_GROUP = "CopyGroup", COPY_CHAIN = "CopyChain", LIKENESS = "Likeness", LIKENS = "likens",
    RESEMBLANCE = "resemblance", CONTAINMENT = "containment",
    COORDINATE_CLAIM = "CoordinateClaim", POINT = "point",
    HAS_AREA = "hasArea", CONTROL_CHANGED = "controlChanged", HAS_POINT = "hasPoint", HAS_ROLE = "hasRole",
    SAID = "said", HAS_STANDING = "hasStanding",
    TABLE = "Table", TABLE_CELL = "TableCell", MAPPING_LINE = "MappingLine", MEASURE_CLASS = "Measure",
    FIGURE_CLAIM = "FigureClaim", NAME_CLAIM = "NameClaim", PART_OF_CLAIM = "PartOfClaim", KIND_CLAIM = "KindClaim",
    IDENTIFIER_CLAIM = "IdentifierClaim", LIFECYCLE_CLAIM = "LifecycleClaim", RENAMING_CLAIM = "RenamingClaim",
    DATED_RECORD_CLAIM = "DatedRecordClaim", SEAT_CLAIM = "SeatClaim", STATUS_CLAIM = "StatusClaim",
    OUTLINE_CLAIM = "OutlineClaim",
    MEASURE = "measure", FIGURE = "figure", UNIT_WORDS = "unitWords", NAME_WORDS = "nameWords", SCRIPT = "script",
    PART_OF = "partOf", PARENT_KIND_WORDS = "parentKindWords", KIND_WORDS = "kindWords", IDENTIFIER = "identifier",
    SCHEME = "scheme", LIFECYCLE = "lifecycle", SEAT = "seat", SEAT_WORDS = "seatWords", STATUS_WORDS = "statusWords",
    HELD_BY = "heldBy", OUTLINE = "outline",
    SHEET = "sheet", CELL_REFERENCE = "cellReference", HEADED_BY = "headedBy", IDENTIFIED_BY = "identifiedBy",
    WITHIN_CONTEXT = "withinContext", SUPPLIED_BY = "suppliedBy", LINE_NUMBER = "lineNumber", SUPPLIES = "supplies",
    CITED_IN = "citedIn",
    DECISION = "decision", REVIEWED_BY = "reviewedBy", REVIEWED_ON = "reviewedOn", REVIEW_COMMENT = "reviewComment",
    REVIEW = "Review", REVIEWED_IN = "reviewedIn", DECIDED = "decided", READ_AS = "readAs", REALIGNED = "realigned", TOOL_SCORE = "toolScore",
    TOOL_SETTING = "toolSetting",
    HAS_NAME = "hasName", HAS_PARENT = "hasParent", HAS_KIND = "hasKind", HAS_IDENTIFIER = "hasIdentifier",
    ESTABLISHED_AT = "establishedAt", ABOLISHED_AT = "abolishedAt", RENAMED_AT = "renamedAt",
    HAS_DATED_RECORD = "hasDatedRecord", HAS_SEAT = "hasSeat", HAS_STATUS = "hasStatus", HAS_OUTLINE = "hasOutline",
}

namespace! {
    /// SPARQL 1.1 Service Description.
    sd, "sd", "http://www.w3.org/ns/sparql-service-description#",
    SERVICE = "Service", ENDPOINT = "endpoint", SUPPORTED_LANGUAGE = "supportedLanguage", SPARQL11_QUERY = "SPARQL11Query",
    SPARQL11_UPDATE = "SPARQL11Update", RESULT_FORMAT = "resultFormat", FEATURE = "feature",
    UNION_DEFAULT_GRAPH = "UnionDefaultGraph", DEFAULT_DATASET = "defaultDataset", DATASET = "Dataset",
    DEFAULT_GRAPH = "defaultGraph", GRAPH = "Graph", NAMED_GRAPH = "namedGraph", NAMED_GRAPH_CLASS = "NamedGraph",
    NAME = "name",
}

namespace! {
    /// The controlled terms, `ontology/terms.ttl`.
    term, "term", "https://w3id.org/chorograph/term#",
    CHANGE_TYPE = "changeType", CONTROL_CHANGE = "controlChange",
    AREA_KINDS = "areaKinds", AREA_UNSPECIFIED = "areaUnspecified", AREA_WHOLE_UNIT = "areaWholeUnit",
    AREA_CONTROLLED_PART = "areaControlledPart",
    AREA_UNITS = "areaUnits", SQUARE_VERST = "squareVerst", DESYATINA = "desyatina",
    DATE_PRECISIONS = "datePrecisions", DAY = "day", MONTH = "month", YEAR = "year", INTERVAL = "interval",
    QUARTER = "quarter", SEASON = "season", HALF = "half", DECADE = "decade", CENTURY = "century",
    ASPECTS = "aspects", ASPECT_TIME = "aspectTime", ASPECT_AREA = "aspectArea",
    ASPECT_ROLE = "aspectRole", ASPECT_FIGURE = "aspectFigure", ASPECT_PARENT = "aspectParent",
    ASPECT_IDENTIFIER = "aspectIdentifier", ASPECT_LIFECYCLE = "aspectLifecycle", ASPECT_SEAT = "aspectSeat",
    ASPECT_STATUS = "aspectStatus",
    LIFECYCLES = "lifecycles", ESTABLISHED = "established", ABOLISHED = "abolished",
    KINDS = "kinds", DISTRICT = "district", REGION = "region", TOWN = "town", CITY = "city", COUNTRY = "country",
    FORMER_REPUBLIC = "formerRepublic", FRONT_LINE = "frontLine", PERSON = "person", ORGANISATION = "organisation",
    CONFLICT = "conflict", ANY_PLACE = "place", ANY_EVENT = "event", NATIONALITY = "nationality",
    OTHER_NAME = "otherName",
    USES = "uses", STATE = "state",
    TIME_KINDS = "timeKinds", CALENDAR_TIME = "calendarTime", TIME_OF_DAY = "timeOfDay", DURATION = "duration",
    RECURRING_TIME = "recurringTime",
    RESOLUTIONS = "resolutions", EXPLICIT = "explicit", FROM_PUBLICATION = "fromPublication",
    FROM_EXPRESSION = "fromExpression", UNRESOLVED = "unresolved", READ_ELSEWHERE = "readElsewhere",
    SPEECH_KINDS = "speechKinds", DIRECT_SPEECH = "directSpeech", INDIRECT_SPEECH = "indirectSpeech",
    MIXED_SPEECH = "mixedSpeech",
    EVENT_KINDS = "eventKinds", MEETING = "meeting", SUMMIT = "summit", TALKS = "talks",
    CONSULTATIONS = "consultations", VISIT = "visit", CONFERENCE = "conference", CALL = "call", SIGNING = "signing",
    DECISIONS = "decisions", ACCEPTED = "accepted", REPLACED = "replaced", ADDED = "added", REJECTED = "rejected",
    TENURES = "tenures", HELD_NOW = "heldNow", HELD_BEFORE = "heldBefore", HELD_LATER = "heldLater",
    STANDINGS = "standings", HAPPENED = "happened", PLANNED = "planned", DENIED = "denied", POSSIBLE = "possible",
    POSTPONED = "postponed", CANCELLED = "cancelled",
}

namespace! {
    /// RDF.
    rdf, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", TYPE = "type", VALUE = "value",
    LANG_STRING = "langString", REIFIES = "reifies", FIRST = "first", REST = "rest", NIL = "nil",
}
namespace! {
    /// RDF Schema.
    rdfs, "rdfs", "http://www.w3.org/2000/01/rdf-schema#", LABEL = "label", COMMENT = "comment", CLASS = "Class",
    SUB_CLASS_OF = "subClassOf",
}
namespace! {
    /// OWL 2.
    owl, "owl", "http://www.w3.org/2002/07/owl#", CLASS = "Class", AXIOM = "Axiom", ANNOTATED_SOURCE = "annotatedSource",
    ANNOTATED_PROPERTY = "annotatedProperty", ANNOTATED_TARGET = "annotatedTarget",
}
namespace! {
    /// XML Schema datatypes.
    xsd, "xsd", "http://www.w3.org/2001/XMLSchema#", HEX_BINARY = "hexBinary", G_YEAR = "gYear",
    G_YEAR_MONTH = "gYearMonth", ANY_URI = "anyURI", NON_NEGATIVE_INTEGER = "nonNegativeInteger",
    DATE = "date", DECIMAL = "decimal", INTEGER = "integer", STRING = "string", BOOLEAN = "boolean",
}
namespace! {
    /// SKOS.
    skos, "skos", "http://www.w3.org/2004/02/skos/core#", EXACT_MATCH = "exactMatch",
    CONCEPT = "Concept", PREF_LABEL = "prefLabel", CLOSE_MATCH = "closeMatch", BROAD_MATCH = "broadMatch", NARROW_MATCH = "narrowMatch", RELATED_MATCH = "relatedMatch",
}
namespace! {
    /// SKOS-XL.
    skosxl, "skosxl", "http://www.w3.org/2008/05/skos-xl#", LITERAL_FORM = "literalForm",
}
namespace! {
    /// DCMI Metadata Terms.
    dcterms, "dcterms", "http://purl.org/dc/terms/",
    TITLE = "title", DESCRIPTION = "description", PUBLISHER = "publisher", CREATOR = "creator", ISSUED = "issued",
    LANGUAGE = "language", LICENSE = "license", IS_PART_OF = "isPartOf", SOURCE = "source", MODIFIED = "modified",
    IDENTIFIER = "identifier", ACCESS_RIGHTS = "accessRights", RIGHTS = "rights", RIGHTS_STATEMENT = "RightsStatement",
    PROVENANCE = "provenance", PROVENANCE_STATEMENT = "ProvenanceStatement", CONFORMS_TO = "conformsTo",
    STANDARD = "Standard", FORMAT = "format", MEDIA_TYPE = "MediaType", MEDIA_TYPE_OR_EXTENT = "MediaTypeOrExtent",
    LICENSE_DOCUMENT = "LicenseDocument", LINGUISTIC_SYSTEM = "LinguisticSystem", LOCATION = "Location",
    SPATIAL = "spatial", TEMPORAL = "temporal", PERIOD_OF_TIME = "PeriodOfTime", KIND = "type", CREATED = "created",
}
namespace! {
    /// DCAT 3.
    dcat, "dcat", "http://www.w3.org/ns/dcat#", DATASET = "Dataset", CATALOG = "Catalog", DISTRIBUTION = "Distribution",
    DATA_SERVICE = "DataService", HAS_DATASET = "dataset", HAS_SERVICE = "service", HAS_DISTRIBUTION = "distribution",
    DOWNLOAD_URL = "downloadURL", ACCESS_URL = "accessURL", ACCESS_SERVICE = "accessService", MEDIA_TYPE = "mediaType",
    BYTE_SIZE = "byteSize", VERSION = "version", HAS_VERSION = "hasVersion", HAS_CURRENT_VERSION = "hasCurrentVersion",
    IS_VERSION_OF = "isVersionOf", PREVIOUS_VERSION = "previousVersion", KEYWORD = "keyword", THEME = "theme",
    CONTACT_POINT = "contactPoint", LANDING_PAGE = "landingPage", START_DATE = "startDate", END_DATE = "endDate",
    ENDPOINT_URL = "endpointURL", ENDPOINT_DESCRIPTION = "endpointDescription", SERVES_DATASET = "servesDataset",
}
namespace! {
    /// PROV-O.
    prov, "prov", "http://www.w3.org/ns/prov#",
    ENTITY = "Entity", AGENT = "Agent", ACTIVITY = "Activity", WAS_ATTRIBUTED_TO = "wasAttributedTo", WAS_REVISION_OF = "wasRevisionOf",
    WAS_DERIVED_FROM = "wasDerivedFrom", SPECIALIZATION_OF = "specializationOf", USED = "used",
    WAS_GENERATED_BY = "wasGeneratedBy", HAD_MEMBER = "hadMember", PLAN = "Plan", SOFTWARE_AGENT = "SoftwareAgent",
    ASSOCIATION = "Association", WAS_ASSOCIATED_WITH = "wasAssociatedWith", HAD_PLAN = "hadPlan",
    QUALIFIED_ASSOCIATION = "qualifiedAssociation", ACTING_AGENT = "agent",
}
namespace! {
    /// schema.org.
    schema, "schema", "https://schema.org/", URL = "url", TARGET = "target", KEYWORDS = "keywords",
    SOFTWARE_VERSION = "softwareVersion", SAME_AS = "sameAs",
    CREATIVE_WORK = "CreativeWork",
}
namespace! {
    /// GeoSPARQL.
    geo, "geo", "http://www.opengis.net/ont/geosparql#", WKT_LITERAL = "wktLiteral",
}
namespace! {
    /// Nanopublications.
    np, "np", "http://www.nanopub.org/nschema#",
    NANOPUBLICATION = "Nanopublication", HAS_ASSERTION = "hasAssertion", HAS_PROVENANCE = "hasProvenance",
    HAS_PUBLICATION_INFO = "hasPublicationInfo",
}
namespace! {
    /// The Simple Event Model.
    sem, "sem", "http://semanticweb.cs.vu.nl/2009/11/sem/", EVENT = "Event",
}
namespace! {
    /// Web Annotation.
    oa, "oa", "http://www.w3.org/ns/oa#", START = "start", END = "end", EXACT = "exact",
}
namespace! {
    /// QUDT.
    qudt, "qudt", "http://qudt.org/schema/qudt/",
    QUANTITY_VALUE = "QuantityValue", NUMERIC_VALUE = "numericValue", HAS_UNIT = "hasUnit",
}
namespace! {
    /// QUDT units.
    unit, "unit", "http://qudt.org/vocab/unit/",
    KILO_M2 = "KiloM2", HA = "HA", M2 = "M2", MI2 = "MI2", AC = "AC", DECA_ARE = "DecaARE",
}
namespace! {
    /// The Organization Ontology.
    org, "org", "http://www.w3.org/ns/org#", ORGANIZATION = "Organization",
}
namespace! {
    /// FOAF.
    foaf, "foaf", "http://xmlns.com/foaf/0.1/", PERSON = "Person", AGENT = "Agent", NAME = "name", HOMEPAGE = "homepage",
    DOCUMENT = "Document",
}
namespace! {
    /// SSSOM, mappings.
    sssom, "sssom", "https://w3id.org/sssom/",
    MAPPING_SET = "MappingSet", MAPPINGS = "mappings", SUBJECT_LABEL = "subject_label", OBJECT_LABEL = "object_label",
    MATCH_STRING = "match_string", COMMENT = "comment", PREDICATE_MODIFIER = "predicate_modifier",
    MAPPING_JUSTIFICATION = "mapping_justification", AUTHOR_ID = "author_id", REVIEWER_ID = "reviewer_id",
    REVIEW_DATE = "review_date", CONFIDENCE = "confidence", SIMILARITY_SCORE = "similarity_score",
}
namespace! {
    /// Wikidata entities.
    wd, "wd", "http://www.wikidata.org/entity/",
}
namespace! {
    /// The NLP Interchange Format 2.0 Core.
    nif, "nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    CONTEXT = "Context", PARAGRAPH = "Paragraph", PHRASE = "Phrase", HEADLINE = "Title", IS_STRING = "isString",
    BEGIN_INDEX = "beginIndex", END_INDEX = "endIndex", ANCHOR_OF = "anchorOf", REFERENCE_CONTEXT = "referenceContext",
}
namespace! {
    /// The Internationalization Tag Set 2.0.
    itsrdf, "itsrdf", "http://www.w3.org/2005/11/its/rdf#", TA_CLASS_REF = "taClassRef", TA_IDENT_REF = "taIdentRef",
}
namespace! {
    /// The DBpedia ontology.
    dbo, "dbo", "http://dbpedia.org/ontology/",
}
namespace! {
    /// OWL-Time.
    owl_time, "time", "http://www.w3.org/2006/time#", TEMPORAL_ENTITY = "TemporalEntity",
}
namespace! {
    /// The Vocabulary of Interlinked Datasets.
    void, "void", "http://rdfs.org/ns/void#", DATASET = "Dataset", LINKSET = "Linkset", TRIPLES = "triples",
    ENTITIES = "entities", CLASSES = "classes", PROPERTIES = "properties", DISTINCT_SUBJECTS = "distinctSubjects",
    DISTINCT_OBJECTS = "distinctObjects", CLASS_PARTITION = "classPartition", CLASS = "class",
    PROPERTY_PARTITION = "propertyPartition", PROPERTY = "property", SUBSET = "subset", URI_SPACE = "uriSpace",
    VOCABULARY = "vocabulary", EXAMPLE_RESOURCE = "exampleResource", DATA_DUMP = "dataDump", FEATURE = "feature",
    SPARQL_ENDPOINT = "sparqlEndpoint", SUBJECTS_TARGET = "subjectsTarget", OBJECTS_TARGET = "objectsTarget",
    LINK_PREDICATE = "linkPredicate", TARGET = "target",
}
namespace! {
    /// Extensions of VoID, for partitions by datatype.
    void_ext, "voidext", "http://ldf.fi/void-ext#", DATATYPE_PARTITION = "datatypePartition", DATATYPE = "datatype",
}
namespace! {
    /// SPDX, for checksums.
    spdx, "spdx", "http://spdx.org/rdf/terms#", HAS_CHECKSUM = "checksum", CHECKSUM = "Checksum",
    ALGORITHM = "algorithm", CHECKSUM_VALUE = "checksumValue", SHA256 = "checksumAlgorithm_sha256",
    CHECKSUM_ALGORITHM = "ChecksumAlgorithm",
}
namespace! {
    /// vCard.
    vcard, "vcard", "http://www.w3.org/2006/vcard/ns#", ORGANIZATION = "Organization", KIND = "Kind", NAME = "fn",
    HAS_EMAIL = "hasEmail", HAS_URL = "hasURL",
}
namespace! {
    /// SHACL, for queries that can be run.
    sh, "sh", "http://www.w3.org/ns/shacl#", EXECUTABLE = "SPARQLExecutable",
    SELECT_EXECUTABLE = "SPARQLSelectExecutable", ASK_EXECUTABLE = "SPARQLAskExecutable",
    CONSTRUCT_EXECUTABLE = "SPARQLConstructExecutable", SELECT = "select", ASK = "ask", CONSTRUCT = "construct",
    HAS_PREFIXES = "prefixes", DECLARE = "declare", PREFIX_DECLARATION = "PrefixDeclaration",
    PREFIX_NAME = "prefix", PREFIX_NAMESPACE = "namespace",
}
namespace! {
    /// Access rights, a vocabulary of the Publications Office of the EU that DCAT-AP asks for.
    access_right, "accessright", "http://publications.europa.eu/resource/authority/access-right/",
    PUBLIC = "PUBLIC", RESTRICTED = "RESTRICTED",
}
namespace! {
    /// Formats, as VoID and service descriptions name them.
    formats, "formats", "http://www.w3.org/ns/formats/",
    TURTLE = "Turtle", N_TRIPLES = "N-Triples", N_QUADS = "N-Quads", TRIG = "TriG", RDF_XML = "RDF_XML",
    JSON_LD = "JSON-LD",
}

/// Prefix and namespace of the vocabularies that only the description of a dataset uses.
pub const DESCRIPTION_PREFIXES: &[(&str, &str)] = &[
    (formats::PREFIX, formats::NAMESPACE),
    (sd::PREFIX, sd::NAMESPACE),
    (sh::PREFIX, sh::NAMESPACE),
    (spdx::PREFIX, spdx::NAMESPACE),
    (vcard::PREFIX, vcard::NAMESPACE),
    (void::PREFIX, void::NAMESPACE),
    (void_ext::PREFIX, void_ext::NAMESPACE),
];

/// Prefix and namespace of every vocabulary that queries may use without declaring it.
pub const PREFIXES: &[(&str, &str)] = &[
    (choro::PREFIX, choro::NAMESPACE),
    (term::PREFIX, term::NAMESPACE),
    (dcat::PREFIX, dcat::NAMESPACE),
    (dcterms::PREFIX, dcterms::NAMESPACE),
    (foaf::PREFIX, foaf::NAMESPACE),
    (geo::PREFIX, geo::NAMESPACE),
    (np::PREFIX, np::NAMESPACE),
    (oa::PREFIX, oa::NAMESPACE),
    (org::PREFIX, org::NAMESPACE),
    (owl::PREFIX, owl::NAMESPACE),
    (prov::PREFIX, prov::NAMESPACE),
    (qudt::PREFIX, qudt::NAMESPACE),
    (rdf::PREFIX, rdf::NAMESPACE),
    (rdfs::PREFIX, rdfs::NAMESPACE),
    (schema::PREFIX, schema::NAMESPACE),
    (sem::PREFIX, sem::NAMESPACE),
    (skos::PREFIX, skos::NAMESPACE),
    (skosxl::PREFIX, skosxl::NAMESPACE),
    (sssom::PREFIX, sssom::NAMESPACE),
    (unit::PREFIX, unit::NAMESPACE),
    (wd::PREFIX, wd::NAMESPACE),
    (xsd::PREFIX, xsd::NAMESPACE),
];

/// Prefix and folder, below the base IRI, of the dataset's own entities. Times are `extent:`, because `time:`
/// conventionally means OWL-Time.
pub const FOLDERS: &[(&str, &str)] = &[
    ("data", ""),
    ("agent", "agent/"),
    ("box", "box/"),
    ("claim", "claim/"),
    ("copychain", "copy-chain/"),
    ("copygroup", "copy-group/"),
    ("disagreement", "disagreement/"),
    ("event", "event/"),
    ("extent", "time/"),
    ("gazetteer", "gazetteer/"),
    ("graph", "graph/"),
    ("likeness", "likeness/"),
    ("mapping", "mapping/"),
    ("measure", "measure/"),
    ("organisation", "organisation/"),
    ("person", "person/"),
    ("place", "place/"),
    ("quantity", "quantity/"),
    ("record", "record/"),
    ("rule", "rule/"),
    ("source", "source/"),
    ("work", "work/"),
];

/// Every prefix that queries may use without declaring it and that exports declare where they use it: the vocabularies,
/// and the folders of the dataset.
pub fn prefixes(base: &str) -> Vec<(&'static str, String)> {
    let vocabularies = PREFIXES.iter().map(|&(prefix, namespace)| (prefix, namespace.to_owned()));
    let folders = FOLDERS.iter().map(|(prefix, folder)| (*prefix, format!("{base}{folder}")));
    vocabularies.chain(folders).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_prefix_means_two_things() {
        let prefixes = prefixes("https://example.org/d/");
        let names: BTreeSet<_> = prefixes.iter().map(|(prefix, _)| prefix).collect();
        let namespaces: BTreeSet<_> = prefixes.iter().map(|(_, namespace)| namespace).collect();
        assert_eq!((names.len(), namespaces.len()), (prefixes.len(), prefixes.len()));
    }
}
