//! The intermediate representation: what a document says, free of how it says it and of how Rust will spell it.
//!
//! Data only. Names are wire names; Rust identifiers are decided by [`crate::name`]. Every node carries its
//! [`Origin`]. Order is the document's.

use crate::pointer::Origin;
use serde_json::Value;

/// A whole document.
#[derive(Debug, Clone)]
pub struct Api {
    /// The root of the document.
    pub origin: Origin,
    /// `info.title`.
    pub title: String,
    /// `info.version`: of the described API, not of the document format.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `servers`, never empty: without any, the specification gives one with the URL `/`.
    pub servers: Vec<Server>,
    /// `components.securitySchemes`.
    pub security_schemes: Vec<SecurityScheme>,
    /// `tags`, then those only operations name.
    pub tags: Vec<Tag>,
    /// Every operation under `paths`.
    pub operations: Vec<Operation>,
    /// `components.responses` that have a body, whether or not an operation refers to them.
    pub shared_responses: Vec<SharedResponse>,
    /// Every schema.
    pub types: Types,
}

/// A server and its URL template.
#[derive(Debug, Clone)]
pub struct Server {
    /// The Server Object.
    pub origin: Origin,
    /// The URL: literal text and variables.
    pub url: Vec<UrlPart>,
    /// What the document says of it.
    pub description: Option<String>,
    /// Every variable of the template.
    pub variables: Vec<ServerVariable>,
}

/// A piece of a server's URL template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlPart {
    /// Text as it stands.
    Literal(String),
    /// The value of the variable of this name.
    Variable(String),
}

/// A variable of a server's URL template.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// The Server Variable Object.
    pub origin: Origin,
    /// Its name in the template.
    pub name: String,
    /// The value when the caller gives none.
    pub default: String,
    /// The values the document lists; empty when any will do.
    pub values: Vec<String>,
    /// What the document says of it.
    pub description: Option<String>,
}

/// A way to authenticate.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The Security Scheme Object.
    pub origin: Origin,
    /// Its key under `components.securitySchemes`.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Where the credential goes.
    pub kind: SecurityKind,
}

/// Where a credential goes in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// The header, query or cookie parameter of this name holds the credential.
    ApiKey {
        /// Where the parameter goes; never [`Location::Path`].
        location: Location,
        /// The parameter's name.
        parameter: String,
    },
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> <token>`: HTTP bearer, OAuth 2.0 and OpenID Connect, or the word that
    /// `x-specwright-auth-scheme` gives.
    Token {
        /// The word before the token, such as `Bearer`.
        auth_scheme: String,
        /// OAuth 2.0: every scope that some flow declares, with what it permits.
        scopes: Vec<(String, String)>,
    },
}

/// One way to be allowed an operation: every named scheme together. No scheme at all means anonymous.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// Scheme name and the scopes needed of it.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// A group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The Tag Object, or the operation that first names it.
    pub origin: Origin,
    /// Its name.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
}

/// The place of an operation in [`Api::operations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub usize);

/// One method on one path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The Operation Object.
    pub origin: Origin,
    /// `operationId`, or one made of method and path.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path under the server's URL.
    pub path: PathTemplate,
    /// The tag the operation is filed under: its first.
    pub tag: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The path item's parameters, overridden by the operation's own.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<RequestBody>,
    /// `responses`, in the document's order.
    pub responses: Vec<Response>,
    /// Alternatives; empty when nothing is said of security.
    pub security: Vec<SecurityRequirement>,
}

/// An HTTP method that a Path Item Object can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
}

impl Method {
    /// Every method, in the order in which a Path Item Object lists them.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace];

    /// The key in a Path Item Object.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }

    /// The word in a request, which is also the name of the constant of `http::Method`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// A path with the places of its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    /// Literal text (slashes included) and parameter names, in order.
    pub parts: Vec<PathPart>,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathPart {
    /// Text as it stands.
    Literal(String),
    /// The value of the path parameter of this name.
    Parameter(String),
}

impl PathTemplate {
    /// The template as the document writes it.
    #[must_use]
    pub fn text(&self) -> String {
        let part = |part: &PathPart| match part {
            PathPart::Literal(text) => text.clone(),
            PathPart::Parameter(name) => format!("{{{name}}}"),
        };
        self.parts.iter().map(part).collect()
    }

    /// The names of its parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            PathPart::Literal(_) => None,
            PathPart::Parameter(name) => Some(name.as_str()),
        })
    }
}

/// An input of an operation outside its body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The Parameter Object.
    pub origin: Origin,
    /// Its wire name.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Whether a request without it is invalid.
    pub required: bool,
    /// What the document says of it.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its value's type.
    pub value: TypeRef,
    /// The value to send when the caller gives none: the schema's `default`, where `x-specwright-send-default` asks
    /// for it. Otherwise nothing is sent, and the service applies the default that it documents.
    pub sent_default: Option<ParameterDefault>,
    /// How its value becomes text.
    pub encoding: ParameterEncoding,
    /// `example` and `examples` of the parameter or of its content.
    pub examples: Vec<Example>,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// A header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

impl Location {
    /// The word of the `in` keyword.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A default that the client sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterDefault {
    /// Text, for a string or an enum of strings.
    Text(String),
    /// A whole number, for an integer.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
}

/// How a parameter's value becomes text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterEncoding {
    /// By `style` and `explode`.
    Style {
        /// The style, allowed for the parameter's location.
        style: Style,
        /// Whether elements and members stand apart.
        explode: bool,
        /// Whether reserved characters stay as they are.
        allow_reserved: bool,
    },
    /// As JSON text (`content` with a JSON media type).
    Json,
}

/// A parameter style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `;name=value` (path).
    Matrix,
    /// `.value` (path).
    Label,
    /// `value` (path, header).
    Simple,
    /// `name=value` (query, cookie).
    Form,
    /// `a%20b` (query).
    SpaceDelimited,
    /// `a|b` (query).
    PipeDelimited,
    /// `name[key]=value` (query).
    DeepObject,
}

/// A request's body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The Request Body Object.
    pub origin: Origin,
    /// What the document says of it.
    pub description: Option<String>,
    /// Whether a request without it is invalid.
    pub required: bool,
    /// What it holds.
    pub content: Content,
}

/// What an answer with one status, or one range of them, holds.
#[derive(Debug, Clone)]
pub struct Response {
    /// The Response Object.
    pub origin: Origin,
    /// Which statuses it describes.
    pub status: StatusRange,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its body; none when the document gives no `content`.
    pub content: Option<Content>,
}

/// A response under `components.responses`.
#[derive(Debug, Clone)]
pub struct SharedResponse {
    /// The Response Object.
    pub origin: Origin,
    /// Its key.
    pub name: String,
    /// Its body.
    pub content: Content,
}

/// The statuses that a response describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusRange {
    /// One status, such as `404`.
    Exact(u16),
    /// `4XX` is 4: every status from 400 to 499 that no exact response describes.
    Class(u8),
    /// `default`: every status that nothing else describes.
    Default,
}

impl StatusRange {
    /// Whether every status it describes is a success.
    #[must_use]
    pub fn is_success(self) -> bool {
        match self {
            Self::Exact(code) => (200..300).contains(&code),
            Self::Class(class) => class == 2,
            Self::Default => false,
        }
    }
}

/// A body in the media type that the client uses.
#[derive(Debug, Clone)]
pub struct Content {
    /// The Media Type Object.
    pub origin: Origin,
    /// The media type as the document writes it, such as `application/json`.
    pub media_type: String,
    /// How the bytes become a value.
    pub format: BodyFormat,
    /// The value's type.
    pub value: TypeRef,
    /// `example` and `examples`.
    pub examples: Vec<Example>,
}

/// How a body's bytes become a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// JSON text: `application/json` or any `+json`.
    Json,
    /// Text.
    Text,
    /// Bytes as they are.
    Binary,
}

/// An example of a payload.
#[derive(Debug, Clone)]
pub struct Example {
    /// The Example Object, or the value of `example`.
    pub origin: Origin,
    /// Its key in `examples`; `example` for the single form.
    pub name: String,
    /// The payload.
    pub source: ExampleSource,
}

/// Where an example's payload is.
#[derive(Debug, Clone)]
pub enum ExampleSource {
    /// In the document.
    Inline(Value),
    /// In a file: `externalValue`, as the document writes it.
    External(String),
}

/// The place of a schema in [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A use of a schema: which one, and whether `null` may stand in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeRef {
    /// The schema.
    pub id: TypeId,
    /// Whether the value may be `null`.
    pub nullable: bool,
}

/// Every schema of the document, named or inline, each once: schemas refer to each other by [`TypeId`], so that a
/// recursive schema is finite data.
#[derive(Debug, Clone, Default)]
pub struct Types(pub Vec<TypeDef>);

impl Types {
    /// Every schema with its id, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.0.iter().enumerate().map(|(index, def)| (TypeId(index), def))
    }
}

impl std::ops::Index<TypeId> for Types {
    type Output = TypeDef;

    fn index(&self, id: TypeId) -> &TypeDef {
        &self.0[id.0]
    }
}

/// A schema.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// The Schema Object.
    pub origin: Origin,
    /// How the document leads to it, from which its name is made.
    pub place: Place,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// What its values are.
    pub kind: TypeKind,
    /// What its values must satisfy beyond their kind.
    pub constraints: Constraints,
    /// `default`.
    pub default: Option<Value>,
}

/// How the document leads to a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `components.schemas` under this key.
    Component(String),
    /// Part of another kind of component: its key, such as that of a parameter or response.
    SharedPart(String),
    /// A property of an object schema.
    Property {
        /// The object.
        owner: TypeId,
        /// The property's wire name.
        name: String,
    },
    /// The elements of an array schema.
    Items {
        /// The array.
        owner: TypeId,
    },
    /// The values of a map schema, or an object's additional properties.
    Values {
        /// The map or object.
        owner: TypeId,
    },
    /// A variant of a union schema.
    Variant {
        /// The union.
        owner: TypeId,
        /// Its index there.
        index: usize,
    },
    /// A parameter's value.
    Parameter {
        /// The operation.
        operation: OperationId,
        /// The parameter's wire name.
        name: String,
    },
    /// An operation's request body.
    RequestBody {
        /// The operation.
        operation: OperationId,
    },
    /// An operation's response body.
    ResponseBody {
        /// The operation.
        operation: OperationId,
        /// Its status.
        status: StatusRange,
    },
}

/// What the values of a schema are.
#[derive(Debug, Clone)]
pub enum TypeKind {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(IntegerWidth),
    /// A number.
    Number(NumberWidth),
    /// Text.
    String(StringFormat),
    /// One of a list of constants.
    Enum(Enum),
    /// A list.
    Array(TypeRef),
    /// An object whose keys are data: no property is named.
    Map(TypeRef),
    /// An object with named properties.
    Object(Object),
    /// One of several schemas.
    Union(Union),
}

/// The Rust integer that holds every value the schema allows, from its `format` and bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntegerWidth {
    /// `format: int32`.
    I32,
    /// The usual.
    I64,
    /// `format: uint32`.
    U32,
    /// `format: uint64`, or an upper bound that needs it.
    U64,
    /// Bounds beyond 64 bits.
    I128,
}

/// The Rust number that holds the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberWidth {
    /// `format: float`.
    F32,
    /// The usual.
    F64,
}

/// The kind of text. A format without a type of its own is [`StringFormat::Plain`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringFormat {
    /// Any text.
    Plain,
    /// `date-time` of RFC 3339.
    DateTime,
    /// `full-date` of RFC 3339.
    Date,
    /// Bytes; only as a whole body.
    Binary,
}

/// A list of constants. The client keeps values that are not listed.
#[derive(Debug, Clone)]
pub struct Enum {
    /// What the constants are.
    pub values: EnumValues,
}

/// The constants, all of one type, each once.
#[derive(Debug, Clone, PartialEq)]
pub enum EnumValues {
    /// Text.
    Strings(Vec<String>),
    /// Whole numbers.
    Integers(Vec<i64>),
    /// Numbers.
    Numbers(Vec<f64>),
    /// Truth values.
    Booleans(Vec<bool>),
}

/// An object with named properties.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its properties.
    pub properties: Vec<Property>,
    /// What other keys may hold.
    pub additional: Additional,
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// The property's schema or reference, where it stands.
    pub origin: Origin,
    /// Its wire name.
    pub name: String,
    /// Its value's type; `nullable` there is half of [`Property::presence`].
    pub value: TypeRef,
    /// Whether the key must be there.
    pub required: bool,
    /// What the document says at this place; without it the type's own words serve.
    pub description: Option<String>,
    /// `deprecated` at this place.
    pub deprecated: bool,
    /// `readOnly`: never sent.
    pub read_only: bool,
    /// `writeOnly`: never received.
    pub write_only: bool,
}

impl Property {
    /// Whether the key may be left out, and whether `null` may stand in place of the value.
    #[must_use]
    pub fn presence(&self) -> Presence {
        match (self.required, self.value.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        }
    }
}

/// Required or optional, nullable or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always a value: `T`.
    Required,
    /// A value or `null`: `Option<T>`.
    RequiredNullable,
    /// A value or nothing: `Option<T>`, left out when absent.
    Optional,
    /// A value, `null` or nothing, which are three things.
    OptionalNullable,
}

/// What the keys of an object that are not named may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additional {
    /// Nothing said, or `true`: any JSON value, kept.
    Any,
    /// Values of a schema.
    Typed(TypeRef),
    /// `false`: there are none.
    Forbidden,
}

/// One of several schemas.
#[derive(Debug, Clone)]
pub struct Union {
    /// The variants.
    pub variants: Vec<Variant>,
    /// How a reader tells them apart.
    pub selection: Selection,
}

/// A variant of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The variant's schema or reference, where it stands.
    pub origin: Origin,
    /// Its type. Never nullable: `null` among the variants makes the union nullable.
    pub value: TypeRef,
    /// The component's key when the variant is a reference to one.
    pub component: Option<String>,
}

/// How a reader tells the variants of a union apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// By the text of a property (`discriminator`). A variant may go by several texts.
    Discriminator {
        /// The property's wire name.
        property: String,
        /// Text and variant index, in the document's order.
        mapping: Vec<(String, usize)>,
    },
    /// By the first test that holds. A variant whose test is [`Test::Decodes`] is tried by reading it.
    Tests(Vec<(Test, usize)>),
}

/// A test on a JSON value that tells a variant from those after it.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The value is of this JSON type.
    Is(JsonType),
    /// The value is an object that has this key.
    HasKey(String),
    /// The value is an object whose property holds one of these texts.
    KeyIs(String, Vec<String>),
    /// The value is one of these texts.
    TextIs(Vec<String>),
    /// The value can be read as the variant.
    Decodes,
}

/// A JSON type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// The type in words, with its article.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// What a schema's values must satisfy beyond their kind. Checked before sending, never on reading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`, in Unicode code points.
    pub min_length: Option<u64>,
    /// `maxLength`, in Unicode code points.
    pub max_length: Option<u64>,
    /// `pattern`, one that the client's regular expressions can run.
    pub pattern: Option<String>,
    /// `minimum`, `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum`, `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`.
    pub multiple_of: Option<f64>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
}

/// A numeric limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The limit; exact for every integer up to 2^53.
    pub value: f64,
    /// Whether the limit itself is out.
    pub exclusive: bool,
}
