//! Real documents, version by version.
