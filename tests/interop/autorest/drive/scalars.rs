//! Booleans, numbers and strings as bodies.

use crate::table::{Done, FailsWith, Holds, Is, Unreadable};
use checks::Checks;
use serde_json::json;

pub async fn drive(server: &str, checks: &Checks) {
    booleans(server, checks).await;
    integers(server, checks).await;
    numbers(server, checks).await;
    strings(server, checks).await;
    bytes(server, checks).await;
    enums(server, checks).await;
    constants(server, checks).await;
    anything(server, checks).await;
}

async fn booleans(server: &str, checks: &Checks) {
    use client::body_boolean::models::{BoolGetFalseResponse, BoolGetTrueResponse, BoolPutFalseBody, BoolPutTrueBody};
    let client = client_of!(body_boolean, server);
    calls!(checks, "body-boolean", client;
        bool_get_true() => Is(BoolGetTrueResponse::True);
        bool_put_true(BoolPutTrueBody::True) => Done;
        bool_get_false() => Is(BoolGetFalseResponse::False);
        bool_put_false(BoolPutFalseBody::False) => Done;
        bool_get_null() => Is(None);
        bool_get_invalid() => Unreadable("true1");
    );
}

async fn integers(server: &str, checks: &Checks) {
    let client = client_of!(body_integer, server);
    calls!(checks, "body-integer", client;
        int_get_null() => Is(None);
        int_get_invalid() => Unreadable("123jkl");
        int_get_overflow_int32() => Unreadable("2147483656");
        int_get_underflow_int32() => Unreadable("-2147483656");
        int_get_overflow_int64() => Unreadable("9223372036854775910");
        int_get_underflow_int64() => Unreadable("-9223372036854775910");
        int_put_max32(i32::MAX) => Done;
        int_put_max64(i64::MAX) => Done;
        int_put_min32(i32::MIN) => Done;
        int_put_min64(i64::MIN) => Done;
        int_get_unix_time() => Is(1_460_505_600);
        int_put_unix_time_date(1_460_505_600) => Done;
        int_get_invalid_unix_time() => Unreadable("123jkl");
        int_get_null_unix_time() => Is(None);
    );
}

async fn numbers(server: &str, checks: &Checks) {
    use client::body_number::models::{
        NumberGetBigDecimalNegativeDecimalResponse as NegativeDecimal,
        NumberGetBigDecimalPositiveDecimalResponse as PositiveDecimal, NumberGetBigDecimalResponse as BigDecimal,
        NumberGetBigDoubleNegativeDecimalResponse as Negative, NumberGetBigDoublePositiveDecimalResponse as Positive,
        NumberGetBigDoubleResponse as BigDouble, NumberGetBigFloatResponse as BigFloat,
        NumberGetSmallDecimalResponse as SmallDecimal, NumberGetSmallDoubleResponse as SmallDouble,
        NumberGetSmallFloatResponse as SmallFloat, NumberPutBigDecimalNegativeDecimalBody,
        NumberPutBigDecimalPositiveDecimalBody, NumberPutBigDoubleNegativeDecimalBody,
        NumberPutBigDoublePositiveDecimalBody,
    };
    let client = client_of!(body_number, server);
    calls!(checks, "body-number", client;
        number_get_null() => Is(None);
        number_get_invalid_float() => Unreadable("2147483656.090096789909j");
        number_get_invalid_double() => Unreadable("9223372036854775910.980089k");
        number_get_invalid_decimal() => Unreadable("9223372036854775910.980089k");
        number_put_big_float(3.402823e20) => Done;
        number_get_big_float() => Is(BigFloat::N3_402823e20);
        number_put_big_double(2.5976931e101) => Done;
        number_get_big_double() => Is(BigDouble::N2_5976931e101);
        number_put_big_double_positive_decimal(NumberPutBigDoublePositiveDecimalBody::N99999999_99) => Done;
        number_get_big_double_positive_decimal() => Is(Positive::N99999999_99);
        number_put_big_double_negative_decimal(NumberPutBigDoubleNegativeDecimalBody::Minus99999999_99) => Done;
        number_get_big_double_negative_decimal() => Is(Negative::Minus99999999_99);
        number_put_big_decimal(2.5976931e101) => Done;
        number_get_big_decimal() => Is(BigDecimal::N2_5976931e101);
        number_put_big_decimal_positive_decimal(NumberPutBigDecimalPositiveDecimalBody::N99999999_99) => Done;
        number_get_big_decimal_positive_decimal() => Is(PositiveDecimal::N99999999_99);
        number_put_big_decimal_negative_decimal(NumberPutBigDecimalNegativeDecimalBody::Minus99999999_99) => Done;
        number_get_big_decimal_negative_decimal() => Is(NegativeDecimal::Minus99999999_99);
        number_put_small_float(3.402823e-20) => Done;
        number_get_small_float() => Is(SmallFloat::N3_402823eMinus20);
        number_put_small_double(2.5976931e-101) => Done;
        number_get_small_double() => Is(SmallDouble::N2_5976931eMinus101);
        number_put_small_decimal(2.5976931e-101) => Done;
        number_get_small_decimal() => Is(SmallDecimal::N2_5976931eMinus101);
    );
}

async fn strings(server: &str, checks: &Checks) {
    use client::body_string::models::{
        Colors, RefColorConstant, RefColors, StringGetEmptyResponse, StringGetMbcsResponse, StringGetWhitespaceResponse,
        StringPutEmptyBody, StringPutMbcsBody, StringPutWhitespaceBody,
    };
    let client = client_of!(body_string, server);
    let is_known = |text: &StringGetMbcsResponse| !matches!(text, StringGetMbcsResponse::Unknown(_));
    let many_scripts = client.string_get_mbcs().send().await.map(|text| text.as_str().to_owned()).unwrap_or_default();
    calls!(checks, "body-string", client;
        string_get_null() => Is(None);
        string_put_null() => Done;
        string_get_empty() => Is(StringGetEmptyResponse::Empty);
        string_put_empty(StringPutEmptyBody::Empty) => Done;
        string_get_mbcs() => Holds(|text: &client::runtime::Response<StringGetMbcsResponse>| is_known(text));
        string_put_mbcs(StringPutMbcsBody::from(many_scripts.as_str())) => Done;
        string_get_whitespace() =>
            Is(StringGetWhitespaceResponse::NowIsTheTimeForAllGoodMenToComeToTheAidOfTheirCountry);
        string_put_whitespace(StringPutWhitespaceBody::NowIsTheTimeForAllGoodMenToComeToTheAidOfTheirCountry) => Done;
        string_get_not_provided() => Unreadable("empty");
        string_get_base64_encoded() => Is("YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjQ=");
        string_get_base64_url_encoded() => Is("YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjR1cmw");
        string_put_base64_url_encoded("YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjR1cmw") => Done;
        string_get_null_base64_url_encoded() => Is(None);
        enum_get_not_expandable() => Is(Colors::RedColor);
        enum_put_not_expandable(Colors::RedColor) => Done;
        enum_get_referenced() => Is(RefColors::RedColor);
        enum_put_referenced(RefColors::RedColor) => Done;
        // The response has no `ColorConstant`, which the document requires.
        enum_get_referenced_constant() => Unreadable("ColorConstant");
        enum_put_referenced_constant(RefColorConstant::new()) => Done;
    );
}

async fn bytes(server: &str, checks: &Checks) {
    let client = client_of!(body_byte, server);
    calls!(checks, "body-byte", client;
        byte_get_null() => Unreadable("empty");
        byte_get_empty() => Is("");
        byte_get_non_ascii() => Is("//79/Pv6+fj39g==");
        byte_put_non_ascii("//79/Pv6+fj39g==") => Done;
        byte_get_invalid() => Is("::::SWAGGER::::");
    );
}

async fn enums(server: &str, checks: &Checks) {
    use client::non_string_enum::models::{FloatEnum, IntEnum};
    let client = client_of!(non_string_enum, server);
    calls!(checks, "non-string-enum", client;
        int_put().body(IntEnum::N200) => Is("Nice job posting an int enum");
        int_get() => Is(IntEnum::N429);
        float_put().body(FloatEnum::N200_4) => Is("Nice job posting a float enum");
        float_get() => Is(FloatEnum::N429_1);
    );

    use client::extensible_enums_swagger::models::{DaysOfWeekExtensibleEnum as Day, IntEnum as Number, Pet};
    let client = client_of!(extensible_enums_swagger, server);
    let pet = |name: &str, day, number| Pet::new(number).name(name).days_of_week(day);
    calls!(checks, "extensible-enums-swagger", client;
        pet_get_by_pet_id("tommy") => Is(pet("Tommy Tomson", Day::Monday, Number::N1));
        pet_get_by_pet_id("casper") => Is(pet("Casper Ghosty", Day::Unknown("Weekend".to_owned()), Number::N2));
        pet_get_by_pet_id("scooby") => Is(pet("Scooby Scarface", Day::Thursday, Number::Unknown("2.1".to_owned())));
        pet_add_pet().body(pet("Retriever", Day::Friday, Number::N3)) => Is(pet("Retriever", Day::Friday, Number::N3));
    );

    let client = client_of!(client_enum, server);
    calls!(checks, "client-enum", client;
        head() => Is(());
    );
}

async fn constants(server: &str, checks: &Checks) {
    let client = client_of!(constants, server);
    calls!(checks, "constants", client;
        contants_put_client_constants() => Done;
    );
}

async fn anything(server: &str, checks: &Checks) {
    let client = client_of!(any_type, server);
    calls!(checks, "any-type", client;
        get_object() => Is(json!({"message": "An object was successfully returned"}));
        put_object(json!({"foo": "bar"})) => Done;
        get_string() => Is(json!("anything"));
        put_string(json!("anything")) => Done;
        get_array() => Is(json!(["foo", "bar"]));
        put_array(json!(["foo", "bar"])) => Done;
    );
    let client = client_of!(object_type, server);
    let object = |value: serde_json::Value| value.as_object().cloned().expect("an object");
    calls!(checks, "object-type", client;
        get() => Is(object(json!({"message": "An object was successfully returned"})));
        put(object(json!({"foo": "bar"}))) => Done;
        put(object(json!({"baz": 1}))) => FailsWith(400, json!({"message": "The object you passed was incorrect"}));
    );
}
