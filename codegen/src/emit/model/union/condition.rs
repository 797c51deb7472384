//! The tests of variants, as values of the runtime's `union::Test`.

use crate::emit::common::imports::Uses;
use crate::emit::common::number;
use crate::emit::model::constraints;
use crate::ir::{Constants, Fit, JsonType, Test};
use proc_macro2::TokenStream;
use quote::quote;

/// The variant of the runtime's `union::Test` for this test, without its path.
pub(super) fn condition(test: &Test, uses: &Uses) -> TokenStream {
    let module = uses.private("union");
    match test {
        Test::TypeIs(json_type) => type_condition(*json_type),
        Test::HasKey(key) => quote!(HasKey(#key)),
        Test::KeyIs(key, Constants::Strings(strings)) => quote!(KeyIs(#key, &[#(#strings),*])),
        Test::KeyIs(key, Constants::NumbersAndBooleans(constants)) => quote!(KeyIsBare(#key, &[#(#constants),*])),
        Test::Within(key, test) => {
            let test = condition(test, uses);
            quote!(Within(#key, &#module::Test::#test))
        }
        Test::Equals(values) => quote!(Equals(&[#(#values),*])),
        Test::IfPresent(key, test) => {
            let test = condition(test, uses);
            quote!(IfPresent(#key, &#module::Test::#test))
        }
        Test::Each(test) => {
            let test = condition(test, uses);
            quote!(Each(&#module::Test::#test))
        }
        Test::Element(index, test) => {
            let (index, test) = (number::whole(u32::try_from(*index).unwrap_or(u32::MAX)), condition(test, uses));
            quote!(Element(#index, &#module::Test::#test))
        }
        Test::All(tests) => {
            let tests = conditions(tests, uses);
            quote!(All(&[#tests]))
        }
        Test::Any(tests) => {
            let tests = conditions(tests, uses);
            quote!(Any(&[#tests]))
        }
        Test::Satisfies(constraints) => {
            let (rules, calls) = (uses.runtime("Rules"), constraints::rules(constraints));
            quote!(Satisfies(&const { #rules::new() #calls }))
        }
        Test::ValueIs(Constants::Strings(strings)) => quote!(ValueIs(&[#(#strings),*])),
        Test::ValueIs(Constants::NumbersAndBooleans(constants)) => quote!(ValueIsBare(&[#(#constants),*])),
        Test::IntegerIn(least, most) => {
            let [least, most] = [least, most].map(|limit| bound(*limit));
            quote!(IntegerIn(#least, #most))
        }
        Test::ItemsIn(least, most) => {
            let least = number::whole(i128::from(*least));
            let most = most.map_or_else(|| quote!(u64::MAX), |most| number::whole(i128::from(most)));
            quote!(ItemsIn(#least, #most))
        }
        Test::Fits(Fit { keys, assertions }) if assertions.is_empty() => quote!(Fits(&[#(#keys),*])),
        Test::Fits(Fit { keys, assertions }) => {
            let assertions = conditions(assertions, uses);
            quote!(FitsIf(&[#(#keys),*], &[#assertions]))
        }
    }
}

fn type_condition(json_type: JsonType) -> TokenStream {
    match json_type {
        JsonType::Null => quote!(ValueIsBare(&["null"])),
        JsonType::Boolean => quote!(Boolean),
        JsonType::Integer => quote!(Integer),
        JsonType::Number => quote!(Number),
        JsonType::String => quote!(String),
        JsonType::Array => quote!(Array),
        JsonType::Object => quote!(Object),
    }
}

/// Several tests, separated by commas.
fn conditions(tests: &[Test], uses: &Uses) -> TokenStream {
    let module = uses.private("union");
    let tests = tests.iter().map(|test| condition(test, uses));
    quote!(#(#module::Test::#tests),*)
}

/// A bound of integers; `i128::MIN` and `i128::MAX` mean that there is none.
fn bound(limit: i128) -> TokenStream {
    match limit {
        i128::MIN => quote!(i128::MIN),
        i128::MAX => quote!(i128::MAX),
        limit => number::whole(limit),
    }
}
