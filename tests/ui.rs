//! What must not compile: one mistake with the client of the portal API a file, with what the compiler says of it
//! beside it. Update with `TRYBUILD=overwrite cargo test -p specwright-tests --test ui`, then read the diff.

#[test]
fn mistakes_do_not_compile() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
