//! Where the schema of a type and that of the document differ, and why.

/// The document's `oneOf` is decided by a discriminator, which JSON Schema does not read: a value that fits two schemas is of none. The
/// type's schema has the discriminator's values in it.
const DISCRIMINATOR: &str = "told by a discriminator";

/// Subtypes refer to their supertype by `allOf`. To JSON Schema any value of the supertype's own properties is one; the type is one of
/// the subtypes that the document has.
const SUPERTYPE: &str = "a supertype is one of its subtypes";

/// A schema that permits `null` itself: its type excludes `null`, and uses of it are an `Option`.
const NULL_AT_USES: &str = "`null` is permitted where the type is used";

/// `null` that JSON Schema does not permit: OpenAPI 3.0's `nullable` without a `type`, or a member of `allOf` that
/// permits it next to a reference that does not. Documents intend to permit it.
const NULL_IS_MEANT: &str = "`null` is permitted as it is meant";

/// Constraints that types do not express: dependent properties, property names, enum values beyond 64 bits, and tuples
/// with fewer elements.
const NOT_IN_TYPES: &str = "no type says so";

/// A value that fits two schemas of `oneOf`, of which the type reads the one that fits best.
const BEST_FIT: &str = "the variant that fits best";

/// Required in one direction and absent in the other, for a type that is sent and received.
const DIRECTIONS: &str = "one type for both directions";

/// A type of another crate that does not implement `JsonSchema`.
const FOREIGN: &str = "any value, since the crate of the type says nothing";

/// A contradiction, or a format without a `type`, that is read as it is meant.
const MEANT: &str = "read as it is meant";

/// Fixture and schema; how many of the values the document accepts alone, and how many the type; the reason.
pub(crate) const DIFFERENT: &[(&str, &str, (usize, usize), &str)] = &[
    ("all_of_null", "Holder", (0, 4), NULL_IS_MEANT),
    ("any_of", "Shop", (0, 37), NOT_IN_TYPES),
    ("discriminator_heirs", "Event", (2, 0), SUPERTYPE),
    ("discriminator_heirs", "Log", (1, 0), SUPERTYPE),
    ("discriminator_heirs", "Pet", (64, 0), SUPERTYPE),
    ("discriminator_heirs", "Puppy", (8, 0), SUPERTYPE),
    ("enum_mixed_types", "Row", (0, 18), MEANT),
    ("enum_nullable", "Colour", (2, 0), NULL_AT_USES),
    ("enum_open", "Voice", (6, 0), NULL_AT_USES),
    ("formats_string", "Event", (7, 0), MEANT),
    ("integer_widths", "Widths", (0, 22), NOT_IN_TYPES),
    ("maps_by_pattern", "Headers", (0, 6), NOT_IN_TYPES),
    ("nullable_elements", "Place", (2, 0), NULL_AT_USES),
    ("one_of_discriminator", "Pet", (28, 15), DISCRIMINATOR),
    ("one_of_discriminator_base", "Bike", (0, 21), SUPERTYPE),
    ("one_of_discriminator_base", "Car", (0, 21), SUPERTYPE),
    ("one_of_discriminator_base", "Vehicle", (21, 18), SUPERTYPE),
    ("one_of_discriminator_mapping", "Event", (0, 7), DISCRIMINATOR),
    ("one_of_nullable", "Maybe", (0, 3), NULL_IS_MEANT),
    ("read_only_write_only", "Team", (0, 1), DIRECTIONS),
    ("read_only_write_only", "User", (0, 1), DIRECTIONS),
    ("recursion_through_all_of", "Node", (0, 9), NULL_IS_MEANT),
    ("settings_formats_rich", "Invoice", (0, 14), FOREIGN),
    ("tuples", "Chain", (50, 0), NOT_IN_TYPES),
    ("tuples", "Line", (11, 0), NOT_IN_TYPES),
    ("tuples", "Tree", (14, 0), NOT_IN_TYPES),
    ("union_by_optional_key", "Person", (0, 21), BEST_FIT),
];
